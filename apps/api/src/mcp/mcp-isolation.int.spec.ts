import { checkedRuleBodySchema, type TenantId } from '@aoc/contracts';
import { agentTools } from '@aoc/server/agent-tools';
import { createRule } from '@aoc/server/rules';
import { ScopedCollection } from '@aoc/server/mongo';
import type { Client } from '@modelcontextprotocol/client';
import { OTHER_TENANT, TENANT } from '../testing/api-fixture';
import { MCP_WAYS, mcpFixture, type McpFixture } from '../testing/mcp-fixture';
import { auditRecord, type RecordInput } from '../testing/records';

/** Stand in everything that the other tenant has, and in everything that is private, and nowhere else. */
const THEIRS = 'ZZTHEIRSZZ';
const HIDDEN = 'ZZHIDDENZZ';
const recently = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const marked = (mark: string): Omit<RecordInput, 'id'> => ({
  actor: { display: `${mark} Alice`, upn: `alice@${mark}.com` },
  target: { display: `${mark}-PC`, type: 'Device' },
  operation: `Update ${mark}`,
  result: mark,
});

describe('two tenants and a private service behind MCP', () => {
  let api: McpFixture;
  beforeAll(async () => {
    api = await mcpFixture('mcp_isolation', { PRIVACY_SERVICES: 'Mailbox', PRIVACY_SENSITIVE_OPERATIONS: 'Read secret' });
    const ruleOf = async (tenant: TenantId, mark: string) => {
      const conditions = [{ field: 'targets.display', op: 'ends_with', value: 'PC' }];
      const body = checkedRuleBodySchema.parse({ name: `PCs ${mark}`, severity: 'high', message: mark, conditions });
      await createRule(api.context(tenant), api.deps.detection.rules, { body, origin: 'own' });
    };
    await ruleOf(TENANT, 'mine');
    await ruleOf(OTHER_TENANT, THEIRS);
    const mine = { target: { display: 'MY-PC', type: 'Device' } };
    await api.seed([
      auditRecord({ id: 'same', at: recently(9), ...mine }),
      auditRecord({ id: 'mine', at: recently(8), ...mine, actor: { display: 'Bob', upn: 'bob@contoso.com' } }),
      auditRecord({ id: 'private', at: recently(7), ...marked(HIDDEN), service: 'Mailbox' }),
      auditRecord({ id: 'secret', at: recently(6), ...marked(HIDDEN), operation: 'Read secret' }),
    ]);
    await api.seed(
      ['same', 'theirs', `only-${THEIRS}`].map((id, i) =>
        auditRecord({ id, at: recently(9 - i), ...marked(THEIRS), service: `Service${THEIRS}` }),
      ),
      OTHER_TENANT,
    );
  });
  afterAll(() => api.stop());

  const idsOf = async (tenant: TenantId, collection: string): Promise<string[]> => {
    const rows = await api.database.connection.collection<{ _id: unknown }>(collection).find({ tenant_id: tenant }).toArray();
    return rows.map((row) => String(collection === 'events' && 'id' in row ? row.id : row._id));
  };
  /** Calls of every tool that point at what the marks stand in. */
  async function attempts(mark: string, tenant: TenantId): Promise<[string, Record<string, unknown>][]> {
    const [alerts, rules, events] = [await idsOf(tenant, 'alerts'), await idsOf(tenant, 'alert_rules'), await idsOf(tenant, 'events')];
    const foreign = tenant !== TENANT;
    return [
      ['search_events', {}],
      ...[`alice@${mark}.com`, `${mark}-PC`, `${mark} Alice`, mark].flatMap((entity): [string, Record<string, unknown>][] => [
        ['search_events', { entity }],
        ['entity_timeline', { entity }],
        ['list_alerts', { entity }],
      ]),
      ['search_events', { operation: mark }],
      ['search_events', { result: mark, services: [`Service${mark}`, 'Mailbox'] }],
      ['search_events', { query: `target:${mark}* OR actor:${mark} OR service:Mailbox` }],
      ...[...events, 'same'].map((event_id): [string, Record<string, unknown>] => ['get_event', { event_id }]),
      ['get_summary', { days: 30 }],
      ['ask', { question: `what did alice@${mark}.com do in the last 7 days?` }],
      ['ask', { question: 'who changed devices today?' }],
      ['list_alerts', { rule_name: `PCs ${mark}` }],
      ['list_alerts', {}],
      ...alerts.map((alert_id): [string, Record<string, unknown>] => ['get_alert', { alert_id }]),
      ...(foreign
        ? alerts.map((alert_id): [string, Record<string, unknown>] => ['update_alert_status', { alert_id, status: 'resolved' }])
        : []),
      ['list_rules', {}],
      ['list_rules', { name: mark }],
      ...(foreign ? rules.map((rule_id): [string, Record<string, unknown>] => ['preview_rule', { rule_id, days: 30 }]) : []),
      ['preview_rule', { rule: { name: 'x', severity: 'low', conditions: [{ field: 'actor.upn', op: 'exists', value: true }] } }],
      ['list_tenants', {}],
    ];
  }

  /** An answer in small letters. */
  async function shownBy(client: Client, [name, args]: [string, Record<string, unknown>]): Promise<string> {
    const result = await client.callTool({ name, arguments: args });
    const asked = Object.values(args).flat().map(String);
    // What was asked for, as a whole or in a question, may be repeated by the answer.
    const words = asked.flatMap((text) => text.split(/\s+/)).filter((word) => word.length > 3);
    return [`only-${THEIRS}`, ...asked, ...words].reduce(
      (text, given) => text.replaceAll(JSON.stringify(given).slice(1, -1).toLowerCase(), 'asked'),
      JSON.stringify(result)
        .toLowerCase()
        .replaceAll(/"query":"[^"]*"/g, '')
        .replaceAll(/\\"query\\":\\".*?\\",/g, ''),
    );
  }

  it.each(MCP_WAYS)('stay apart over %s: no tool or resource shows or changes a byte of the other', async (way) => {
    const client = await api.connect(await api.key('admin'), way);
    const calls = await attempts(THEIRS, OTHER_TENANT);
    expect([...new Set(calls.map(([name]) => name))].toSorted()).toEqual(agentTools.map(({ name }) => name).toSorted());
    const before = await theirDocuments();
    for (const call of calls) {
      const shown = await shownBy(client, call);
      expect([call, shown.includes(THEIRS.toLowerCase())]).toEqual([call, false]);
    }
    for (const uri of [
      `aoc://events/only-${THEIRS}`,
      'aoc://events/theirs',
      ...(await idsOf(OTHER_TENANT, 'alerts')).map((id) => `aoc://alerts/${id}`),
    ])
      await expect(client.readResource({ uri })).rejects.toMatchObject({ code: -32_602 });
    expect(JSON.stringify(await client.listResources())).not.toContain(THEIRS);
    expect(await theirDocuments()).toEqual(before);
  });

  it('would be seen to mix without the condition on the tenant', async () => {
    const client = await api.connect(await api.key('admin'));
    const prototype = ScopedCollection.prototype;
    const scoped: unknown = Reflect.get(prototype, 'compose');
    if (typeof scoped !== 'function') throw new Error('the condition on the tenant is somewhere else now');
    Reflect.set(prototype, 'compose', function (this: object, _tenant: object, ...rest: unknown[]) {
      return Reflect.apply(scoped, this, [{}, ...rest]);
    });
    try {
      const calls: [string, Record<string, unknown>][] = [
        ['search_events', {}],
        ['list_alerts', {}],
        ['list_rules', { name: 'PCs' }],
        ['get_summary', {}],
      ];
      for (const call of calls) expect([call, (await shownBy(client, call)).includes(THEIRS.toLowerCase())]).toEqual([call, true]);
    } finally {
      Reflect.set(prototype, 'compose', scoped);
    }
  });

  it.each(MCP_WAYS)('show what is private over %s to those only who may see it', async (way) => {
    const calls = await attempts(HIDDEN, TENANT);
    const [limited, seeing] = [
      await api.connect(await api.key('admin'), way),
      await api.connect(await api.key('admin', TENANT, true), way),
    ];
    let seen = 0;
    for (const call of calls) {
      const shown = await shownBy(limited, call);
      expect([call, shown.includes(HIDDEN.toLowerCase())]).toEqual([call, false]);
      if ((await shownBy(seeing, call)).includes(HIDDEN.toLowerCase())) seen += 1;
    }
    expect(seen).toBeGreaterThan(10);
    for (const id of ['private', 'secret']) {
      await expect(limited.readResource({ uri: `aoc://events/${id}` })).rejects.toMatchObject({ code: -32_602 });
      expect(JSON.stringify(await seeing.readResource({ uri: `aoc://events/${id}` }))).toContain(HIDDEN);
    }
  });

  it('are asked together by those who serve both, and changed one at a time', async () => {
    const msp = await api.key('msp_admin');
    for (const way of MCP_WAYS) {
      const both = await api.connect(msp, way, { 'x-aoc-tenant': '*' });
      const { structuredContent: found } = await both.callTool({ name: 'search_events', arguments: {} });
      expect(found).toMatchObject({ columns: expect.arrayContaining(['tenant']) });
      expect(JSON.stringify(found)).toContain('MY-PC');
      expect(JSON.stringify(found)).toContain(`${THEIRS}-PC`);
      for (const name of ['get_event', 'update_alert_status', 'list_rules', 'preview_rule', 'ask']) {
        const result = await both.callTool({ name, arguments: {} });
        expect([name, result.isError, JSON.stringify(result.content)]).toEqual([
          name,
          true,
          expect.stringContaining('one tenant at a time'),
        ]);
      }
      const one = await api.connect(msp, way, { 'x-aoc-tenant': OTHER_TENANT });
      const { structuredContent: tenants } = await one.callTool({ name: 'list_tenants', arguments: {} });
      expect(tenants).toMatchObject({
        tenants: expect.arrayContaining([
          expect.objectContaining({ tenant_id: TENANT, asked: false }),
          expect.objectContaining({ tenant_id: OTHER_TENANT, name: 'Other', asked: true }),
        ]),
      });
      expect(JSON.stringify(await one.callTool({ name: 'search_events', arguments: {} }))).not.toContain('MY-PC');
    }
    await expect(api.connect(await api.key('admin'), 'http', { 'x-aoc-tenant': OTHER_TENANT })).rejects.toThrow();
  });

  /** Every stored document of the other tenant, as text. */
  async function theirDocuments(): Promise<string[]> {
    const { db } = api.database.connection;
    if (!db) throw new Error('no connection');
    const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
    const rows = await Promise.all(
      names.map(async (name) => [name, await db.collection(name).find({ tenant_id: OTHER_TENANT }).toArray()] as const),
    );
    return rows.flatMap(([name, documents]) => documents.map((document) => `${name} ${JSON.stringify(document)}`)).toSorted();
  }
});
