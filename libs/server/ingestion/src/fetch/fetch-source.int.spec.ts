import { startSimulator, type FaultInput, type Simulator } from '@aoc/tools/microsoft-simulator';
import type { FetchedSource } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { coverageVerdict } from '../coverage/coverage-verdict';
import type { Ingestion } from '../ingestion';
import { expectExact } from '../testing/expect-exact';
import { ingestionFixture, type IngestionFixture } from '../testing/ingestion-fixture';
import { simulatedTenant } from '../testing/simulated-tenant';
import { sourceHealth } from './source-health';

const SOURCES: FetchedSource[] = ['directory', 'signin', 'intune', 'unified'];
/** What the first fetch of these tests reads, less the time that a test takes. */
const WINDOW_MS = 48 * 3_600_000 - 300_000;

const PATIENCE_MS = 120_000;

describe('fetching from the simulated Microsoft APIs', () => {
  let fixture: IngestionFixture;
  let ingestion: Ingestion;
  beforeAll(async () => {
    fixture = await ingestionFixture('fetch', { INITIAL_FETCH_HOURS: '48' });
    ingestion = fixture.ingestion;
  });
  afterAll(() => fixture.database.stop());

  /** Ids that the APIs had in the time that was read, by source. */
  function truthIds(simulator: Simulator, tenant: string, before: number): string[] {
    const from = before - WINDOW_MS;
    return [...simulator.control.truth(tenant, { from, to: before })].filter((r) => Date.parse(r.available) < before).map((r) => r.id);
  }

  async function storedIds(ctx: TenantContext): Promise<string[]> {
    return (await ingestion.stores.events.find(ctx, {}, { projection: { id: 1 } }).toArray()).map((row) => row.id);
  }

  async function expectComplete(simulator: Simulator, ctx: TenantContext, startedAt: number): Promise<void> {
    const stored = await storedIds(ctx);
    const present = new Set(stored);
    expect(present.size).toBe(stored.length);
    expect(truthIds(simulator, ctx.tenantId, startedAt).filter((id) => !present.has(id))).toEqual([]);
    await expectExact(ctx, ingestion, stored.length);
  }

  it(
    'reads all four sources completely, and nothing twice the next time',
    async () => {
      const simulator = await startSimulator({ seed: 11, tenants: [{ events: 800, days: 3, company: { users: 30 } }] });
      try {
        // The company goes on living: on a slow machine a record would come in between.
        simulator.control.clock.run(false);
        const tenant = simulatedTenant(simulator);
        const startedAt = simulator.control.clock.now();
        for (const source of SOURCES) expect(await tenant.fetch(ingestion, source)).toMatchObject({ kind: 'complete' });
        await expectComplete(simulator, tenant.ctx, startedAt);
        expect(await coverageVerdict(tenant.ctx, ingestion, {})).toEqual({ state: 'complete', gaps: [] });
        const again = await tenant.fetch(ingestion, 'unified');
        expect(again).toMatchObject({ kind: 'complete', totals: { stored: 0 } });
        expect((await sourceHealth(tenant.ctx, ingestion)).map((s) => s.status)).toEqual(['healthy', 'healthy', 'healthy', 'healthy']);
      } finally {
        await simulator.stop();
      }
    },
    PATIENCE_MS,
  );

  // Faults that come together in a bad hour meet one company together, since each company costs the reading of all its records.
  const faults: Record<string, FaultInput[]> = {
    'throttling in every form, and a clock that is wrong': [
      { kind: 'throttle', probability: 0.1, retryAfter: '0.05', times: 20 },
      { kind: 'throttle', probability: 0.05, retryAfter: null, times: 10 },
      { kind: 'throttle', every: 60, retryAfter: 'date', times: 3 },
      { kind: 'throttle', endpoint: 'graph.*', form: 'intune', every: 9, times: 10 },
      { kind: 'clock-skew', probability: 0.5, seconds: 400 },
    ],
    'servers that fail, connections that are cut, and answers that never come': [
      { kind: 'server-error', probability: 0.15, times: 40 },
      { kind: 'cut', probability: 0.15, times: 40, at: 0.6 },
      { kind: 'timeout', every: 60, times: 4 },
    ],
    // By the APIs: the token endpoint answers 401 only to a wrong secret, which no repeat overcomes.
    'tokens that are refused, and wrong content types': [
      { kind: 'unauthorized', endpoint: 'graph.*', every: 7 },
      { kind: 'unauthorized', endpoint: 'management.*', every: 7 },
      { kind: 'wrong-content-type', probability: 0.1, times: 20 },
    ],
    'malformed records and blobs': [
      { kind: 'malformed-record', probability: 0.1, times: 10, variant: 'bad-escape' },
      { kind: 'malformed-record', probability: 0.1, times: 10, variant: 'truncated' },
      { kind: 'malformed-record', probability: 0.1, times: 10, variant: 'not-an-object' },
      { kind: 'invalid-utf8', probability: 0.1, times: 10 },
      { kind: 'malformed-blob', probability: 0.1, times: 10, variant: 'garbage' },
      { kind: 'malformed-blob', probability: 0.1, times: 10, variant: 'truncated' },
    ],
    'duplicates, disorder, empty pages, and positions that expire': [
      { kind: 'duplicate-records', probability: 0.3 },
      { kind: 'duplicate-page', probability: 0.2, times: 20 },
      { kind: 'disorder', probability: 0.5 },
      { kind: 'empty-page', probability: 0.2, times: 20 },
      { kind: 'expired-next-link', probability: 0.5, times: 6 },
    ],
  };

  // Each reads a whole company through a faulty server; on a busy machine that takes its time.
  it.each(Object.keys(faults))(
    'stores every record once in spite of %s',
    async (name) => {
      const simulator = await startSimulator({
        seed: 12,
        tenants: [{ tenantId: crypto.randomUUID(), events: 600, days: 3, company: { users: 20 } }],
        contentPageSize: 5,
        maxBlobRecords: 20,
      });
      try {
        for (const fault of faults[name] ?? []) simulator.control.faults.add(fault);
        const tenant = simulatedTenant(simulator);
        const startedAt = simulator.control.clock.now();
        // At the same time, as a worker does it.
        const outcomes = await Promise.all(SOURCES.map((source) => tenant.fetchUntilDone(ingestion, source)));
        expect(outcomes.filter(({ kind }) => kind !== 'complete')).toEqual([]);
        expect(simulator.control.faults.list().filter(({ struck }) => struck === 0)).toEqual([]);
        // Blobs that came damaged several times are read again by the next run.
        simulator.control.faults.clear();
        expect(await tenant.fetchUntilDone(ingestion, 'unified')).toMatchObject({ kind: 'complete' });
        await expectComplete(simulator, tenant.ctx, startedAt);
        expect(await coverageVerdict(tenant.ctx, ingestion, {})).toEqual({ state: 'complete', gaps: [] });
      } finally {
        await simulator.stop();
      }
    },
    PATIENCE_MS,
  );

  it.each([
    [{ kind: 'licence-missing' as const, endpoint: 'graph.signIns' }, 'signin', 'missing_licence'],
    [{ kind: 'forbidden' as const, endpoint: 'graph.*' }, 'directory', 'missing_consent'],
    [{ kind: 'auditing-off' as const, endpoint: 'management.*' }, 'unified', 'auditing_off'],
    [{ kind: 'tenant-removed' as const }, 'intune', 'bad_credentials'],
  ] as const)('tells %j of %s apart as %s', async (fault, source, status) => {
    const simulator = await startSimulator({
      seed: 13,
      tenants: [{ tenantId: crypto.randomUUID(), events: 100, days: 1, company: { users: 5 } }],
    });
    try {
      simulator.control.faults.add(fault);
      const tenant = simulatedTenant(simulator);
      expect(await tenant.fetch(ingestion, source)).toMatchObject({ kind: 'refused' });
      const health = (await sourceHealth(tenant.ctx, ingestion)).find((s) => s.source === source);
      expect(health).toMatchObject({ status, message: expect.stringMatching(/\. .*\.$/) });
    } finally {
      await simulator.stop();
    }
  });

  it('lets only one worker read a source at a time', async () => {
    const simulator = await startSimulator({ seed: 14, tenants: [{ events: 100, days: 1, company: { users: 5 } }] });
    try {
      const tenant = simulatedTenant(simulator);
      const outcomes = await Promise.all([1, 2, 3, 4].map(() => tenant.fetch(ingestion, 'directory')));
      expect(outcomes.filter((o) => o.kind === 'complete')).toHaveLength(1);
      expect(outcomes.filter((o) => o.kind === 'busy')).toHaveLength(3);
    } finally {
      await simulator.stop();
    }
  });
});
