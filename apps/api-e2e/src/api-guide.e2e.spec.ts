import { builtProgram, startProgram, waitFor, type RunningProgram, type TestDatabase } from '@aoc/testing';
import { startSimulator, type Simulator } from '@aoc/tools/microsoft-simulator';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { guideExamples, shapeDifferences } from './support/guide';
import { migratedDatabase, servingUrl } from './support/programs';

const run = promisify(execFile);
const examples = guideExamples('docs/api.md');

describe('the examples of docs/api.md', () => {
  const running: RunningProgram[] = [];
  let database: TestDatabase;
  let simulator: Simulator;
  let folder: string;
  let url: string;

  beforeAll(async () => {
    await run('curl', ['--version']).catch((cause: unknown) => {
      throw new Error('curl is not on the PATH; the examples cannot be run. Install it (Debian: apt-get install curl), or use npm test.', {
        cause,
      });
    });
    simulator = await startSimulator({ seed: 31, tenants: [{ events: 60, days: 1, company: { users: 5 } }] });
    const [tenant] = simulator.control.tenants;
    if (!tenant) throw new Error('the simulator has no tenant');
    const migrated = migratedDatabase('api_guide');
    const built = await Promise.all([builtProgram('api'), builtProgram('worker')]);
    const { settings } = await migrated;
    ({ database } = await migrated);
    const env = {
      ...settings,
      TENANT_ID: tenant.tenantId,
      CLIENT_ID: tenant.clientId,
      CLIENT_SECRET: tenant.clientSecret,
      LOGIN_URL: simulator.loginUrl,
      GRAPH_URL: simulator.graphUrl,
      MANAGEMENT_URL: simulator.managementUrl,
      SOURCES: 'directory,intune',
      ENABLE_PERIODIC_FETCH: 'false',
      AI_FEATURES_ENABLED: 'true',
    };
    running.push(...built.map((file) => startProgram(file, env)));
    const [api] = running;
    if (!api) throw new Error('no API');
    url = await servingUrl(api);
    folder = await mkdtemp(path.join(tmpdir(), 'aoc-guide-'));
    // Tells the status behind every answer, without a change to the commands.
    await writeFile(path.join(folder, '.curlrc'), 'silent\nshow-error\nwrite-out = "\\n%{http_code}\\n"\n');
    await waitFor(
      'the worker',
      async () => (await fetch(`${url}/api/fetch-audit-logs?wait=false&hours=1&source=intune`, { method: 'POST' })).ok,
    );
  }, 120_000);
  afterAll(async () => {
    await Promise.all(running.map((program) => program.end('SIGTERM')));
    await simulator.stop();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('show every group of routes', () => {
    const text = examples.map((example) => example.commands).join('\n');
    for (const part of [
      '/api/events?',
      '/api/events/',
      '/tags',
      '/comments',
      '/bulk-tags',
      '/filter-options',
      '/fetch-audit-logs',
      '/jobs/',
    ])
      expect(text).toContain(part);
    for (const part of [
      '/source-health',
      '/imports',
      '/rejected-records',
      '/webhooks/graph',
      '/api/version',
      '/api/ask',
      '/api-keys',
      '/audit-trail',
      '/health/ready',
    ])
      expect(text).toContain(part);
  });

  it.each(examples.map((example) => [example.title, example] as const))('%s', async (_title, { commands, status, answer }) => {
    const script = commands.replace(/^AOC=.*\n/m, '');
    const env = { PATH: process.env.PATH, HOME: folder, AOC: url };
    const { stdout } = await run('bash', ['-euc', script], { cwd: folder, env });
    const lines = stdout.trimEnd().split('\n');
    if (status !== null) expect([Number(lines.pop()), stdout]).toEqual([status, stdout]);
    const text = lines.join('\n').trim();
    if (answer.kind === 'text') expect(text).toBe(answer.value);
    else expect(shapeDifferences(answer.value, JSON.parse(text))).toEqual([]);
  });
});
