import { Button, cx } from '@aoc/web/ui';
import { useState, type ReactNode } from 'react';
import { fullValue, type Change } from './changes';

const SHOWN = 25;

function Value({ value, tone }: { value: unknown; tone: 'good' | 'bad' }) {
  const text = fullValue(value);
  if (text === null) return <span className="text-faint">nothing</span>;
  return (
    <pre
      className={cx(
        'max-h-48 overflow-y-auto font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]',
        tone === 'good' ? 'text-good' : 'text-bad',
      )}
    >
      {text}
    </pre>
  );
}

interface ChangesTableProps {
  changes: Change[];
  name: (property: string) => ReactNode;
  /** Rows that the reader should look at first. */
  isMarked?: (change: Change) => boolean;
}

/** Before and after of each changed property. */
export function ChangesTable({ changes, name, isMarked = () => false }: ChangesTableProps) {
  const [all, setAll] = useState(false);
  return (
    <>
      <div className="overflow-x-auto rounded-lg border border-line">
        <table className="w-full min-w-80 table-fixed text-left">
          <thead>
            <tr className="border-b border-line bg-raised/60 text-xs text-soft">
              <th scope="col" className="w-[34%] px-3 py-1.5 font-medium">
                Property
              </th>
              <th scope="col" className="px-3 py-1.5 font-medium">
                Before
              </th>
              <th scope="col" className="px-3 py-1.5 font-medium">
                After
              </th>
            </tr>
          </thead>
          <tbody>
            {changes.slice(0, all ? undefined : SHOWN).map((change, index) => (
              <tr
                key={`${change.property} ${index}`}
                className={cx('border-b border-line align-top last:border-0', isMarked(change) && 'shadow-[inset_3px_0_0_var(--warn)]')}
              >
                <th scope="row" className="px-3 py-2 font-medium [overflow-wrap:anywhere]">
                  {name(change.property)}
                  {isMarked(change) && <span className="block text-xs font-normal text-warn">matched</span>}
                </th>
                <td className="px-3 py-2">
                  <Value value={change.old} tone="bad" />
                </td>
                <td className="px-3 py-2">
                  <Value value={change.new} tone="good" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {changes.length > SHOWN && !all && (
        <Button className="self-start" onClick={() => setAll(true)}>
          Show all {changes.length} changes
        </Button>
      )}
    </>
  );
}
