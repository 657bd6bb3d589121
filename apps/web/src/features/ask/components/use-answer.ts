import type { AskAnswer, QueryInfo } from '@aoc/contracts';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useZone } from '../../../shared/preferences';
import { askQuestion } from '../api/ask-question';
import { toBody, type Asked } from '../model/ask-search';
import { rememberQuestion } from '../model/recent-questions';

export interface AnswerState {
  status: 'idle' | 'asking' | 'done' | 'stopped' | 'failed';
  info: QueryInfo | null;
  /** What has come so far. */
  text: string;
  answer: AskAnswer | null;
  error: Error | null;
}
const IDLE: AnswerState = { status: 'idle', info: null, text: '', answer: null, error: null };

/** The answer to the question of the address. Asked as soon as there is one, so that a shared link shows what its sender saw. */
export function useAnswer(asked: Asked) {
  const zone = useZone();
  const [state, setState] = useState(IDLE);
  const running = useRef<AbortController | null>(null);

  const run = async () => {
    running.current?.abort();
    running.current = null;
    if (asked.question === '') return setState(IDLE);
    const controller = new AbortController();
    running.current = controller;
    const put = (change: (before: AnswerState) => Partial<AnswerState>) => {
      if (running.current === controller) setState((before) => ({ ...before, ...change(before) }));
    };
    setState({ ...IDLE, status: 'asking' });
    const zoneName = zone === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;
    try {
      for await (const part of askQuestion(toBody(asked, zoneName, new Date()), controller.signal)) {
        if (part.kind === 'understood') put(() => ({ info: part.info }));
        else if (part.kind === 'text') put(({ text }) => ({ text: text + part.text }));
        else put(() => ({ status: 'done', answer: part.answer, info: part.answer.query_info }));
      }
      rememberQuestion(asked);
    } catch (error) {
      if (!controller.signal.aborted)
        put(() => ({ status: 'failed', error: error instanceof Error ? error : new Error('Asking failed.') }));
    }
  };
  const start = useEffectEvent(() => void run());
  useEffect(() => {
    start();
    return () => running.current?.abort();
  }, [asked]);

  const stop = () => {
    running.current?.abort();
    running.current = null;
    setState((before) => ({ ...before, status: 'stopped' }));
  };
  return { ...state, again: () => void run(), stop };
}
export type Answer = ReturnType<typeof useAnswer>;
