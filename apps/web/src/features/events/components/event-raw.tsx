import type { EventDetail } from '@aoc/contracts';
import { Button, CopyButton, JsonViewer, TextField } from '@aoc/web/ui';
import { useDeferredValue, useState } from 'react';
import { PanelSection } from '../../../shared/panel-section';

const ALL = 64;

/** The record as Microsoft delivered it, searchable and folding. */
export function EventRaw({ event }: { event: EventDetail }) {
  const [depth, setDepth] = useState(2);
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim().toLowerCase());
  return (
    <PanelSection
      title="Raw record"
      actions={
        <span className="flex">
          <Button variant="ghost" size="sm" onClick={() => setDepth(depth === ALL ? 1 : ALL)}>
            {depth === ALL ? 'Fold' : 'Unfold'}
          </Button>
          <CopyButton withText text={JSON.stringify(event.raw, null, 2)} label="Copy" />
        </span>
      }
    >
      <TextField
        aria-label="Find in the record"
        placeholder="Find in the record"
        className="h-7.5 text-[0.8125rem]"
        value={text}
        onChange={(change) => setText(change.target.value)}
      />
      <div className="overflow-x-auto rounded-lg border border-line bg-ground p-2.5">
        <JsonViewer key={depth} value={event.raw} openDepth={depth} search={search} />
      </div>
    </PanelSection>
  );
}
