import { builtProgram, SOURCE_MAPS, testDatabase, testRedisUrl, type TestDatabase } from '@aoc/testing';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const TENANT = '7c1f3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c12';
const node = path.resolve('node_modules/.bin/node');

const graph = (n: number) => ({
  id: `Directory_${n}`,
  category: 'UserManagement',
  result: 'success',
  activityDisplayName: 'Add user',
  activityDateTime: `2026-03-01T08:00:${String(n % 60).padStart(2, '0')}Z`,
  initiatedBy: {
    user: { id: '00000000-0000-4000-8000-000000000001', displayName: 'Ana "the admin", Ltd', userPrincipalName: 'ana@contoso.com' },
  },
  targetResources: [],
});
const unified = (n: number) => ({
  Id: `30000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  CreationTime: '2026-03-01T08:00:00',
  Operation: 'Set-Mailbox',
  Workload: 'Exchange',
  RecordType: 1,
  UserId: 'bo@contoso.com',
  UserType: 2,
  ResultStatus: 'True',
  Parameters: [{ Name: 'Identity', Value: 'Line one\nline, "two"' }],
});
/** A record of the Azure activity log as a diagnostic setting exports it. */
const azure = (n: number) => ({
  time: '2026-03-01T08:00:00Z',
  resourceId: `/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-${n}`,
  operationName: 'MICROSOFT.RESOURCES/SUBSCRIPTIONS/RESOURCEGROUPS/DELETE',
  category: 'Administrative',
  resultType: 'Success',
  callerIpAddress: '203.0.113.7',
  identity: { claims: { 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': 'bo@contoso.com' } },
  properties: { eventCategory: 'Administrative' },
});
const csvField = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const purview = (rows: string[]): string =>
  `\ufeffRecordId,CreationDate,RecordType,Operation,UserId,AuditData\r\n${rows.map((row, n) => `${n},2026-03-01,1,Set-Mailbox,bo@contoso.com,${csvField(row)}`).join('\r\n')}\r\n`;

describe('npm run import', () => {
  let database: TestDatabase;
  let folder: string;
  let tool: string;
  beforeAll(async () => {
    database = await testDatabase('import_cli');
    folder = mkdtempSync(path.join(tmpdir(), 'aoc-import-'));
    tool = await builtProgram('import');
    expect(npmRun('migrate', []).status).toBe(0);
  }, 60_000);
  afterAll(async () => {
    await database.stop();
    rmSync(folder, { recursive: true });
  });

  function runNode(command: readonly string[], env: Record<string, string>) {
    const { status, stdout, stderr } = spawnSync(node, command, {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, MONGO_URI: database.uri, DB_NAME: database.dbName, ...env },
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, stdout, stderr };
  }
  const npmRun = (name: string, args: string[]) => runNode(['tools/run.mjs', name, ...args], {});
  const run = (args: string[], env: Record<string, string> = {}) =>
    runNode([...SOURCE_MAPS, tool, ...args], { AOC_ROOT: process.cwd(), ...env });
  function file(name: string, content: string | Buffer): string {
    const full = path.join(folder, name);
    writeFileSync(full, content);
    return full;
  }
  const stored = (): Promise<number> => database.connection.collection('events').countDocuments({ tenant_id: TENANT });

  it('reads Purview exports, NDJSON, JSON lists and gzip of these, recognises what it knows, and says what it rejects', async () => {
    const files = [
      file('purview.csv', purview([JSON.stringify(unified(1)), '{"broken": ', JSON.stringify(unified(2))])),
      file(
        'lines.ndjson',
        `${JSON.stringify(graph(1))}\n\nnot json\n${JSON.stringify({ id: 'x', hello: 1 })}\n${JSON.stringify(graph(2))}`,
      ),
      file('list.json', JSON.stringify([graph(2), graph(3), unified(2)], null, 2)),
      file('wrapped.json.gz', gzipSync(JSON.stringify({ value: [graph(4), { ...graph(5), activityDateTime: null }] }))),
      file('capture.json', `${JSON.stringify({ records: [azure(1), azure(2)] })}\n${JSON.stringify({ records: [azure(2)] })}\n`),
      file('lines.gz', gzipSync(`${JSON.stringify(graph(6))}\n${JSON.stringify(graph(6))}\n`)),
    ];
    const first = run([...files, '--tenant', TENANT.toUpperCase()]);
    expect(first.stderr).toBe('');
    const lines = first.stdout.split('\n').map((line) => line.replace(`${folder}${path.sep}`, ''));
    expect(lines[0]).toBe(`Tenant ${TENANT} is new here and was added.`);
    expect(lines).toEqual(
      expect.arrayContaining([
        'purview.csv: 3 read, 2 stored, 0 known, 1 rejected',
        'lines.ndjson: 4 read, 2 stored, 0 known, 2 rejected',
        'list.json: 3 read, 1 stored, 2 known, 0 rejected',
        'wrapped.json.gz: 2 read, 1 stored, 0 known, 1 rejected',
        'capture.json: 3 read, 2 stored, 1 known, 0 rejected',
        'lines.gz: 2 read, 1 stored, 1 known, 0 rejected',
        expect.stringMatching(/^ {2}line 3: not_json/),
        expect.stringMatching(/^ {2}line 4: unknown_shape/),
        expect.stringMatching(/no_timestamp/),
      ]),
    );
    expect(first.status).toBe(0);
    expect(await stored()).toBe(9);
    expect(await database.connection.collection('events').findOne({ target_displays: 'rg-1' })).toMatchObject({
      service: 'Azure',
      display_summary: 'bo@contoso.com deleted resource group rg-1',
    });
    expect(await database.connection.collection('rejected_records').countDocuments({ tenant_id: TENANT })).toBe(4);
    const event = await database.connection.collection('events').findOne({ id: 'Directory_1' });
    expect(event).toMatchObject({ source: 'import', dedupe_key: 'directory:Directory_1', actor_display: 'Ana "the admin", Ltd' });
    const again = run([...files, '--tenant', TENANT]);
    expect(again.status).toBe(0);
    expect(again.stdout).not.toMatch(/[1-9]\d* stored/);
    const rows = await database.connection.collection('audit_log').find({ tenant_id: TENANT }).sort({ seq: 1 }).toArray();
    const said = rows.map(({ actor, action, target, detail }) => [actor.id, action, target, detail.stored]);
    expect(said).toHaveLength(1 + 2 * files.length);
    expect(said.slice(0, 3)).toEqual([
      ['cli:import', 'createTenant', TENANT, undefined],
      ['cli:import', 'createImport', 'purview.csv', 2],
      ['cli:import', 'createImport', 'lines.ndjson', 2],
    ]);
    expect(await stored()).toBe(9);
  }, 90_000);

  it('says what is wrong with each bad file, imports the good ones, and fails', async () => {
    const packed = gzipSync(Array.from({ length: 2000 }, (_, n) => JSON.stringify(graph(n + 100))).join('\n'));
    const before = await stored();
    const { status, stdout, stderr } = run([
      path.join(folder, 'absent.json'),
      folder,
      file('empty.json', ''),
      file('picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4])),
      file('other.csv', 'a,b,c\n1,2,3\n'),
      file('cut.gz', packed.subarray(0, packed.length - 40)),
      file('good.ndjson', JSON.stringify(graph(50))),
      '--tenant',
      TENANT,
    ]);
    expect(status).toBe(1);
    const problems = stderr
      .trim()
      .split('\n')
      .map((line) => line.replace(`${folder}${path.sep}`, ''));
    expect(problems).toEqual([
      'absent.json: there is no such file',
      `${folder}: this is a folder; name the files in it`,
      'empty.json: The file is empty.',
      expect.stringMatching(/^picture\.png: The file is of no known format/),
      expect.stringMatching(/^other\.csv: The file is of no known format/),
      expect.stringMatching(/^cut\.gz: /),
    ]);
    expect(stderr).not.toContain('    at ');
    expect(stdout).toContain('good.ndjson: 1 read, 1 stored');
    expect(await stored()).toBeGreaterThan(before);
  }, 60_000);

  it('runs the rules of the tenant on what is new, where alerts are switched on', async () => {
    const role = {
      ...graph(70),
      category: 'RoleManagement',
      activityDisplayName: 'Add member to role',
      targetResources: [
        {
          id: '00000000-0000-4000-8000-000000000009',
          type: 'User',
          userPrincipalName: 'new@contoso.com',
          modifiedProperties: [{ displayName: 'Role.DisplayName', oldValue: null, newValue: '"Global Administrator"' }],
        },
      ],
    };
    const one = file('role.ndjson', JSON.stringify(role));
    const alerts = () => database.connection.collection('alerts').countDocuments({ tenant_id: TENANT });
    const on = { ALERTS_ENABLED: 'true', REDIS_URL: testRedisUrl(), QUEUE_PREFIX: `import_${database.dbName}` };
    expect(run([one, '--tenant', TENANT], { ...on, REDIS_URL: '' }).stdout).toContain('Rules do not run');
    await database.connection.collection('events').deleteMany({ id: 'Directory_70' });
    expect(run([one, '--tenant', TENANT, '--no-rules'], on).stdout).not.toContain('Rules');
    expect(await alerts()).toBe(0);
    await database.connection.collection('events').deleteMany({ id: 'Directory_70' });
    const { stdout, stderr, status } = run([one, '--tenant', TENANT], on);
    expect([status, stderr]).toEqual([0, '']);
    const raised = await alerts();
    expect(raised).toBeGreaterThan(0);
    expect(stdout).toContain(raised === 1 ? 'Rules: 1 alert was raised' : `Rules: ${raised} alerts were raised`);
  }, 90_000);

  it('explains itself, and refuses wrong usage, a size over the limit and a database that is not prepared', () => {
    expect(npmRun('import', ['--help'])).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('--tenant ID') });
    expect(run([])).toMatchObject({ status: 1, stderr: expect.stringContaining('Name at least one file') });
    const one = file('one.ndjson', Array.from({ length: 20 }, (_, n) => JSON.stringify(graph(n))).join('\n'));
    expect(run([one, '--tenant', 'contoso'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('expected a tenant id'),
    });
    expect(run([one, '--tenant', TENANT], { IMPORT_MAX_BYTES: '1024' })).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/1024|large/),
    });
    expect(run([one], { DB_NAME: `${database.dbName}_none` })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('npm run migrate'),
    });
  }, 90_000);
});
