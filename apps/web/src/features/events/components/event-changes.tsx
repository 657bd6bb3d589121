import type { EventDetail } from '@aoc/contracts';
import { useState } from 'react';
import { Button, cx } from '@aoc/web/ui';
import { changesOf, fullValue } from '../model/changes';
import { PanelSection } from './panel-section';
import { valueTarget } from './value-target';

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

/** Before and after of each changed property. */
export function EventChanges({ event }: { event: EventDetail }) {
  const [all, setAll] = useState(false);
  const changes = changesOf(event);
  if (changes.length === 0) return null;
  return (
    <PanelSection title="Changes">
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
              <tr key={`${change.property} ${index}`} className="border-b border-line align-top last:border-0">
                <th scope="row" className="px-3 py-2 font-medium [overflow-wrap:anywhere]">
                  <bdi {...valueTarget({ field: 'changed', value: change.property })}>{change.property}</bdi>
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
    </PanelSection>
  );
}
