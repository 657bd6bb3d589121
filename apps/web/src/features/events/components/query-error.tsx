import { CircleAlert } from '@aoc/web/ui';
import type { Mistake } from '../model/query-fix';

interface QueryErrorProps {
  error: Mistake;
  /** The query as it was probably meant. */
  fixed: string | null;
  onFix: (text: string) => void;
}

/** What is wrong with a query and, when there is an idea, what was probably meant, one click away. */
export function QueryError({ error: { message, position }, fixed, onFix }: QueryErrorProps) {
  return (
    <p role="alert" className="flex flex-wrap items-center gap-x-2 gap-y-1 pt-1.5 text-[0.8125rem] text-bad">
      <CircleAlert aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {message}
        {position !== undefined && <span className="text-soft"> (at character {position + 1})</span>}
      </span>
      {fixed !== null && (
        <button
          type="button"
          className="max-w-full truncate rounded bg-accent-tint px-1.5 text-accent hover:underline"
          onClick={() => onFix(fixed)}
        >
          Use <code className="font-mono">{fixed}</code>
        </button>
      )}
    </p>
  );
}
