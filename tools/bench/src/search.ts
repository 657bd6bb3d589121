import { eventListQuerySchema } from '@aoc/contracts';
import { systemContext } from '@aoc/server/context';
import { eventStore, LIST_PROJECTION, queryPlan, touchFacets } from '@aoc/server/events';
import { collectionOf, conditions } from '@aoc/server/mongo';
import type { Document, Filter } from 'mongodb';
import { startApi } from './api-process';
import { latencyResult, median, rounded, timed, type Bench, type BenchCase } from './bench';
import { CORPUS_END, CORPUS_TENANT, corpusName, openCorpus } from './corpus';

const DAY = 86_400_000;
const ROUNDS = 15;
const PAGE = 24;
const day = (before: number): string => new Date(CORPUS_END - before * DAY).toISOString();

/** Each filter alone, and ten combinations that analysts type. */
const QUERIES: readonly [string, Record<string, string>][] = [
  ['nothing', {}],
  ['service', { service: 'Exchange' }],
  ['services', { q: 'service:(Exchange OR Teams OR SharePoint)' }],
  ['actor', { actor: 'anna' }],
  ['operation', { operation: 'Add member' }],
  ['result', { result: 'failure' }],
  ['time', { start: day(9), end: day(7) }],
  ['word, frequent', { search: 'user' }],
  ['word, rare', { search: 'federation' }],
  ['target', { q: 'target:finance' }],
  ['changed', { q: 'changed:AccountEnabled' }],
  ['new', { q: 'new:false' }],
  ['pattern', { q: 'operation:/^Set-/' }],
  ['service and failure', { q: 'service:UserManagement -result:success' }],
  ['actor and time', { actor: 'anna', start: day(5) }],
  ['words and service', { q: 'inbox rule service:Exchange' }],
  ['phrase', { q: '"inbox rule"' }],
  ['admin changes of a week', { q: `service:(RoleManagement OR Policy OR ApplicationManagement) after:${day(7)}` }],
  ['failed sign-ins', { q: 'source:signin -result:success' }],
  ['alternatives', { q: 'operation:"Reset user password" OR changed:StrongAuthenticationMethod' }],
  ['excluded services', { q: '-service:(Exchange OR SharePoint OR OneDrive OR Teams) actor:anna' }],
  ['address range', { q: 'ip:203.0.113.0/24 result:failure' }],
  ['changed and new', { q: 'changed:AccountEnabled new:false after:2026-10-01' }],
];

/** What a page may take, given the time of the driver. */
const allowed = (driver: number): number => 1.5 * driver + 3;

interface Times {
  ours: number[];
  again: number[];
  driver: number[];
}

/** In turn, so that all see the same state of the machine; one call of each goes uncounted first. `changed` makes what is remembered useless. */
async function threeInTurn(changed: () => Promise<unknown>, ours: () => Promise<unknown>, driver: () => Promise<unknown>): Promise<Times> {
  const times: Times = { ours: [], again: [], driver: [] };
  await ours();
  await driver();
  for (let round = 0; round < ROUNDS; round += 1) {
    await changed();
    times.ours.push(await timed(ours));
    times.again.push(await timed(ours));
    times.driver.push(await timed(driver));
  }
  return times;
}

/**
 * First page with its total through HTTP, against the driver's same find and bounded count. Milliseconds. Each page is asked for when
 * something has been stored since the last time, and once again.
 */
export const search: Bench = async ({ mongoUri, redisUrl, events, log }) => {
  const connection = await openCorpus(mongoUri, events, log);
  const api = await startApi(mongoUri, redisUrl, corpusName(events));
  try {
    const store = eventStore(connection);
    const ctx = systemContext(CORPUS_TENANT, 'bench');
    const collection = collectionOf<Document>(connection, 'events');
    const cases: BenchCase[] = [];
    const all: number[] = [];
    for (const [name, query] of QUERIES) {
      const { cursor: _c, page_size: _p, sort: _s, ...filter } = eventListQuerySchema.parse(query);
      const plan = await queryPlan(ctx, store, filter, PAGE);
      const condition = conditions<Filter<Document>>({ tenant_id: CORPUS_TENANT, ...plan.filter });
      const driver = async (): Promise<void> => {
        const page = collection
          .find(condition, { projection: LIST_PROJECTION, sort: { timestamp: -1, _id: -1 }, limit: PAGE + 1, hint: plan.pageHint })
          .toArray();
        await Promise.all([page, collection.countDocuments(condition, { limit: 10_001, hint: plan.countHint })]);
      };
      const ours = async (): Promise<void> => {
        const response = await fetch(`${api.url}/api/events?${new URLSearchParams(query)}`);
        const text = await response.text();
        if (!response.ok) throw new Error(`${name}: ${text}`);
      };
      const times = await threeInTurn(() => touchFacets(ctx, store, { values: false }), ours, driver);
      all.push(...times.ours);
      const one = { ours: rounded(median(times.ours)), again: rounded(median(times.again)), driver: rounded(median(times.driver)) };
      cases.push({ name, ...one, ratio: rounded(one.ours / one.driver) });
      const shown = (value: number): string => value.toFixed(1).padStart(8);
      const over = one.ours > allowed(one.driver) ? '  over' : '';
      log(
        `${name.padEnd(26)} ours ${shown(one.ours)} ms   again ${shown(one.again)} ms   driver ${shown(one.driver)} ms   allowed ${shown(allowed(one.driver))}${over}`,
      );
    }
    const within = (which: 'ours' | 'again'): number => cases.filter((one) => (one[which] ?? Infinity) <= allowed(one.driver)).length;
    log(`within what is allowed: ${within('ours')} of ${cases.length}, asked again ${within('again')}`);
    return latencyResult('search', events, { cases, all, peakMemoryMb: await api.peakMemoryMb() });
  } finally {
    await api.stop();
    await connection.close();
  }
};
