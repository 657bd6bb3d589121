import type { EventDetail } from '@aoc/contracts';
import { Button, CopyButton, JsonViewer } from '@aoc/web/ui';
import { useState } from 'react';
import { PanelSection } from './panel-section';

const ALL = 64;

/** The record as Microsoft delivered it. */
export function EventRaw({ event }: { event: EventDetail }) {
  const [depth, setDepth] = useState(2);
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
      <div className="overflow-x-auto rounded-lg border border-line bg-ground p-2.5">
        <JsonViewer key={depth} value={event.raw} openDepth={depth} />
      </div>
    </PanelSection>
  );
}
