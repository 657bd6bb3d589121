import { tenantIdSchema } from '@aoc/contracts';
import { openAuditTrail, recordAudit } from '@aoc/server/audit';
import { systemContext } from '@aoc/server/context';
import { allCollections } from '@aoc/server/ingestion';
import { ensureIndexes, recordSchemaVersion } from '@aoc/server/mongo';
import { builtProgram, SOURCE_MAPS, testDatabase, type TestDatabase } from '@aoc/testing';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';

const A = tenantIdSchema.parse('aaaaaaaa-0000-4000-8000-00000000000a');
const B = tenantIdSchema.parse('bbbbbbbb-0000-4000-8000-00000000000b');
const node = path.resolve('node_modules/.bin/node');
const keys = { ENCRYPTION_KEY: randomBytes(32).toString('base64'), ENCRYPTION_KEY_PREVIOUS: [] };

describe('npm run audit-verify', () => {
  let database: TestDatabase;
  let program: string;
  beforeAll(async () => {
    program = await builtProgram('audit-verify');
    database = await testDatabase('audit_cli');
  });
  afterAll(() => database.stop());

  function run(args: string[], env: Record<string, string> = { ENCRYPTION_KEY: keys.ENCRYPTION_KEY }) {
    const { status, stdout, stderr } = spawnSync(node, [...SOURCE_MAPS, program, ...args], {
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        AOC_ROOT: process.cwd(),
        MONGO_URI: database.uri,
        DB_NAME: database.dbName,
        ...env,
      },
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, stdout, stderr };
  }
  const rows = () => database.connection.collection('audit_log');

  it('proves each chain whole, and names the first broken link', async () => {
    expect(run([])).toMatchObject({ status: 1, stderr: expect.stringContaining('npm run migrate') });
    await ensureIndexes(database.connection, allCollections);
    await recordSchemaVersion(database.connection, new Date());
    expect(run([])).toMatchObject({ status: 0, stdout: 'There is no audit trail yet.\n' });
    const trail = openAuditTrail(database.connection, keys);
    for (const tenant of [A, B])
      for (const target of ['a', 'b', 'c', 'd'])
        await recordAudit(systemContext(tenant, 'r'), trail, { action: 'deleteRule', target, outcome: 'ok' });
    const whole = run(['--tenant', A]);
    expect(whole).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(new RegExp(`^${A}: whole, 4 rows, ends at 4:[0-9a-f]{64}\n$`)),
    });
    const head = /4:[0-9a-f]{64}/.exec(whole.stdout)?.[0] ?? '';
    expect(run(['--tenant', A, '--head', head])).toMatchObject({ status: 0 });
    expect(run(['--tenant', B, '--head', head])).toMatchObject({ status: 1, stdout: expect.stringContaining('not_the_anchor') });

    await rows().updateOne({ tenant_id: B, seq: 3 }, { $set: { target: 'x' } });
    expect(run([])).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(
        new RegExp(`^${A}: whole.*\n${B}: BROKEN at row 3 \\(changed\\)\\..*\n  2 rows before it are sound\\.\n$`),
      ),
    });
    const lines = run(['--json'])
      .stdout.trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toMatchObject([
      { tenant: A, state: 'whole', rows: 4 },
      { tenant: B, state: 'broken', rows: 2, broken: { seq: 3, kind: 'changed' } },
    ]);
    await rows().deleteMany({ tenant_id: A, seq: { $gte: 3 } });
    expect(run(['--tenant', A])).toMatchObject({ status: 1, stdout: expect.stringContaining('BROKEN at row 3 (tail_cut)') });
    expect(run(['--tenant', A], {})).toMatchObject({ status: 1, stdout: expect.stringContaining('Without ENCRYPTION_KEY') });
  }, 120_000);

  it('tells each usage mistake', () => {
    expect(run(['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('--head') });
    expect(run(['--fast'])).toMatchObject({ status: 2 });
    expect(run(['--tenant', 'x'])).toMatchObject({ status: 1, stderr: expect.stringContaining('expected a tenant id') });
    expect(run(['--tenant', 'default'])).toMatchObject({ status: 1, stderr: expect.stringContaining('There is no tenant') });
    expect(run(['--head', '4:abc'])).toMatchObject({ status: 1, stderr: expect.stringContaining('expected SEQ:HASH') });
  }, 120_000);
});
