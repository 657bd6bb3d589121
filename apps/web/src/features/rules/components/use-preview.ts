import type { RulePreviewLine } from '@aoc/contracts';
import { useEffect, useRef, useState } from 'react';
import { previewRule, type PreviewAsk } from '../api/preview-rule';

type Line<T extends RulePreviewLine['type']> = Extract<RulePreviewLine, { type: T }>;
export type PreviewEstimate = Line<'estimate'>;
export type PreviewResult = Line<'result'>;

interface PreviewState {
  status: 'idle' | 'running' | 'done' | 'cancelled' | 'failed';
  estimate: PreviewEstimate | null;
  progress: Line<'progress'> | null;
  result: PreviewResult | null;
  error: Error | null;
}
const IDLE: PreviewState = { status: 'idle', estimate: null, progress: null, result: null, error: null };

/** Runs previews one at a time; a new one, or leaving the page, cancels the one before. */
export function usePreview() {
  const [state, setState] = useState(IDLE);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const run = async (ask: PreviewAsk) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setState({ ...IDLE, status: 'running' });
    const put = (change: Partial<PreviewState>) => {
      if (running.current === controller) setState((before) => ({ ...before, ...change }));
    };
    try {
      let ended = false;
      for await (const line of previewRule(ask, controller.signal)) {
        if (line.type === 'estimate') put({ estimate: line });
        else if (line.type === 'progress') put({ progress: line });
        else {
          put({ result: line, status: 'done' });
          ended = true;
        }
      }
      if (!ended) put({ status: 'failed', error: new Error('The preview ended before its result.') });
    } catch (error) {
      if (controller.signal.aborted) return;
      put({ status: 'failed', error: error instanceof Error ? error : new Error('The preview failed.') });
    }
  };
  const cancel = () => {
    running.current?.abort();
    setState((before) => ({ ...before, status: 'cancelled' }));
  };
  return { ...state, run: (ask: PreviewAsk) => void run(ask), cancel };
}
export type Preview = ReturnType<typeof usePreview>;
