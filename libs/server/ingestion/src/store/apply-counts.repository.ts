import type { Source } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { activityId, facetId, touchFacets } from '@aoc/server/events';
import { retryOnRace } from '@aoc/server/mongo';
import type { Document } from 'mongodb';
import type { IngestionStores } from '../stores.repository';
import { activityDeltas, facetDeltas, type CountedEvent } from './counted';

/** One application of counts: doing it twice counts once. */
export interface CountApplication {
  id: string;
  source: Source;
  /** When it is counted; decides the hour of intake. */
  at: Date;
  /** Whether somebody may have begun this application before. */
  repeated: boolean;
  /** Applications that nobody can repeat any more: their marks are removed in passing. */
  settled: readonly string[];
}

const HOUR = 3_600_000;
/** Marks that stay at most, in case that nobody ever removes them. */
const MAX_MARKS = 200;
const CHUNK = 500;

/**
 * Update that adds `count` unless the mark of this application is there. Number and mark change in one document write, so
 * that a crash leaves both or neither.
 */
function addOnce(count: number, { id, settled }: CountApplication, fields: Document): Document[] {
  const marks = { $ifNull: ['$batches', []] };
  const old = { $ifNull: ['$count', 0] };
  const kept = { $filter: { input: marks, cond: { $not: [{ $in: ['$$this', [...settled, id]] }] } } };
  return [
    {
      $set: {
        ...fields,
        count: { $cond: [{ $in: [id, marks] }, old, { $add: [old, count] }] },
        batches: { $slice: [{ $concatArrays: [kept, [id]] }, -MAX_MARKS] },
      },
    },
  ];
}

/** Counts stored events in the facets and in the intake of the hour. */
export async function applyCounts(
  ctx: TenantContext,
  stores: IngestionStores,
  events: readonly CountedEvent[],
  application: CountApplication,
): Promise<void> {
  const rows = facetDeltas(events).map((delta) => ({
    filter: { _id: facetId(ctx.tenantId, delta.field, delta.value) },
    update: addOnce(delta.count, application, {
      field: { $literal: delta.field },
      value: { $literal: delta.value },
      folded: { $literal: delta.value.toLowerCase() },
      first_seen: { $min: ['$first_seen', delta.first] },
      last_seen: { $max: ['$last_seen', delta.last] },
    }),
  }));
  // What another attempt has inserted, this one does not see.
  let values = application.repeated;
  for (let at = 0; at < rows.length; at += CHUNK) {
    let attempts = 0;
    const { upsertedCount } = await retryOnRace(() => {
      attempts += 1;
      return stores.facets.bulkUpsert(ctx, rows.slice(at, at + CHUNK));
    });
    values ||= attempts > 1 || upsertedCount > 0;
  }
  if (rows.length > 0) await retryOnRace(() => touchFacets(ctx, stores, { values }));
  const hours = activityDeltas(events).map((delta) => ({
    filter: { _id: activityId(ctx.tenantId, delta.hour, delta.field, delta.value) },
    update: addOnce(delta.count, application, { field: { $literal: delta.field }, value: { $literal: delta.value }, hour: delta.hour }),
  }));
  for (let at = 0; at < hours.length; at += CHUNK) await retryOnRace(() => stores.activity.bulkUpsert(ctx, hours.slice(at, at + CHUNK)));
  const hour = new Date(Math.floor(application.at.getTime() / HOUR) * HOUR);
  const intake = {
    filter: { _id: `${ctx.tenantId}|${application.source}|${hour.toISOString()}` },
    update: addOnce(events.length, application, { source: { $literal: application.source }, hour }),
  };
  await retryOnRace(() => stores.intake.bulkUpsert(ctx, [intake]));
}
