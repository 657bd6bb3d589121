import { CircleHelp, Popover } from '@aoc/web/ui';
import { FIELD_HINTS } from '../model/query-completion';

const FORMS: [text: string, what: string][] = [
  ['service:Exchange', 'a field has a value'],
  ['actor:"Ann Smith"', 'quotes around spaces and signs'],
  ['result:=success', 'exactly this'],
  ['-result:success', 'not this'],
  ['(a OR b)', 'one of them; AND is implied'],
  ['operation:/^Set-/', 'a regular expression'],
  ['changed:State new:enabled', 'what changed, to which value'],
  ['after:-24h before:2026-01-31', 'relative or fixed times'],
  ['mallory 10.0.0.7', 'words and identifiers anywhere'],
];

/** The grammar on one card. */
export function QueryHelp() {
  return (
    <Popover
      label="Query language"
      align="end"
      className="w-104 p-4"
      trigger={(props) => (
        <button
          type="button"
          aria-label="Help with the query language"
          className="grid size-7 place-items-center rounded text-faint hover:bg-hover hover:text-ink"
          {...props}
        >
          <CircleHelp aria-hidden className="size-4" />
        </button>
      )}
    >
      {() => (
        <div className="flex flex-col gap-3 text-[0.8125rem]">
          <h2 className="text-sm font-semibold">Query language</h2>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
            {FORMS.map(([text, what]) => (
              <div key={text} className="contents">
                <dt className="font-mono text-xs leading-5 text-ink">{text}</dt>
                <dd className="text-soft">{what}</dd>
              </div>
            ))}
          </dl>
          <h3 className="border-t border-line pt-3 text-xs font-semibold tracking-wide text-soft uppercase">Fields</h3>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
            {Object.entries(FIELD_HINTS).map(([name, hint]) => (
              <div key={name} className="contents">
                <dt className="font-mono text-xs leading-5 text-accent">{name}:</dt>
                <dd className="text-soft">{hint}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </Popover>
  );
}
