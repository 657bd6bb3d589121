import { DomainError, type EventFilter } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import type { SortDirection } from '../cursor';
import type { EventStore } from '../event-store';
import { LIST_PROJECTION } from '../event-wire';
import { eventIndex, type EventDocument } from '../event.schema';
import { planExport } from '../plan/event-plan';
import { resolveEvents } from '../plan/resolve-events';
import { eventPages } from './event-pages';

/** Events that are read at once: what an export holds in memory. With 1,000 the API took 30 MB more, and was as fast. */
const PAGE = 250;

export interface ExportInput {
  filter: EventFilter;
  sort: SortDirection;
  /** With the raw records. */
  raw: boolean;
  /** Dedupe key of the last event that the caller has; the export goes on behind it. */
  resumeAfter?: string;
}

/**
 * Everything that matches, page by page, each read only when the one before has been taken. Events that are stored meanwhile behind the
 * position come too.
 * @throws DomainError bad_query; bad_cursor when the event to go on behind is not there (any more)
 */
export async function exportEvents(ctx: ReadContext, store: EventStore, input: ExportInput): Promise<AsyncIterable<EventDocument[]>> {
  const plan = planExport(await resolveEvents(ctx, store, input.filter), PAGE);
  const from = input.resumeAfter === undefined ? null : await positionOf(ctx, store, input.resumeAfter);
  if (plan.nothing) return nothing();
  const { raw: _raw, ...withRaw } = LIST_PROJECTION;
  const projection = input.raw ? withRaw : LIST_PROJECTION;
  return eventPages(ctx, store, { filter: plan.filter, sort: input.sort, hint: plan.pageHint, projection, pageSize: PAGE, from });
}

async function* nothing(): AsyncGenerator<never> {}

async function positionOf(ctx: ReadContext, store: EventStore, dedupeKey: string): Promise<EventDocument> {
  const event = await store.events.findOne(ctx, { dedupe_key: dedupeKey }, { projection: { timestamp: 1 }, hint: eventIndex.dedupe });
  if (event) return event;
  throw new DomainError(
    'bad_cursor',
    'There is no event with this dedupe key, so the export cannot go on behind it. Start it anew, without cursor.',
    {
      errors: [{ path: 'query.cursor', message: 'no such event' }],
    },
  );
}
