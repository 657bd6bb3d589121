import { systemContext } from '@aoc/server/context';
import { eventCollection, eventIndex, eventStore, touchFacets } from '@aoc/server/events';
import { collectionOf } from '@aoc/server/mongo';
import type { Document } from 'mongodb';
import { startApi } from './api-process';
import { latencyResult, median, percentile, rounded, timed, type Bench, type BenchCase } from './bench';
import { CORPUS_END, CORPUS_TENANT, corpusName, openCorpus } from './corpus';

const ROUNDS = 15;
/** The driver reads every event. */
const DRIVER_ROUNDS = 3;
const DAYS = 30;
const START = new Date(CORPUS_END - DAYS * 86_400_000);
const RANGE = { start: START.toISOString(), end: new Date(CORPUS_END).toISOString() };

interface Overview {
  name: string;
  path: string;
  query?: Record<string, string>;
  /** What the driver is asked for the same: events of the tenant with these conditions, and the stages after them. */
  match: Document;
  index: string;
  stages: readonly Document[];
}

const inRange = { timestamp: { $gte: START, $lte: new Date(CORPUS_END) } };
const hour = { $dateTrunc: { date: '$timestamp', unit: 'hour' } };
const perHour = [{ $group: { _id: hour, count: { $sum: 1 } } }];
const FIELDS = ['service', 'operation', 'result', 'actor_display'];
const perValue = (field: string): Document[] => [{ $group: { _id: `$${field}`, count: { $sum: 1 } } }, { $sort: { count: -1 } }];
const perField = [{ $facet: Object.fromEntries(FIELDS.map((field) => [field, perValue(field)])) }];

const OVERVIEWS: readonly Overview[] = [
  { name: 'filter options', path: '/api/filter-options', match: {}, index: eventIndex.newest, stages: perField },
  { name: 'histogram', path: '/api/events/histogram', query: RANGE, match: inRange, index: eventIndex.newest, stages: perHour },
  {
    name: 'histogram by service',
    path: '/api/events/histogram',
    query: { ...RANGE, split: 'service' },
    match: inRange,
    index: eventIndex.newest,
    stages: [{ $group: { _id: { hour, service: '$service' }, count: { $sum: 1 } } }],
  },
  {
    name: 'histogram of a word',
    path: '/api/events/histogram',
    query: { ...RANGE, q: 'federation' },
    match: { ...inRange, lookup_keys: 'w:federation' },
    index: eventIndex.lookup,
    stages: perHour,
  },
  { name: 'facets', path: '/api/events/facets', match: {}, index: eventIndex.newest, stages: perField },
  {
    name: 'facets of a service',
    path: '/api/events/facets',
    query: { q: 'service:Exchange' },
    match: { service: 'Exchange' },
    index: eventIndex.service,
    stages: perField,
  },
];

/** Filter options, histogram of 30 days and facets through HTTP, after new events each time, against the driver's aggregation. Milliseconds. */
export const overview: Bench = async ({ mongoUri, redisUrl, events, log }) => {
  const connection = await openCorpus(mongoUri, events, log);
  const api = await startApi(mongoUri, redisUrl, corpusName(events));
  try {
    const store = eventStore(connection);
    const ctx = systemContext(CORPUS_TENANT, 'bench');
    const collection = collectionOf<Document>(connection, eventCollection.name);
    const cases: BenchCase[] = [];
    const all: number[] = [];
    for (const { name, path, query = {}, match, index, stages } of OVERVIEWS) {
      const times: Record<'stored' | 'again' | 'driver', number[]> = { stored: [], again: [], driver: [] };
      let completeness = '';
      const ask = async (): Promise<void> => {
        const response = await fetch(`${api.url}${path}?${new URLSearchParams(query)}`);
        const text = await response.text();
        if (!response.ok) throw new Error(`${name}: ${text}`);
        completeness = String(JSON.parse(text).completeness ?? 'exact');
      };
      await ask();
      for (let round = 0; round < ROUNDS; round += 1) {
        await touchFacets(ctx, store);
        times.stored.push(await timed(ask));
        times.again.push(await timed(ask));
      }
      const counted = [{ $match: { tenant_id: CORPUS_TENANT, ...match } }, ...stages];
      for (let round = 0; round < DRIVER_ROUNDS; round += 1)
        times.driver.push(await timed(() => collection.aggregate(counted, { hint: index, allowDiskUse: true }).toArray()));
      all.push(...times.stored);
      const [ours, again, driver] = [times.stored, times.again, times.driver].map((of) => rounded(median(of)));
      const p95 = rounded(percentile(times.stored, 0.95));
      cases.push({
        name,
        ours: ours ?? 0,
        driver: driver ?? 0,
        ratio: rounded((ours ?? 0) / (driver ?? 1)),
        more: { again: again ?? 0, p95 },
      });
      log(
        `${name.padEnd(22)} ours ${String(ours).padStart(9)}   95 of 100 ${String(p95).padStart(9)}   again ${String(again).padStart(8)}   driver ${String(driver).padStart(10)}   ${completeness}`,
      );
    }
    return latencyResult('overview', events, { cases, all, peakMemoryMb: await api.peakMemoryMb() });
  } finally {
    await api.stop();
    await connection.close();
  }
};
