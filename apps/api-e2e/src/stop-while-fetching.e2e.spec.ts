import { builtProgram, startProgram, waitFor, type RunningProgram, type TestDatabase } from '@aoc/testing';
import { startSimulator, type Simulator } from '@aoc/tools/microsoft-simulator';
import { migratedDatabase, servingUrl } from './support/programs';

const HOURS = 24;
const SLOW_MS = 2500;

describe('stopping while a fetch is under way', () => {
  let programs: { api: string; worker: string };
  let database: TestDatabase;
  let simulator: Simulator;
  let settings: Record<string, string>;
  const running: RunningProgram[] = [];

  beforeAll(async () => {
    const tenants = [{ events: 3000, days: 1, latencyScale: 0 }];
    const [api, worker, migrated, started] = await Promise.all([
      builtProgram('api'),
      builtProgram('worker'),
      migratedDatabase('stop_fetching'),
      startSimulator({ seed: 5, tenants }),
    ]);
    programs = { api, worker };
    database = migrated.database;
    simulator = started;
    const tenant = simulator.control.tenants[0];
    settings = {
      ...migrated.settings,
      TENANT_ID: tenant?.tenantId ?? '',
      CLIENT_ID: tenant?.clientId ?? '',
      CLIENT_SECRET: tenant?.clientSecret ?? '',
      LOGIN_URL: simulator.loginUrl,
      GRAPH_URL: simulator.graphUrl,
      MANAGEMENT_URL: simulator.managementUrl,
      SOURCES: 'directory',
      INITIAL_FETCH_HOURS: String(HOURS),
      ENABLE_PERIODIC_FETCH: 'false',
    };
    simulator.control.clock.run(false);
    simulator.control.faults.add({ kind: 'slow', endpoint: 'graph.directoryAudits', probability: 1, delayMs: SLOW_MS });
  }, 120_000);
  afterAll(async () => {
    await Promise.all(running.map((program) => program.end('SIGKILL')));
    await Promise.all([simulator.stop(), database.stop()]);
  }, 30_000);

  const start = (name: 'api' | 'worker'): RunningProgram => {
    const program = startProgram(programs[name], settings);
    running.push(program);
    return program;
  };
  const slices = (): Promise<number> => database.connection.collection('coverage').countDocuments();
  const pagesAsked = (): number => simulator.control.journal.count('graph.directoryAudits');

  it('the API answers with the job, the worker hands it back, and another one goes on where it was', async () => {
    const [api, first] = [start('api'), start('worker')];
    const url = await servingUrl(api);
    await waitFor('the worker to work', () => first.output().includes('"working"'), 20_000);
    const waiting = fetch(`${url}/api/fetch-audit-logs?source=directory&hours=${HOURS}`, { method: 'POST' });
    await waitFor('a slice to be read', async () => (await slices()) > 0, 20_000);

    let told = performance.now();
    const apiEnded = api.end('SIGTERM');
    const answer = await waiting;
    const job: unknown = await answer.json();
    expect([answer.status, job]).toMatchObject([202, { kind: 'fetch', status: 'in_progress', job_id: expect.any(String) }]);
    expect(await apiEnded).toBe(0);
    expect(performance.now() - told).toBeLessThan(10_000);

    const second = start('worker');
    await waitFor('the other worker to work', () => second.output().includes('"working"'), 20_000);
    told = performance.now();
    expect([await first.end('SIGTERM'), first.output()]).toEqual([0, first.output()]);
    expect(performance.now() - told).toBeLessThan(10_000);
    expect(first.output()).toContain('handed back');

    const id = String(Reflect.get(Object(job), 'job_id'));
    const again = await servingUrl(start('api'));
    const ended = await waitFor(
      'the job to end',
      async () => {
        const found: unknown = await (await fetch(`${again}/api/jobs/${id}`)).json();
        const status: unknown = Reflect.get(Object(found), 'status');
        return status === 'complete' || status === 'failed' ? found : null;
      },
      60_000,
    );
    const tenant = simulator.control.tenants[0]?.tenantId ?? '';
    const stored = await database.connection.collection('events').countDocuments();
    const to = simulator.control.clock.now();
    const truth = [...simulator.control.truth(tenant, { source: 'directory', from: to - (HOURS - 1) * 3_600_000, to })];
    expect(ended).toMatchObject({ status: 'complete', error: null, result: { stored_events: stored } });
    expect(stored).toBeGreaterThanOrEqual(truth.length);
    expect(truth.length).toBeGreaterThan(0);
    // Five slices of a day; what was interrupted is asked for twice, the others once.
    expect(pagesAsked()).toBeLessThan(9);
  }, 120_000);
});
