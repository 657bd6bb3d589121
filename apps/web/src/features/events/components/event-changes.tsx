import type { EventDetail } from '@aoc/contracts';
import { changesOf } from '../../../shared/changes';
import { ChangesTable } from '../../../shared/changes-table';
import { PanelSection } from '../../../shared/panel-section';
import { valueTarget } from './value-target';

/** Before and after of each changed property. */
export function EventChanges({ event }: { event: EventDetail }) {
  const changes = changesOf(event);
  if (changes.length === 0) return null;
  return (
    <PanelSection title="Changes">
      <ChangesTable changes={changes} name={(property) => <bdi {...valueTarget({ field: 'changed', value: property })}>{property}</bdi>} />
    </PanelSection>
  );
}
