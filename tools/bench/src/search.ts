import { eventListQuerySchema, eventPageSchema } from '@aoc/contracts';
import { systemContext } from '@aoc/server/context';
import { eventStore, LIST_PROJECTION, queryPlan, touchFacets } from '@aoc/server/events';
import { collectionOf, conditions } from '@aoc/server/mongo';
import type { Document, Filter, WithId } from 'mongodb';
import { startApi } from './api-process';
import { inTurn, latencyResult, median, rounded, timed, type Bench, type BenchCase } from './bench';
import { CORPUS_END, CORPUS_TENANT, corpusName, openCorpus } from './corpus';

const DAY = 86_400_000;
const ROUNDS = 15;
const PAGE = 24;
const day = (before: number): string => new Date(CORPUS_END - before * DAY).toISOString();

/** Each filter alone, and eleven combinations that analysts type. */
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
  ['word and time', { search: 'user', start: day(7) }],
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

/** A later page of a list. */
const DEEP = { name: 'word, page 20', query: { search: 'user' }, page: 20 };

/** What a page may take, given the time of the driver. */
const allowed = (driver: number): number => 1.5 * driver + 3;

const SITUATIONS = ['anew', 'stored', 'again', 'pageAnew', 'page', 'driver', 'driverPage'] as const;
type Situation = (typeof SITUATIONS)[number];
type Asking = Record<'changed' | 'stored' | 'ours' | 'page' | 'driver' | 'driverPage', () => Promise<unknown>>;

/**
 * Milliseconds of the same question in each situation, in turn, so that all see the same state of the machine; one call of each goes
 * uncounted first. `anew`: values have come that were not stored before, so that nothing remembered holds; `stored`: events have come, so that
 * plans hold and totals do not; `again`: nothing has; `pageAnew` and `page`: the first two without counting a total.
 */
async function eachInTurn({ changed, stored, ours, page, driver, driverPage }: Asking): Promise<Record<Situation, number[]>> {
  const steps: readonly [Situation, () => Promise<unknown>, (() => Promise<unknown>)?][] = [
    ['anew', ours, changed],
    ['stored', ours, stored],
    ['again', ours],
    ['pageAnew', page, changed],
    ['page', page, stored],
    ['driver', driver],
    ['driverPage', driverPage],
  ];
  const times: Record<Situation, number[]> = { anew: [], stored: [], again: [], pageAnew: [], page: [], driver: [], driverPage: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [situation, ask, before] of steps) {
      await before?.();
      const took = await timed(ask);
      if (round > 0) times[situation].push(took);
    }
  }
  return times;
}

type Find = (condition: Filter<Document>, limit: number) => Promise<WithId<Document>[]>;

/** A page further down, by its cursor, against the driver's find of the events after the one before it. */
async function deepPage(url: string, find: Find, condition: Filter<Document>): Promise<BenchCase & { all: number[] }> {
  const ask = async (cursor: string): Promise<string> => {
    const parameters = new URLSearchParams({ ...DEEP.query, ...(cursor === '' ? {} : { cursor }) });
    const page = eventPageSchema.parse(await (await fetch(`${url}/api/events?${parameters}`)).json());
    return page.next_cursor ?? '';
  };
  let cursor = '';
  for (let page = 1; page < DEEP.page; page += 1) cursor = await ask(cursor);
  const last = (await find(condition, (DEEP.page - 1) * PAGE)).at(-1);
  const before = { $or: [{ timestamp: { $lt: last?.timestamp } }, { _id: { $lt: last?._id } }] };
  const rest = conditions<Filter<Document>>({ ...condition, timestamp: { $lte: last?.timestamp }, ...before });
  const { ours, driver } = await inTurn(
    () => ask(cursor),
    () => find(rest, PAGE + 1),
    ROUNDS,
  );
  const medians = { ours: rounded(median(ours)), driver: rounded(median(driver)) };
  return { name: DEEP.name, ...medians, ratio: rounded(medians.ours / medians.driver), all: ours };
}

/** First page through HTTP, with and without its total, against the driver's same find with and without the bounded count. Milliseconds. */
export const search: Bench = async ({ mongoUri, redisUrl, events, log }) => {
  const connection = await openCorpus(mongoUri, events, log);
  const api = await startApi(mongoUri, redisUrl, corpusName(events));
  try {
    const store = eventStore(connection);
    const ctx = systemContext(CORPUS_TENANT, 'bench');
    const collection = collectionOf<Document>(connection, 'events');
    const cases: BenchCase[] = [];
    const later: BenchCase[] = [];
    const all: number[] = [];
    log(`${''.padEnd(26)}${SITUATIONS.map((situation) => situation.padStart(11)).join('')}`);
    for (const [name, query] of QUERIES) {
      const { cursor: _c, page_size: _p, sort: _s, ...filter } = eventListQuerySchema.parse(query);
      const plan = await queryPlan(ctx, store, filter, PAGE);
      const condition = conditions<Filter<Document>>({ tenant_id: CORPUS_TENANT, ...plan.filter });
      const findOf: Find = (of, limit) =>
        collection.find(of, { projection: LIST_PROJECTION, sort: { timestamp: -1, _id: -1 }, limit, hint: plan.pageHint }).toArray();
      const find = () => findOf(condition, PAGE + 1);
      const ask = async (asked: Record<string, string>): Promise<void> => {
        const response = await fetch(`${api.url}/api/events?${new URLSearchParams(asked)}`);
        const text = await response.text();
        if (!response.ok) throw new Error(`${name}: ${text}`);
      };
      const times = await eachInTurn({
        changed: () => touchFacets(ctx, store),
        stored: () => touchFacets(ctx, store, { values: false }),
        ours: () => ask(query),
        page: () => ask({ ...query, total: 'known' }),
        driver: () => Promise.all([find(), collection.countDocuments(condition, { limit: 10_001, hint: plan.countHint })]),
        driverPage: find,
      });
      all.push(...times.stored);
      const medians = Object.fromEntries(SITUATIONS.map((situation) => [situation, rounded(median(times[situation]))]));
      const { stored = 0, driver = 0, page = 0, driverPage = 0 } = medians;
      cases.push({ name, ours: stored, driver, ratio: rounded(stored / driver), more: medians });
      if (JSON.stringify(query) === JSON.stringify(DEEP.query)) {
        const { all: times, ...deep } = await deepPage(api.url, findOf, condition);
        later.push(deep);
        all.push(...times);
      }
      const over = `${stored > allowed(driver) ? '  over' : ''}${page > allowed(driverPage) ? '  page over' : ''}`;
      log(`${name.padEnd(26)}${SITUATIONS.map((situation) => (medians[situation] ?? 0).toFixed(1).padStart(11)).join('')}${over}`);
    }
    const within = (ours: Situation, driver: Situation): number =>
      cases.filter(({ more = {} }) => (more[ours] ?? Infinity) <= allowed(more[driver] ?? 0)).length;
    const told = (['anew', 'stored', 'again'] as const).map((situation) => `${situation} ${within(situation, 'driver')}`);
    log(`within what is allowed, of ${cases.length}: ${told.join(', ')}, page ${within('page', 'driverPage')}`);
    for (const { name, ours, driver } of later) log(`${name.padEnd(26)}ours ${ours.toFixed(1)}, driver ${driver.toFixed(1)}`);
    return latencyResult('search', events, { cases: [...cases, ...later], all, peakMemoryMb: await api.peakMemoryMb() });
  } finally {
    await api.stop();
    await connection.close();
  }
};
