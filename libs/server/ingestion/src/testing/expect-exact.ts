import type { TenantContext } from '@aoc/server/context';
import type { Ingestion } from '../ingestion';
import { activityDeltas, facetDeltas } from '../store/counted';

/** Checks that events, facets, intake and outbox of a tenant agree to the last one. */
export async function expectExact(ctx: TenantContext, { stores }: Ingestion, expectedEvents: number): Promise<void> {
  const events = await stores.events.find(ctx, {}).toArray();
  expect(events).toHaveLength(expectedEvents);
  const facets = await stores.facets.find(ctx, {}).toArray();
  const counted = Object.fromEntries(facets.map((f) => [`${f.field}=${f.value}`, [f.count, f.first_seen, f.last_seen]]));
  const expected = Object.fromEntries(facetDeltas(events).map((d) => [`${d.field}=${d.value}`, [d.count, d.first, d.last]]));
  expect(counted).toEqual(expected);
  const activity = await stores.activity.find(ctx, {}).toArray();
  const byHour = (rows: readonly { field: string; value: string; hour: Date; count: number }[]) =>
    Object.fromEntries(rows.map((row) => [`${row.hour.toISOString()} ${row.field}=${row.value}`, row.count]));
  expect(byHour(activity)).toEqual(byHour(activityDeltas(events)));
  const intake = await stores.intake.find(ctx, {}).toArray();
  expect(intake.reduce((sum, row) => sum + row.count, 0)).toBe(expectedEvents);
  const outbox = await stores.outbox.find(ctx, {}).toArray();
  expect(outbox.flatMap((row) => row.keys).sort()).toEqual(events.map((event) => event.dedupe_key).sort());
}
