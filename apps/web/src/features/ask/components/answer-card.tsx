import type { CitedEvent } from '@aoc/contracts';
import { Button, CopyButton, cx, Notice, RotateCcw, Skeleton } from '@aoc/web/ui';
import { lazy, Suspense } from 'react';
import { CARD } from '../../../shared/page-section';
import { ProblemNotice } from '../../../shared/problem-notice';
import { writerWords } from '../model/answer-words';
import type { Answer } from './use-answer';

const Markdown = lazy(async () => ({ default: (await import('../../../shared/markdown')).Markdown }));

const STATUS: Record<Answer['status'], string> = {
  idle: '',
  asking: 'Looking through the events…',
  done: 'Answered',
  stopped: 'Stopped',
  failed: 'This question was not answered',
};

function Waiting() {
  return (
    <div className="flex flex-col gap-3">
      <Skeleton className="w-3/4" />
      <Skeleton className="w-full" />
      <Skeleton className="w-1/2" />
    </div>
  );
}

interface CitationProps {
  number: number;
  event: CitedEvent | undefined;
  open: boolean;
  onOpen: (id: string) => void;
}

/** `[1]` of an answer; it can be pressed as soon as its event is known. */
function Citation({ number, event, open, onOpen }: CitationProps) {
  if (!event) return <span className="font-mono text-xs text-faint">[{number}]</span>;
  return (
    <button
      type="button"
      aria-pressed={open}
      aria-label={`Event ${number}: ${event.display_summary || event.operation}`}
      title={event.display_summary || event.operation}
      data-citation={number}
      onClick={() => onOpen(event.id)}
      className={cx(
        'mx-0.5 inline-grid h-5 min-w-6 place-items-center rounded px-1 align-baseline font-mono text-xs',
        open ? 'bg-accent text-accent-ink' : 'bg-accent-tint text-accent hover:brightness-110',
      )}
    >
      {number}
    </button>
  );
}

function Warnings({ answer }: { answer: NonNullable<Answer['answer']> }) {
  const { removed_citations: removed, disagreements } = answer;
  return (
    <>
      {disagreements.length > 0 && (
        <Notice tone="warn">
          <strong className="font-semibold">Numbers differ from what was counted.</strong>
          <ul className="list-disc pl-4">
            {disagreements.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </Notice>
      )}
      {removed > 0 && (
        <Notice tone="warn">
          {removed === 1 ? 'One citation that named no event was' : `${removed} citations that named no event were`} taken out: what stood
          there is not proven.
        </Notice>
      )}
    </>
  );
}

/** The answer as it is written, and how far it can be trusted. */
export function AnswerCard({
  answer: state,
  openId,
  onOpen,
}: {
  answer: Answer;
  openId: string | undefined;
  onOpen: (id: string) => void;
}) {
  const { status, text, answer, error } = state;
  const events = answer?.events;
  const citation = (number: number) => {
    const event = events?.find((one) => one.number === number);
    return <Citation number={number} event={event} open={event !== undefined && event.id === openId} onOpen={onOpen} />;
  };
  const shown = answer?.answer ?? text;
  const writer = answer && writerWords(answer);
  const again = (
    <Button size="sm" onClick={state.again}>
      <RotateCcw aria-hidden className="size-3.5" />
      Ask again
    </Button>
  );
  return (
    <section aria-label="Answer" aria-busy={status === 'asking'} className="flex flex-col gap-2.5">
      <div className="flex min-h-7 items-center gap-2">
        <h2 className="text-xs font-semibold tracking-wide text-soft uppercase">Answer</h2>
        <p role="status" className={cx('text-xs text-faint', status === 'done' && 'sr-only')}>
          {STATUS[status]}
        </p>
        <span className="ml-auto flex items-center gap-1">
          {answer && <CopyButton withText text={answer.answer} label="Copy" />}
          {(status === 'stopped' || status === 'done') && again}
        </span>
      </div>
      {error && <ProblemNotice error={error} onRetry={state.again} />}
      {(status === 'asking' || shown !== '') && (
        <div className={cx(CARD, 'p-4 text-[0.9375rem] leading-6 sm:p-5')}>
          {shown === '' ? (
            <Waiting />
          ) : (
            <Suspense fallback={<Waiting />}>
              <Markdown text={shown} citation={citation} />
            </Suspense>
          )}
        </div>
      )}
      {answer && <Warnings answer={answer} />}
      {writer &&
        (writer.tone === 'warn' ? <Notice tone="warn">{writer.text}</Notice> : <p className="text-xs text-faint">{writer.text}</p>)}
    </section>
  );
}
