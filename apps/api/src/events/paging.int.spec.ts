import { eventRoutes } from '@aoc/contracts';
import { facetCollection } from '@aoc/server/events';
import fc from 'fast-check';
import { apiFixture, type ApiFixture } from '../testing/api-fixture';
import { auditRecord } from '../testing/records';

const START = Date.parse('2026-03-01T00:00:00Z');
/** Times with many repeats, so that pages end between events of the same instant. */
const at = (second: number): string => new Date(START + second * 1000).toISOString();

const OTHERS = 'GroupManagement';

interface Walk {
  sort: 'asc' | 'desc';
  /** Page sizes in turn. */
  sizes: number[];
  /** Seconds of the events that are stored while each of the first pages is read; later none, or a walk towards them might never end. */
  arrivals: number[][];
  filter: Record<string, string>;
}

/** What is asked for, by what the database can do for it. */
const FILTERS: Record<string, { background: number; counts?: Record<string, number>; filters: Record<string, string>[] }> = {
  'one condition': {
    background: 0,
    filters: [{}, { service: 'Policy' }, { operation: 'add' }, { search: 'alice' }, { start: at(2), end: at(8) }],
  },
  // No index serves what is not so, so that the alternatives stay a condition.
  alternatives: {
    background: 60,
    filters: [{ q: 'service:Policy OR -result:success' }, { q: '(service:Policy OR -result:success) after:2026-03-01' }],
  },
  // Read value by value, because the counters take them for rare among many.
  'a few values of a field': {
    background: 60,
    counts: { Policy: 5000, Device: 5000, [OTHERS]: 1_000_000 },
    filters: [{ q: 'service:(Policy OR Device)' }, { q: 'service:(Policy OR Device) -result:timeout', start: at(1) }],
  },
};

const walksOf = (filters: readonly Record<string, string>[]) =>
  fc.record<Walk>({
    sort: fc.constantFrom('asc', 'desc'),
    sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
    arrivals: fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }), { minLength: 1, maxLength: 12 }),
    filter: fc.constantFrom(...filters),
  });

describe.each(Object.entries(FILTERS))('walking the pages of a list: %s', (_name, { background, counts = {}, filters }) => {
  let api: ApiFixture;
  let stored = 0;
  beforeAll(async () => {
    api = await apiFixture('paging');
    await add(Array.from({ length: 40 }, (_, index) => index % 10));
    const others = Array.from({ length: background }, (_, index) => ({ id: `b${index}`, at: at(index % 10), service: OTHERS }));
    if (background > 0) await api.seed(others.map((other) => auditRecord(other)));
    const facets = api.database.connection.db?.collection(facetCollection.name);
    for (const [value, count] of Object.entries(counts)) await facets?.updateOne({ field: 'service', value }, { $set: { count } });
  });
  afterAll(() => api.stop());

  async function add(seconds: readonly number[]): Promise<void> {
    if (seconds.length === 0) return;
    await api.seed(
      seconds.map((second) => {
        stored += 1;
        const policy = { service: 'Policy', operation: 'Add policy', result: 'success' };
        const device = { service: 'Device', operation: 'Delete device', result: 'failure' };
        return auditRecord({ id: `p${stored}`, at: at(second), ...(stored % 2 ? policy : device) });
      }),
    );
  }
  const keyOf = (event: { timestamp: string; dedupe_key: string }): string => `${event.timestamp} ${event.dedupe_key}`;
  const everything = async (query: Record<string, string>) =>
    (await api.client.ok(eventRoutes.listEvents, { query: { ...query, page_size: '500' } })).items.map(keyOf);

  async function walk({ sort, sizes, arrivals, filter }: Walk): Promise<string[]> {
    const seen: string[] = [];
    let cursor: string | null = null;
    for (let page = 0; page === 0 || cursor !== null; page += 1) {
      const query = { ...filter, sort, page_size: sizes[page % sizes.length], ...(cursor === null ? {} : { cursor }) };
      const arriving = add(arrivals[page] ?? []);
      const answer: { items: { timestamp: string; dedupe_key: string; service: string }[]; next_cursor: string | null } =
        await api.client.ok(eventRoutes.listEvents, { query });
      await arriving;
      seen.push(...answer.items.map(keyOf));
      // The others match no filter of theirs.
      expect(answer.items.filter(({ service }) => service === OTHERS)).toEqual([]);
      cursor = answer.next_cursor;
    }
    return seen;
  }

  it('gives every event that was there at the start exactly once, in order, whatever is stored meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(walksOf(filters), async (plan) => {
        const before = await everything({ ...plan.filter, sort: plan.sort });
        const known = new Set(before);
        const seen = await walk(plan);
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.filter((key) => known.has(key))).toEqual(before);
        const times = seen.map((key) => key.split(' ')[0] ?? '');
        expect(times).toEqual(plan.sort === 'asc' ? times.toSorted() : times.toSorted().reverse());
      }),
      { numRuns: 4 },
    );
  });
});
