import type { FieldError } from '@aoc/contracts';
import { CircleAlert } from 'lucide-react';

/** What is wrong with a query and, when the API has an idea, what was probably meant, one click away. */
export function QueryError({ text, error, onFix }: { text: string; error: FieldError; onFix: (text: string) => void }) {
  const { message, position, length, suggestion } = error;
  const fixed = suggestion === undefined || position === undefined ? suggestion : text.slice(0, position) + suggestion + text.slice(position + (length ?? 0));
  return (
    <p role="alert" className="flex flex-wrap items-center gap-x-2 gap-y-1 pt-1.5 text-[0.8125rem] text-bad">
      <CircleAlert aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {message}
        {position !== undefined && <span className="text-soft"> (at character {position + 1})</span>}
      </span>
      {fixed !== undefined && (
        <button type="button" className="rounded bg-accent-tint px-1.5 text-accent hover:underline" onClick={() => onFix(fixed)}>
          Use <code className="font-mono">{suggestion}</code>
        </button>
      )}
    </p>
  );
}
