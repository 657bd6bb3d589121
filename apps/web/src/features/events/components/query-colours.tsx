import { cx } from '@aoc/web/ui';
import type { Ref } from 'react';
import type { Mistake } from '../model/query-fix';
import { tokensOf, type TokenKind } from '../../../shared/event-filters/query-tokens';

const COLOURS: Record<TokenKind, string> = {
  space: '',
  paren: 'text-faint',
  keyword: 'font-semibold text-warn',
  not: 'font-semibold text-bad',
  field: 'text-accent',
  string: 'text-good',
  regex: 'text-warn',
  word: 'text-ink',
};

/** The text of the query box in colours; lies under the transparent text of the input and scrolls with it. */
export function QueryColours({ text, error, ref }: { text: string; error: Mistake | null; ref: Ref<HTMLDivElement> }) {
  const from = error?.position ?? Infinity;
  const to = from + Math.max(1, error?.length ?? 1);
  return (
    <div
      ref={ref}
      aria-hidden
      className="pointer-events-none absolute inset-y-0 right-16 left-9 flex items-center overflow-hidden font-mono text-[0.8125rem] whitespace-pre"
    >
      {tokensOf(text).map(({ kind, text: part, start, end }) => (
        <span
          key={start}
          className={cx(COLOURS[kind], start < to && end > from && 'underline decoration-bad decoration-wavy underline-offset-4')}
        >
          {part}
        </span>
      ))}
    </div>
  );
}
