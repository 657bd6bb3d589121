import type { FetchedSource, SourceStatus } from '@aoc/contracts';
import { startSimulator } from '@aoc/tools/microsoft-simulator';
import { ingestionFixture, type IngestionFixture } from '../testing/ingestion-fixture';
import { simulatedTenant } from '../testing/simulated-tenant';
import { sourceHealth } from './source-health';

type Change = Parameters<Awaited<ReturnType<typeof startSimulator>>['control']['change']>[1];

const GRAPH = ['AuditLog.Read.All', 'Directory.Read.All', 'DeviceManagementApps.Read.All'];
/** What an administrator did to the tenant, and what the person who runs AOC reads of it. */
const cases: [name: string, change: Change, source: FetchedSource, status: SourceStatus, says: RegExp[]][] = [
  ['a wrong client secret', { client_secret: 'another' }, 'directory', 'bad_credentials', [/client secret/, /CLIENT_SECRET/, /not its id/]],
  ['a wrong client secret', { client_secret: 'another' }, 'unified', 'bad_credentials', [/client secret/, /CLIENT_SECRET/]],
  ['a consent that is missing', { permissions: [] }, 'signin', 'missing_consent', [/AuditLog\.Read\.All/, /grant consent/]],
  ['a consent that is missing', { permissions: [] }, 'intune', 'missing_consent', [/DeviceManagementApps\.Read\.All/, /grant consent/]],
  ['a consent that is missing', { permissions: GRAPH }, 'unified', 'missing_consent', [/ActivityFeed\.Read/, /grant consent/]],
  ['auditing that is off', { auditing: false }, 'unified', 'auditing_off', [/switched off/, /Purview portal/, /Set-AdminAuditLogConfig/]],
  ['a licence that is missing', { premium: false }, 'signin', 'missing_licence', [/no licence/, /other sources are not affected/]],
];

describe('what is wrong with the tenant is told where operators look', () => {
  let fixture: IngestionFixture;
  beforeAll(async () => {
    fixture = await ingestionFixture('messages', { INITIAL_FETCH_HOURS: '2' });
  });
  afterAll(() => fixture.database.stop());

  it.each(cases)('%s: %j, source %s', async (_name, change, source, status, says) => {
    const simulator = await startSimulator({
      seed: 41,
      tenants: [{ tenantId: crypto.randomUUID(), events: 60, days: 1, company: { users: 5 } }],
    });
    try {
      const { ctx, fetch } = simulatedTenant(simulator);
      simulator.control.change(ctx.tenantId, change);
      expect(await fetch(fixture.ingestion, source)).toMatchObject({ kind: 'refused' });
      const told = (await sourceHealth(ctx, fixture.ingestion)).find((health) => health.source === source);
      expect(told?.status).toBe(status);
      for (const part of says) expect(told?.message).toMatch(part);
      const sentences = told?.message?.match(/[.?!](?= [A-Z]|$)/g) ?? [];
      expect([2, 3]).toContain(sentences.length);
    } finally {
      await simulator.stop();
    }
  });
});
