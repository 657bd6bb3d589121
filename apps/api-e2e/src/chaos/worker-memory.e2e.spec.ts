import { testDatabase, type RunningProgram, type TestDatabase } from '@aoc/testing';
import { startSimulator, type FaultInput, type Simulator } from '@aoc/tools/microsoft-simulator';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { allRead, peakMemory, startWorker } from './memory-rig';
import { ownPrograms, workerLimits, type OwnPrograms } from './programs';

const EVENTS = Number(process.env.AOC_MEMORY_EVENTS ?? 12_000);
const HUGE_BYTES = Number(process.env.AOC_HUGE_BYTES ?? 40_000_000);
const PADDING = Number(process.env.AOC_HUGE_PADDING ?? 100_000);
const MAX_MB = 300;
const HUGE_LIMIT_MS = 60_000 + HUGE_BYTES / 500;
const LIMIT_MS = 60_000 + EVENTS * 6;

describe('the memory of the worker does not depend on the size of a run', () => {
  let programs: OwnPrograms;
  let database: TestDatabase;
  let simulator: Simulator;
  let worker: RunningProgram | undefined;

  beforeAll(async () => {
    programs = await ownPrograms('memory');
  }, 60_000);
  afterEach(async () => {
    await worker?.end('SIGTERM');
    worker = undefined;
    await Promise.all([simulator.stop(), database.stop()]);
  }, 30_000);
  afterAll(() => programs.remove());

  const open = async (tenant: { events: number }): Promise<void> => {
    // All in one day and without delays: pages and blobs as full as the APIs make them.
    const tenants = [{ ...tenant, days: 1, latencyScale: 0 }];
    [database, simulator] = await Promise.all([testDatabase('memory'), startSimulator({ seed: 5, tenants })]);
  };

  it(
    `stays under ${MAX_MB} MB during a first fetch of ${EVENTS} events`,
    async () => {
      const command = /^CMD (\[.*\])$/m.exec(readFileSync(path.resolve('docker/worker.Dockerfile'), 'utf8'))?.[1] ?? '[]';
      expect(JSON.parse(command)).toEqual(expect.arrayContaining(workerLimits));
      await open({ events: EVENTS });
      worker = await startWorker(programs, { database, simulator });
      await allRead(worker, database, 4, LIMIT_MS);
      const stored = await database.connection.collection('events').countDocuments();
      const peak = peakMemory(worker);
      console.log(`worker: ${peak} MB at most while it stored ${stored} events`);
      expect(stored).toBeGreaterThan(0.9 * EVENTS);
      expect(peak).toBeLessThan(MAX_MB);
    },
    LIMIT_MS + 30_000,
  );

  it(
    `stays under ${MAX_MB} MB when one answer alone is ${HUGE_BYTES / 1_000_000} MB, and another holds a record of 17 MB`,
    async () => {
      await open({ events: 300 });
      const faults: FaultInput[] = [
        { kind: 'huge-list', endpoint: 'management.blob', nth: 1, bytes: HUGE_BYTES, padding: PADDING },
        { kind: 'huge-list', endpoint: 'management.blob', nth: 2, bytes: Math.floor(HUGE_BYTES / 8), padding: PADDING },
        { kind: 'huge-record', endpoint: 'management.blob', nth: 3, bytes: 17_000_000 },
        { kind: 'huge-list', endpoint: 'graph.directoryAudits', nth: 1, bytes: Math.floor(HUGE_BYTES / 8), padding: PADDING },
      ];
      for (const fault of faults) simulator.control.faults.add(fault);
      const started = performance.now();
      worker = await startWorker(programs, { database, simulator }, { SOURCES: 'directory,unified' });
      await allRead(worker, database, 2, HUGE_LIMIT_MS);
      const seconds = Math.round((performance.now() - started) / 100) / 10;
      const events = await database.connection.collection('events').countDocuments();
      const rejected = await database.connection.collection('rejected_records').find().toArray();
      const peak = peakMemory(worker);
      console.log(`worker: ${peak} MB at most while it stored ${events} events of huge answers in ${seconds} s`);
      expect(events).toBeGreaterThan((1.2 * HUGE_BYTES) / (PADDING + 4000));
      expect(rejected).toMatchObject([{ reason: 'too_large', detail: expect.stringContaining('17') }]);
      expect(peak).toBeLessThan(MAX_MB);
    },
    HUGE_LIMIT_MS + 30_000,
  );
});
