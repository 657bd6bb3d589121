import type { ReadContext } from '@aoc/server/context';
import type { ScopedFilter } from '@aoc/server/mongo';
import type { SortDirection } from '../cursor';
import type { EventStore } from '../event-store';
import { after, positionOf } from '../event.repository';
import type { EventDocument } from '../event.schema';

const PAGE_TIME_MS = 60_000;

export interface PagesInput {
  filter: ScopedFilter<EventDocument>;
  sort: SortDirection;
  /** Index that serves filter and order. */
  hint: string;
  /** Must keep `_id` and `timestamp`. */
  projection?: Readonly<Record<string, 0 | 1>>;
  pageSize: number;
  /** Where to go on: behind this event. */
  from?: Pick<EventDocument, '_id' | 'timestamp'> | null;
}

/**
 * All events that match, page by page, each read only when the one before has been taken, so that memory does not grow. Every page is a
 * query of its own that begins where the last one ended: a database cursor over a million events gets slower with each page on
 * DocumentDB, and dies when its reader pauses too long.
 */
export async function* eventPages(ctx: ReadContext, { events }: EventStore, input: PagesInput): AsyncGenerator<EventDocument[]> {
  const { filter, sort, hint, projection, pageSize } = input;
  const direction = sort === 'desc' ? -1 : 1;
  let last = input.from ?? null;
  for (;;) {
    const page = await events
      .find(ctx, last ? after(filter, positionOf(last), sort) : filter, {
        ...(projection ? { projection } : {}),
        sort: { timestamp: direction, _id: direction },
        limit: pageSize,
        batchSize: pageSize,
        maxTimeMS: PAGE_TIME_MS,
        hint,
      })
      .toArray();
    if (page.length > 0) yield page;
    last = page.at(-1) ?? null;
    if (page.length < pageSize) return;
  }
}
