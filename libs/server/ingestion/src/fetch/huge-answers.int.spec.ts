import { startSimulator, type FaultInput, type Simulator } from '@aoc/tools/microsoft-simulator';
import { ingestionFixture, type IngestionFixture } from '../testing/ingestion-fixture';
import { simulatedTenant } from '../testing/simulated-tenant';
import { sourceHealth } from './source-health';

const PATIENCE_MS = 60_000;
/** Answers above this are read in parts. */
const wholeBodyBytes = 200_000;

describe('answers that are too large to be held', () => {
  let fixture: IngestionFixture;
  let simulator: Simulator;
  beforeAll(async () => {
    fixture = await ingestionFixture('huge', { INITIAL_FETCH_HOURS: '20', SOURCES: 'directory,unified' });
  });
  beforeEach(async () => {
    simulator = await startSimulator({
      seed: 21,
      tenants: [{ tenantId: crypto.randomUUID(), events: 600, days: 1, company: { users: 20 }, latencyScale: 0 }],
    });
    simulator.control.clock.run(false);
  });
  afterEach(() => simulator.stop());
  afterAll(() => fixture.database.stop());

  async function read(source: 'directory' | 'unified', fault: FaultInput, maxBodyBytes = 30_000_000) {
    const endpoint = source === 'unified' ? 'management.blob' : 'graph.directoryAudits';
    simulator.control.faults.add({ endpoint, ...fault });
    const { ctx, fetch } = simulatedTenant(simulator, 0, { wholeBodyBytes, maxBodyBytes });
    const { stores } = fixture.ingestion;
    const to = simulator.control.clock.now();
    const outcome = await fetch(fixture.ingestion, source);
    const stored = new Set((await stores.events.find(ctx, {}, { projection: { id: 1 } }).toArray()).map(({ id }) => id));
    const truth = [...simulator.control.truth(ctx.tenantId, { source, from: to - 20 * 3_600_000, to })];
    const missing = truth.filter(({ id }) => !stored.has(id)).length;
    const rejected = await stores.rejected.find(ctx, {}).toArray();
    const health = (await sourceHealth(ctx, fixture.ingestion)).find((one) => one.source === source);
    const again = async (): Promise<number> => {
      const before = simulator.control.journal.count(endpoint);
      await fetch(fixture.ingestion, source);
      return simulator.control.journal.count(endpoint) - before;
    };
    return { ctx, outcome, stored: stored.size, missing, rejected, health, again };
  }

  it.each(['directory', 'unified'] as const)(
    'are stored in parts: %s',
    async (source) => {
      const found = await read(source, { kind: 'huge-list', nth: 1, bytes: 4_000_000, padding: 20_000 });
      expect(found.outcome).toMatchObject({ kind: 'complete' });
      expect([found.missing, found.rejected]).toEqual([0, []]);
      expect(found.stored).toBeGreaterThan(180);
      expect(found.health).toMatchObject({ status: 'healthy', message: null });
      if (source === 'unified') {
        const blobs = await fixture.ingestion.stores.blobs.find(found.ctx, { records: { $gt: 150 } }).toArray();
        expect(blobs).toMatchObject([{ read_at: expect.any(Date), error: null }]);
      }
    },
    PATIENCE_MS,
  );

  it.each(['directory', 'unified'] as const)(
    'lose a record that is too large for a document, with its reason, and nothing else: %s',
    async (source) => {
      const found = await read(source, { kind: 'huge-record', nth: 1, bytes: 17_000_000 });
      expect(found.outcome).toMatchObject({ kind: 'complete' });
      expect(found.missing).toBe(0);
      expect(found.rejected).toMatchObject([
        { reason: 'too_large', detail: expect.stringMatching(/^170\d{5} bytes; a record may have/), occurrences: 1 },
      ]);
      expect(found.rejected[0]?.record.length).toBeLessThanOrEqual(65_536);
      expect(found.health).toMatchObject({ status: 'healthy', message: null });
      if (source === 'unified') expect(await found.again()).toBe(0);
    },
    PATIENCE_MS,
  );

  it(
    'are refused above the limit: what came is stored, the rest of the run goes on, and the source says what to do',
    async () => {
      const found = await read('unified', { kind: 'huge-list', nth: 1, bytes: 5_000_000, padding: 100_000 }, 2_000_000);
      expect(found.outcome).toMatchObject({ kind: 'complete' });
      expect(found.missing).toBe(0);
      expect(found.rejected).toMatchObject([{ reason: 'too_large', location: expect.stringMatching(/^blob:/) }]);
      expect(found.health?.message).toMatch(
        /^A content blob of Audit\.\w+ from .* could not be read\. .* 2 MB .*Purview portal.* import the file\.$/,
      );
      expect(found.health?.watermark).not.toBeNull();
      // Its size will not change: it is not asked for again.
      expect(await found.again()).toBe(0);
    },
    PATIENCE_MS,
  );

  it(
    'are asked for in smaller slices where the API allows it',
    async () => {
      const found = await read('directory', { kind: 'huge-list', nth: 1, bytes: 5_000_000, padding: 100_000 }, 2_000_000);
      expect(found.outcome).toMatchObject({ kind: 'complete' });
      expect([found.missing, found.rejected]).toEqual([0, []]);
    },
    PATIENCE_MS,
  );
});
