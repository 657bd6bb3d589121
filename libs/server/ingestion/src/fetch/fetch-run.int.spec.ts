import { connectValkey, jobs, QueueClient, type Redis } from '@aoc/server/queues';
import { testRedisUrl } from '@aoc/testing';
import { ingestionFixture, type IngestionFixture } from '../testing/ingestion-fixture';
import { getFetchRun, requestFetch, resumeRuns, updateRun } from './fetch-run';

describe('a fetch that somebody asked for', () => {
  let fixture: IngestionFixture;
  let valkey: Redis;
  let queue: QueueClient;
  beforeAll(async () => {
    fixture = await ingestionFixture('runs');
    valkey = connectValkey(testRedisUrl());
    queue = new QueueClient(valkey, fixture.database.dbName);
  });
  afterAll(async () => {
    await queue.queues.fetch.obliterate({ force: true });
    await queue.close();
    valkey.disconnect();
    await fixture.database.stop();
  });
  const waiting = async (): Promise<string[]> =>
    (await queue.queues.fetch.getWaiting()).map((job) => jobs.fetchSource.schema.parse(job.data).source).sort();

  it('comes back when the queue has lost its jobs, and only what has not ended', async () => {
    const ctx = fixture.tenant();
    const id = await requestFetch(ctx, fixture.ingestion, queue, { hours: 3 });
    expect(await waiting()).toEqual(['directory', 'intune', 'signin', 'unified']);
    await resumeRuns(ctx, fixture.ingestion, queue);
    expect(await waiting()).toHaveLength(4);
    await updateRun(ctx, fixture.ingestion, id, 'signin', { status: 'complete' });

    await valkey.del(...(await valkey.keys(`${fixture.database.dbName}:*`)));
    await resumeRuns(ctx, fixture.ingestion, queue);
    expect(await waiting()).toEqual(['directory', 'intune', 'unified']);

    for (const source of ['directory', 'intune', 'unified'] as const)
      await updateRun(ctx, fixture.ingestion, id, source, { status: 'complete' });
    expect(await getFetchRun(ctx, fixture.ingestion, id)).toMatchObject({ status: 'complete' });
    await valkey.del(...(await valkey.keys(`${fixture.database.dbName}:*`)));
    await resumeRuns(ctx, fixture.ingestion, queue);
    expect(await waiting()).toEqual([]);
  });
});
