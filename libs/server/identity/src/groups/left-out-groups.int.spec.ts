import { createMicrosoftClient, memoryThrottleGate, type MicrosoftClient } from '@aoc/microsoft';
import { startSimulator, type Simulator } from '@aoc/tools/microsoft-simulator';
import { LeftOutGroups } from './left-out-groups';

const TENANT = 'aaaaaaaa-2222-4000-8000-00000000000a';
const OTHER = 'bbbbbbbb-2222-4000-8000-00000000000b';
const OLGA = '11111111-2222-4333-8444-555555555555';
const idOf = (n: number): string => `99999999-0000-4000-8000-${String(n).padStart(12, '0')}`;
const MANY = Array.from({ length: 230 }, (_, n) => idOf(n));

describe('groups that are left out of a token', () => {
  let simulator: Simulator;
  let client: MicrosoftClient;
  let now: number;
  let problems: { tenant: string; advice: string }[];
  beforeAll(async () => {
    const few = { events: 10, days: 1, company: { users: 2 } };
    const olga = { upn: 'olga@example.com', name: 'Olga', oid: OLGA };
    simulator = await startSimulator({
      tenants: [
        { ...few, tenantId: TENANT, accounts: [{ ...olga, groups: MANY }] },
        { ...few, tenantId: OTHER, accounts: [{ ...olga, groups: [] }] },
      ],
    });
    client = clientOf(TENANT);
  });
  beforeEach(() => {
    simulator.control.faults.clear();
    simulator.control.journal.clear();
    now = Date.now();
    problems = [];
  });
  afterAll(async () => {
    await client.close();
    await simulator.stop();
  });
  function clientOf(id: string): MicrosoftClient {
    const tenant = simulator.control.tenants.find(({ tenantId }) => tenantId === id);
    if (!tenant) throw new Error(`no tenant ${id}`);
    return createMicrosoftClient({
      endpoints: simulator,
      credentials: () => tenant,
      gate: memoryThrottleGate(),
      clock: { now: () => new Date() },
      maxAttempts: 2,
      maxWaitMs: 100,
      backoffBaseMs: 2,
      requestTimeoutMs: 2000,
    });
  }
  const open = (wanted: string[], of: (id: string) => MicrosoftClient | null = () => client) =>
    new LeftOutGroups({
      wantedOf: async () => wanted,
      clock: { now: () => new Date(now) },
      clientOf: async (id) => of(id),
      onProblem: (problem) => problems.push(problem),
    });
  const person = { tenantId: TENANT, objectId: OLGA };
  const asked = () => simulator.control.journal.count('graph.checkMemberGroups');
  const wanted = [idOf(0), idOf(7777), idOf(229)];

  it('are those of the ones that count which the person holds, asked for in parts of twenty', async () => {
    const many = Array.from({ length: 45 }, (_, n) => idOf(n * 10));
    expect(await open(many).of(person)).toEqual({ groups: new Set(many.slice(0, 23)) });
    expect(asked()).toBe(3);
    expect(await open([]).of(person)).toBeNull();
    expect(asked()).toBe(3);
  });

  it('are asked for once by all requests of five minutes, and apart for each tenant and person', async () => {
    const other = clientOf(OTHER);
    try {
      const groups = open(wanted, (id) => (id === TENANT ? client : other));
      const held = { groups: new Set([idOf(0), idOf(229)]) };
      expect(await Promise.all([groups.of(person), groups.of(person), groups.of(person)])).toEqual([held, held, held]);
      now += 299_000;
      expect(await groups.of(person)).toEqual(held);
      expect(asked()).toBe(1);
      // The same id of a person in another tenant is somebody else.
      expect(await groups.of({ ...person, tenantId: OTHER })).toEqual({ groups: new Set() });
      expect(asked()).toBe(2);
      now += 2000;
      expect(await groups.of(person)).toEqual(held);
      expect(asked()).toBe(3);
    } finally {
      await other.close();
    }
  });

  it('are not known while Graph fails, which is tried again after ten seconds', async () => {
    for (const fault of [{ kind: 'server-error' as const }, { kind: 'throttle' as const, retryAfter: 60 }]) {
      simulator.control.faults.clear();
      simulator.control.faults.add({ ...fault, endpoint: 'graph.checkMemberGroups', tenant: TENANT });
      const own = clientOf(TENANT);
      const groups = open(wanted, () => own);
      expect(await groups.of(person)).toEqual({ failed: 'for_now' });
      const before = asked();
      expect(await groups.of(person)).toEqual({ failed: 'for_now' });
      expect(asked()).toBe(before);
      await own.close();
    }
    simulator.control.faults.clear();
    const groups = open(wanted);
    simulator.control.faults.add({ kind: 'cut', endpoint: 'graph.checkMemberGroups', times: 2 });
    expect(await groups.of(person)).toEqual({ failed: 'for_now' });
    now += 11_000;
    expect(await groups.of(person)).toEqual({ groups: new Set([idOf(0), idOf(229)]) });
    expect(problems).toHaveLength(3);
  });

  it('stay unknown until somebody acts: no consent, no such person, no credentials', async () => {
    simulator.control.change(TENANT, { permissions: ['AuditLog.Read.All'] });
    expect(await open(wanted).of(person)).toEqual({ failed: 'until_changed' });
    expect(problems.at(-1)).toMatchObject({ tenant: TENANT, advice: expect.stringContaining('permission Directory.Read.All') });
    simulator.control.change(TENANT, { permissions: ['User.ReadBasic.All', 'GroupMember.Read.All'] });
    const least = clientOf(TENANT);
    expect(await open(wanted, () => least).of(person)).toEqual({ groups: new Set([idOf(0), idOf(229)]) });
    expect(await open(wanted, () => least).of({ ...person, objectId: idOf(1) })).toEqual({ failed: 'until_changed' });
    await least.close();
    expect(await open(wanted, () => null).of(person)).toEqual({ failed: 'until_changed' });
    expect(problems.at(-1)?.advice).toMatch(/no credentials to look them up/);
  });
});
