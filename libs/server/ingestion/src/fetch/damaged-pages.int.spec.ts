import { startSimulator, type FaultInput, type Simulator } from '@aoc/tools/microsoft-simulator';
import { coverageVerdict } from '../coverage/coverage-verdict';
import { ingestionFixture, type IngestionFixture } from '../testing/ingestion-fixture';
import { simulatedTenant } from '../testing/simulated-tenant';

const PATIENCE_MS = 60_000;

describe('pages that come damaged', () => {
  let fixture: IngestionFixture;
  let simulator: Simulator;
  beforeAll(async () => {
    fixture = await ingestionFixture('damaged', { INITIAL_FETCH_HOURS: '20' });
  });
  beforeEach(async () => {
    simulator = await startSimulator({
      seed: 21,
      tenants: [{ tenantId: crypto.randomUUID(), events: 6000, days: 1, company: { users: 20 }, latencyScale: 0 }],
    });
    // A blob that comes to be between a run's last listing and the look at the truth would count as missing.
    simulator.control.clock.run(false);
  });
  afterEach(() => simulator.stop());
  afterAll(() => fixture.database.stop());

  /** Reads a source under these faults. @returns ids that the API has and the database lacks, and what was rejected */
  async function read(source: 'directory' | 'unified', faults: FaultInput[]) {
    const endpoint = source === 'unified' ? 'management.content' : 'graph.directoryAudits';
    for (const fault of faults) simulator.control.faults.add({ endpoint, ...fault });
    const { ctx, fetch } = simulatedTenant(simulator);
    const { stores } = fixture.ingestion;
    const to = simulator.control.clock.now();
    const outcome = await fetch(fixture.ingestion, source);
    const stored = new Set((await stores.events.find(ctx, {}, { projection: { id: 1 } }).toArray()).map(({ id }) => id));
    // The run counted its 20 hours back from its own start, which was a little later than `to`.
    const state = await stores.states.findOne(ctx, { source });
    const from = state?.since?.getTime();
    if (from === undefined) throw new Error('the run noted no start');
    expect(from - (to - 20 * 3_600_000)).toBeLessThan(60_000);
    const truth = [...simulator.control.truth(ctx.tenantId, { source, from, to })];
    const missing = truth.map(({ id }) => id).filter((id) => !stored.has(id));
    const rejected = await stores.rejected.find(ctx, {}).toArray();
    return { outcome, missing, rejected, verdict: await coverageVerdict(ctx, fixture.ingestion, {}) };
  }

  // The client asks once more for a page with damage, so that each reading takes two requests while the damage lasts.
  it(
    'are read again although the same damage has been seen before',
    async () => {
      const result = await read('directory', [
        { kind: 'malformed-record', variant: 'bad-escape', nth: [1, 2, 5, 6, 7, 8] },
        { kind: 'malformed-record', variant: 'truncated', nth: [3, 4] },
      ]);
      expect(result.outcome).toMatchObject({ kind: 'complete' });
      expect(result.missing).toEqual([]);
      expect(result.rejected).toHaveLength(2);
    },
    PATIENCE_MS,
  );

  it(
    'count as read once Microsoft gives them so time and again, and what is lost is kept among the rejected records',
    async () => {
      const result = await read('directory', [{ kind: 'malformed-record', variant: 'bad-escape', probability: 1 }]);
      expect(result.outcome).toMatchObject({ kind: 'complete' });
      expect(result.verdict).toMatchObject({ state: 'complete' });
      expect(result.missing.length).toBeGreaterThan(0);
      expect(result.rejected).toHaveLength(result.missing.length);
    },
    PATIENCE_MS,
  );

  it(
    'of the list of blobs are read again, too: an entry that cannot be read stands for a whole blob',
    async () => {
      const result = await read('unified', [{ kind: 'malformed-record', variant: 'bad-escape', nth: [1, 2, 3, 4, 5, 6] }]);
      expect(result.outcome).toMatchObject({ kind: 'complete' });
      expect(result.rejected.length).toBeGreaterThan(0);
      expect(result.missing).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'of the list of blobs whose entries stay unreadable are kept among the rejected records',
    async () => {
      const result = await read('unified', [{ kind: 'malformed-record', variant: 'not-an-object', probability: 1 }]);
      expect(result.outcome).toMatchObject({ kind: 'complete' });
      expect(result.missing.length).toBeGreaterThan(0);
      expect(result.rejected).toMatchObject([{ reason: 'blob_unreadable', location: expect.stringMatching(/^content:/) }]);
    },
    PATIENCE_MS,
  );
});
