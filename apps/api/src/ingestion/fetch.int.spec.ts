import { allRoutes, ingestionRoutes, jobRoutes, type FetchJob } from '@aoc/contracts';
import { waitFor } from '@aoc/testing';
import { apiFixture, type ApiFixture } from '../testing/api-fixture';
import { startFetchWorker, type FetchWorker } from '../testing/fetch-worker';

const { fetchAuditLogs, fetchAuditLogsGet, sourceHealth } = ingestionRoutes;
const { getJob } = jobRoutes;

describe('fetching on demand', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await apiFixture('fetching', { env: { SOURCES: 'directory,intune' } });
  });
  afterAll(() => api.stop());

  const waiting = async (): Promise<number> =>
    (await api.deps.queue.depths()).filter((row) => row.queue === 'fetch').reduce((sum, row) => sum + row.count, 0);

  it('is refused while no worker would do it, and leaves nothing behind', async () => {
    for (const route of [fetchAuditLogs, fetchAuditLogsGet])
      for (const wait of ['true', 'false']) {
        const reply = await api.client.call(route, { query: { wait } });
        expect([reply.status, reply.headers.get('retry-after'), reply.body]).toMatchObject([
          503,
          '5',
          { detail: expect.stringMatching(/^No worker is running/) },
        ]);
      }
    expect(await waiting()).toBe(0);
    const health = await api.client.ok(sourceHealth);
    expect(health.sources.map((s) => [s.source, s.status])).toEqual([
      ['directory', 'never_run'],
      ['intune', 'never_run'],
    ]);
  });

  it('says what is wrong with its parameters', async () => {
    const wrong = { hours: 'week', source: 'exchange', wait: 'no' };
    const problem = await api.client.problem(fetchAuditLogs, 400, { query: wrong });
    expect(problem.errors).toEqual([
      { path: 'query.hours', message: 'must be a whole number of hours' },
      { path: 'query.source', message: 'must be one of directory, signin, intune, unified' },
      { path: 'query.wait', message: 'must be one of true, false' },
    ]);
    expect(fetchAuditLogs.query.parse({ hours: '5000' })).toEqual({ hours: 720, wait: true });
    expect(fetchAuditLogs.query.parse({})).toEqual({ hours: 168, wait: true });
  });

  it('is refused to a page of another site, by GET too', async () => {
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect(await api.client.problem(fetchAuditLogsGet, 403, { headers })).toMatchObject({ errors: [{ path: 'header.origin' }] });
  });

  describe('with a worker', () => {
    let worker: FetchWorker;
    beforeAll(async () => {
      worker = await startFetchWorker(api);
    });
    afterAll(() => worker.stop());

    const ended = (id: string) =>
      waitFor('the job to end', async (): Promise<FetchJob | null> => {
        const job = await api.client.ok(getJob, { params: { job_id: id } });
        return job.kind === 'fetch' && (job.status === 'complete' || job.status === 'failed') ? job : null;
      });

    it('answers 202 with a job at once, which another caller joins and which ends with the counts of each source', async () => {
      const query = { hours: '24', wait: 'false' };
      const replies = await Promise.all([api.client.call(fetchAuditLogs, { query }), api.client.call(fetchAuditLogsGet, { query })]);
      expect(replies.map((reply) => reply.status)).toEqual([202, 202]);
      const job = await ended((replies[0]?.body as FetchJob).job_id);
      expect(job).toMatchObject({ kind: 'fetch', status: 'complete', progress: 1, error: null });
      expect(job.result?.sources.map((s) => [s.source, s.status])).toEqual([
        ['directory', 'complete'],
        ['intune', 'complete'],
      ]);
      const { total } = await api.client.ok(allRoutes.listEvents);
      const other = await ended((replies[1]?.body as FetchJob).job_id);
      const jobs = job.job_id === other.job_id ? [job] : [job, other];
      expect(total).toBe(jobs.reduce((sum, j) => sum + (j.result?.stored_events ?? 0), 0));
      expect(total).toBeGreaterThan(0);
    });

    it('waits for the end and stores nothing twice', async () => {
      const result = await api.client.ok(fetchAuditLogs, { query: { hours: '24' } });
      expect(result).toMatchObject({
        stored_events: 0,
        sources: [
          { source: 'directory', status: 'complete' },
          { source: 'intune', status: 'complete' },
        ],
      });
      const { sources } = await api.client.ok(sourceHealth);
      expect(sources.map((s) => [s.source, s.status, s.last_error])).toEqual([
        ['directory', 'healthy', null],
        ['intune', 'healthy', null],
      ]);
      expect(sources.every((s) => s.last_fetch_time !== null && s.watermark !== null && s.coverage.from !== null)).toBe(true);
      const now = new Date();
      const hour = { start: new Date(now.getTime() - 3_600_000).toISOString(), end: new Date(now.getTime() - 600_000).toISOString() };
      expect((await api.client.ok(allRoutes.listEvents, { query: hour })).coverage).toEqual({ state: 'complete', gaps: [] });
    });

    it('answers 502 that names the source that failed and says what to do', async () => {
      worker.simulator.faults.add({ kind: 'forbidden', endpoint: 'graph.directoryAudits' });
      const problem = await api.client.problem(fetchAuditLogs, 502, { query: { hours: '1' } });
      expect(problem).toMatchObject({ code: 'upstream_failed', title: 'Bad Gateway' });
      expect(problem.detail).toMatch(/^directory: .*permission.*\.$/i);
      worker.simulator.faults.clear();
      const { sources } = await api.client.ok(sourceHealth);
      expect(sources[0]).toMatchObject({ source: 'directory', status: 'missing_consent' });
      expect(sources[0]?.last_error).toBeTruthy();
    });

    it('refuses a source that is switched off', async () => {
      const problem = await api.client.problem(fetchAuditLogs, 400, { query: { source: 'signin' } });
      expect(problem.detail).toContain('Add it to SOURCES');
    });

    it('knows no job that it did not start', async () => {
      expect((await api.client.problem(getJob, 404, { params: { job_id: '{"$ne":null}' } })).detail).toContain('No such job');
    });
  });

  it('brings the credentials into no answer and no log line', async () => {
    const texts = await Promise.all(
      [allRoutes.features, allRoutes.authConfig, sourceHealth, allRoutes.metrics].map((r) => api.client.call(r)),
    );
    expect([...texts.map((reply) => reply.text), ...api.log].filter((text) => text.includes('not-a-real-secret'))).toEqual([]);
  });
});
