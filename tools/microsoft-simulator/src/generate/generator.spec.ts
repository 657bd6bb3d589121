import fc from 'fast-check';
import { keyTime, streams, type SimulatedRecord, type Stream } from '../model';
import { Generator, type GeneratorOptions } from './generator';
import { Rng } from './random';
import { graphDelay, load, mix, unifiedDelay } from './rhythm';

const anchor = Date.parse('2026-03-04T14:00:00Z');
const base: GeneratorOptions = {
  tenantId: '6f1f9f0a-2d0f-4c57-9d6b-5f4c2a9a0b11',
  seed: 3,
  users: 40,
  events: 3000,
  days: 3,
  anchor,
  live: null,
  latencyScale: 1,
  stories: true,
};
const make = (over: Partial<GeneratorOptions> = {}): Generator => new Generator({ ...base, ...over });

function all(generator: Generator, stream: Stream, until = anchor): SimulatedRecord[] {
  const { first, end } = generator.range(stream, until);
  return Array.from({ length: end - first }, (_, i) => generator.slice(stream, first + i)).flat();
}
const history = (generator: Generator): SimulatedRecord[] =>
  streams.flatMap((stream) => all(generator, stream)).filter((record) => keyTime(record) < anchor);

const anyStream = fc.constantFrom(...streams);

describe('generator', () => {
  it('gives the same slice for the same seed, whatever was asked before', () => {
    const warm = make();
    for (const stream of streams) all(warm, stream);
    fc.assert(
      fc.property(anyStream, fc.integer({ min: 0, max: 431 }), (stream, offset) => {
        const index = warm.range(stream, anchor).first + offset;
        expect(make().slice(stream, index)).toEqual(warm.slice(stream, index));
      }),
      { numRuns: 40 },
    );
  });

  it('gives other records for another seed or tenant', () => {
    const ids = new Set(history(make()).map(({ id }) => id));
    for (const other of [make({ seed: 4 }), make({ tenantId: '00000000-0000-4000-8000-000000000001' })]) {
      expect(history(other).some(({ id }) => ids.has(id))).toBe(false);
    }
  });

  it('counts as many records as it composes, in time order and inside the slice', () => {
    const generator = make({ live: { eventsPerMinute: 30, storyEveryMinutes: 5 } });
    fc.assert(
      fc.property(anyStream, fc.integer({ min: 0, max: 440 }), (stream, offset) => {
        const index = generator.range(stream, anchor).first + offset;
        const records = generator.slice(stream, index);
        expect(records).toHaveLength(generator.count(stream, index));
        const keys = records.map(keyTime);
        expect(keys).toEqual([...keys].sort((a, b) => a - b));
        for (const key of keys) expect(Math.floor(key / generator.sliceMs)).toBe(index);
        for (const record of records) expect(record.available).toBeGreaterThanOrEqual(record.at);
      }),
      { numRuns: 200 },
    );
  });

  it('has unique ids', () => {
    const ids = history(make({ events: 30_000 })).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    [500, 1],
    [3000, 3],
    [20_000, 7],
    [60_000, 30],
  ])('has about %i records in %d days', (events, days) => {
    const found = history(make({ events, days, stories: false })).length;
    expect(Math.abs(found - events) / events).toBeLessThan(0.05);
  });

  it('tells the same history after a restart at another time', () => {
    const later = anchor + 5 * 3_600_000 + 123_456;
    const before = make({ days: 7 });
    const after = make({ days: 7, anchor: later });
    for (const stream of streams) {
      const { first } = after.range(stream, anchor);
      for (let index = first; index < before.range(stream, anchor - 6 * 3_600_000).end; index++) {
        expect(after.slice(stream, index).map(({ id }) => id)).toEqual(before.slice(stream, index).map(({ id }) => id));
      }
    }
  });

  it('keeps the proportions of a real log', () => {
    const records = history(make({ events: 20_000, days: 7 }));
    const exchange = records.filter(({ stream }) => stream === 'Audit.Exchange');
    const system = exchange.filter(({ body }) => String(body.UserId).startsWith('NT AUTHORITY\\SYSTEM'));
    expect(system.length / exchange.length).toBeGreaterThan(0.6);
    expect(system.length / exchange.length).toBeLessThan(0.72);
    const signIns = records.filter(({ stream, story }) => stream === 'signin' && !story);
    const weekend = signIns.filter(({ at }) => [0, 6].includes(new Date(at).getUTCDay()));
    expect(weekend.length / signIns.length).toBeLessThan(0.12);
    const categories = new Set(records.filter(({ stream }) => stream === 'directory').map(({ body }) => body.category));
    for (const category of ['UserManagement', 'GroupManagement', 'RoleManagement', 'ApplicationManagement', 'Policy', 'Device'])
      expect(categories).toContain(category);
  });

  it('tells every story in a short history, with its records in the data', () => {
    const generator = make();
    const stories = generator.stories(anchor);
    expect(stories).toHaveLength(11);
    const found = new Map(history(generator).map((record) => [record.id, record]));
    const told = stories.flatMap(({ key, records }) => records.map(({ id }) => [id, key]));
    expect(told.map(([id = '']) => [id, found.get(id)?.story])).toEqual(told);
  });

  it('brings new records every few seconds and a story within two minutes when live', () => {
    const generator = make({ live: { eventsPerMinute: 20, storyEveryMinutes: 15 }, latencyScale: 0.02 });
    const until = anchor + 120_000;
    const fresh = streams
      .flatMap((stream) => all(generator, stream, until))
      .filter(({ available }) => available > anchor && available <= until);
    expect(fresh.length).toBeGreaterThan(40);
    const spray = generator.stories(until).find((story) => story.from > anchor);
    expect(spray?.title).toContain('Password spray');
    expect(fresh.some(({ story }) => story === spray?.key)).toBe(true);
  });
});

describe('rhythm', () => {
  it('has a mean load of one over any week', () => {
    for (const stream of streams) {
      const week = Array.from({ length: 1008 }, (_, i) => load(stream, 2_950_000 + i));
      expect(week.reduce((a, b) => a + b) / week.length).toBeCloseTo(1, 6);
    }
    expect(Object.values(mix).reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  it('delays Graph by minutes and the unified log by an hour or more, never beyond a day', () => {
    const rng = new Rng('delay');
    const unified = Array.from({ length: 5000 }, () => unifiedDelay(rng));
    expect(Math.min(...unified)).toBeGreaterThanOrEqual(3_600_000);
    expect(Math.max(...unified)).toBeLessThanOrEqual(86_400_000);
    expect(unified.filter((ms) => ms <= 5_400_000).length / unified.length).toBeGreaterThan(0.98);
    expect(Math.max(...Array.from({ length: 5000 }, () => graphDelay('signin', rng)))).toBeLessThanOrEqual(1_800_000);
  });
});

describe('random numbers', () => {
  it('makes version 4 GUIDs that do not repeat', () => {
    const rng = new Rng('guids');
    const guids = Array.from({ length: 20_000 }, () => rng.guid());
    for (const guid of guids.slice(0, 200)) expect(guid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(guids).size).toBe(guids.length);
  });
});
