import type { AuditEvent } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import { z } from 'zod';
import { seconds } from './coverage';
import { clip, clipName } from './shorten';

/** Rows of texts under the names of their columns: a third of the tokens of a list of objects. */
export const tableSchema = {
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string().nullable())),
};
export interface Table {
  columns: string[];
  rows: (string | null)[][];
}

/** Most characters of a text in a row, from the fullest to the shortest form. */
export const ROW_LEVELS: [number, ...number[]] = [160, 120, 80, 64, 48, 40, 32, 26, 20, 16, 10];
const TARGETS = 3;

function targetsOf({ target_displays: targets }: Pick<AuditEvent, 'target_displays'>, most: number): string {
  const shown = targets
    .slice(0, TARGETS)
    .map((target) => clipName(target, most))
    .join('; ');
  return targets.length > TARGETS ? `${shown}; +${targets.length - TARGETS}` : shown;
}

/** Events as a table; `most` is the most characters of a text. Ids stay whole, so that each event can be read by its own. */
export function eventTable(ctx: Pick<ReadContext, 'tenants'>, events: readonly AuditEvent[], most: number): Table {
  const several = ctx.tenants.length > 1;
  const ids = Map.groupBy(events, ({ id }) => id);
  const text = (value: string | null): string | null => (value === null ? null : clip(value, most));
  return {
    columns: ['id', 'time', 'service', 'operation', 'result', 'actor', 'targets', ...(several ? ['tenant'] : [])],
    rows: events.map((event) => [
      (ids.get(event.id)?.length ?? 0) > 1 ? event.dedupe_key : event.id,
      seconds(event.timestamp),
      text(event.service),
      text(event.operation),
      text(event.result),
      clipName(event.actor_upn ?? event.actor_display ?? event.actor.id ?? '', most) || null,
      clip(targetsOf(event, most), 2 * most),
      ...(several ? [event.tenant_id] : []),
    ]),
  };
}
