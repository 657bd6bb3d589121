import { checkedRuleBodySchema, jsonObjectSchema } from '@aoc/contracts';
import { agentTools, forModel, lined } from '@aoc/server/agent-tools';
import { createRule } from '@aoc/server/rules';
import type { CallToolResult, Client } from '@modelcontextprotocol/client';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/client/validators/ajv';
import { z } from 'zod';
import { OTHER_TENANT, TENANT } from '../testing/api-fixture';
import { MCP_WAYS, mcpFixture, type McpFixture, type McpWay } from '../testing/mcp-fixture';
import { auditRecord } from '../testing/records';

const recently = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const rule = { name: 'Laptops', severity: 'high', conditions: [{ field: 'targets.display', op: 'eq', value: 'LAPTOP-1' }] };
const tableSchema = z.looseObject({
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string().nullable())),
  next_cursor: z.string().nullable(),
});

const spanSchema = z.looseObject({ start: z.string(), end: z.string() });

const textOf = ({ content }: CallToolResult): string => content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');

describe('the tools over MCP', () => {
  let api: McpFixture;
  let alertId: string;
  let ruleId: string;
  const clients = new Map<McpWay, Client>();
  beforeAll(async () => {
    api = await mcpFixture('mcp');
    const stored = await createRule(api.context(), api.deps.detection.rules, { body: checkedRuleBodySchema.parse(rule), origin: 'own' });
    ruleId = stored.id;
    await api.seed([
      auditRecord({ id: 'e1', at: recently(30), target: { display: 'LAPTOP-1', type: 'Device' } }),
      auditRecord({ id: 'e2', at: recently(20), operation: 'Delete user', result: 'failure' }),
      auditRecord({ id: 'e3', at: recently(10), service: 'Exchange', operation: 'New-InboxRule' }),
    ]);
    for (const way of MCP_WAYS) clients.set(way, await api.connect(await api.key('analyst'), way));
    const alerts = tableSchema.parse((await call('http', 'list_alerts')).structuredContent);
    alertId = alerts.rows.find((row) => row.includes('Laptops'))?.[0] ?? '';
  });
  afterAll(() => api.stop());

  function clientOf(way: McpWay): Client {
    const client = clients.get(way);
    if (!client) throw new Error(`no client over ${way}`);
    return client;
  }
  const call = (way: McpWay, name: string, args: Record<string, unknown> = {}): Promise<CallToolResult> =>
    clientOf(way).callTool({ name, arguments: args });
  const auditRows = (filter: Record<string, unknown>) =>
    api.database.connection.collection('audit_log').find(filter).sort({ seq: 1 }).toArray();

  /** Arguments that every tool answers. */
  const examples = (): Record<string, Record<string, unknown>> => ({
    search_events: { entity: 'alice@contoso.com', services: ['usermanagement'], operation: 'user', result: 'succ', days: 7, limit: 5 },
    get_event: { event_id: 'e1' },
    get_summary: {},
    ask: { question: 'who changed LAPTOP-1 in the last 3 days?' },
    list_alerts: { status: 'open', severity: ['high'], days: 1 },
    get_alert: { alert_id: alertId },
    update_alert_status: { alert_id: alertId, status: 'open' },
    entity_timeline: { entity: 'LAPTOP-1' },
    list_rules: { name: 'lapt', enabled: true },
    preview_rule: { rule, compare_with: ruleId },
    list_tenants: {},
  });

  describe.each(MCP_WAYS)('%s', (way) => {
    it('names the server and all tools, with what they do and may do', async () => {
      const client = clientOf(way);
      expect(client.getServerVersion()).toMatchObject({ name: 'aoc', version: '0.0.0-test' });
      expect(client.getInstructions()).toMatch(/Never follow instructions/);
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toEqual(agentTools.map(({ name }) => name));
      for (const { name, title, annotations } of tools)
        expect([name, typeof title, annotations?.readOnlyHint]).toEqual([name, 'string', name !== 'update_alert_status']);
    });

    // The client checks the answer against the schema that the server shows; here it is checked that nothing is left over.
    it.each(agentTools.map(({ name }) => name))('%s answers as its schema says', async (name) => {
      const result = await call(way, name, examples()[name]);
      expect([name, result.isError ?? false, textOf(result)]).toEqual([name, false, textOf(result)]);
      const output = agentTools.find((tool) => tool.name === name)?.output;
      expect(output?.parse(result.structuredContent)).toEqual(result.structuredContent);
      expect(JSON.parse(textOf(result))).toEqual(lined(jsonObjectSchema.parse(result.structuredContent)));
    });

    it('refuses what it does not know', async () => {
      await expect(call(way, 'drop_table')).rejects.toMatchObject({ code: -32_602 });
      const missing = await call(way, 'get_event', { event_id: 'nothing' });
      expect([missing.isError, textOf(missing)]).toEqual([true, expect.stringMatching(/no event with this id/)]);
      await expect(clientOf(way).readResource({ uri: 'aoc://events/nothing' })).rejects.toMatchObject({
        code: -32_602,
        data: { uri: 'aoc://events/nothing' },
      });
      await expect(clientOf(way).getPrompt({ name: 'nothing' })).rejects.toMatchObject({ code: -32_602 });
    });

    it('reads events and alerts by address, and lists the open alerts', async () => {
      const client = clientOf(way);
      const { resourceTemplates } = await client.listResourceTemplates();
      expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['aoc://events/{id}', 'aoc://alerts/{id}']);
      const { resources } = await client.listResources();
      expect(resources).toContainEqual(expect.objectContaining({ uri: `aoc://alerts/${alertId}`, name: 'high: Laptops' }));
      for (const [uri, id] of [[`aoc://alerts/${alertId}`, alertId] as const, ['aoc://events/e1', 'e1'] as const]) {
        const [content] = (await client.readResource({ uri })).contents;
        expect(content).toMatchObject({ uri, mimeType: 'application/json' });
        expect(JSON.parse(content && 'text' in content ? content.text : '')).toMatchObject({ id });
      }
    });

    it('offers ways of working', async () => {
      const client = clientOf(way);
      const { prompts } = await client.listPrompts();
      expect(prompts.map(({ name }) => name)).toEqual(['triage_alert', 'investigate_person', 'daily_review']);
      const { messages } = await client.getPrompt({ name: 'investigate_person', arguments: { person: 'alice@contoso.com', days: '30' } });
      expect(messages[0]?.content).toMatchObject({ type: 'text', text: expect.stringMatching(/alice@contoso\.com.* 30 days/) });
      expect((await client.getPrompt({ name: 'daily_review' })).messages).toHaveLength(1);
      await expect(client.getPrompt({ name: 'triage_alert', arguments: { alert_id: 'a\nb' } })).rejects.toMatchObject({ code: -32_602 });
    });
  });

  it('have schemas of JSON Schema 2020-12 that describe every argument', async () => {
    const { tools } = await clientOf('http').listTools();
    // It checks each schema against that of the dialect before it compiles it.
    const validator = new AjvJsonSchemaValidator();
    const compiled = (schema: unknown) => validator.getValidator(jsonObjectSchema.parse(schema));
    const dialect = 'https://json-schema.org/draft/2020-12/schema';
    expect(() => compiled({ $schema: dialect, type: 'object', properties: { a: { type: 'nonsense' } } })({})).toThrow();
    // Many clients check results by draft-07, whatever a schema says: there a list with places of its own accepts nothing.
    expect(JSON.stringify(tools)).not.toContain('prefixItems');
    for (const { name, inputSchema, outputSchema } of tools) {
      for (const schema of [inputSchema, outputSchema]) {
        expect([name, schema?.$schema]).toEqual([name, dialect]);
        expect([name, compiled(schema)('no object').valid]).toEqual([name, false]);
      }
      expect([name, inputSchema.additionalProperties, outputSchema?.additionalProperties]).toEqual([name, false, false]);
      const check = compiled(inputSchema);
      expect([name, check(examples()[name] ?? {})]).toEqual([name, expect.objectContaining({ valid: true })]);
      expect([name, check({ nonsense: 1 }).valid]).toEqual([name, false]);
    }
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['search_events', { days: '7' }, /days: expected a number/],
    ['search_events', { limit: 101, nonsense: 1 }, /limit: must be at most 100[\s\S]*nonsense: unknown argument/],
    ['search_events', { entity: 'a\u0000b' }, /entity: must not contain control characters/],
    ['search_events', { entity: 'x'.repeat(600) }, /entity: must be at most 512 characters/],
    ['search_events', { query: 'service:(' }, /The query cannot be read/],
    ['search_events', { cursor: 'nonsense' }, /Start again without cursor/],
    ['search_events', { days: 0 }, /days: must be at least 1/],
    ['get_event', {}, /event_id: is required/],
    ['get_event', { event_id: { $ne: null } }, /event_id: expected text/],
    ['get_summary', { days: 1e9 }, /days: must be at most 3650/],
    ['ask', { question: '' }, /question: must not be empty/],
    ['ask', { question: 'x'.repeat(100_000) }, /question: must be at most 1000 characters/],
    ['list_alerts', { status: 'closed' }, /status: must be one of open/],
    ['get_alert', { alert_id: 'x'.repeat(65) }, /alert_id: must be at most 64 characters/],
    ['update_alert_status', { alert_id: 'none', status: 'resolved' }, /no alert with this id/],
    ['entity_timeline', { days: 7 }, /entity: is required/],
    ['list_rules', { severity: 'huge' }, /severity: must be one of/],
    ['preview_rule', {}, /rule or rule_id/],
    ['preview_rule', { rule: { ...rule, conditions: [{ field: 'operatoin', op: 'eq', value: 'x' }] } }, /rule[\s\S]*operatoin/],
    ['preview_rule', { rule: { name: 'x', nonsense: 1 } }, /rule\.severity: .*[\s\S]*rule\.nonsense: unknown argument/],
    ['preview_rule', { rule_id: 'none' }, /no rule with this id/],
    ['list_tenants', { all: true }, /all: unknown argument/],
  ])('%s says what is wrong with %j', async (name, args, words) => {
    const result = await call('http', name, args);
    expect([result.isError, textOf(result)]).toEqual([true, expect.stringMatching(words)]);
    expect(result.structuredContent).toBeUndefined();
  });

  it('say why a false positive needs a reason', async () => {
    const result = await call('http', 'update_alert_status', { alert_id: alertId, status: 'false_positive' });
    expect(textOf(result)).toMatch(/Say why it is a false positive[\s\S]*- reason: is required/);
  });

  it('page through everything, with one time range from first to last', async () => {
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const args: Record<string, unknown> = { limit: 1, ...(cursor === null ? {} : { cursor }) };
      const page = tableSchema.parse((await call('http', 'search_events', args)).structuredContent);
      expect(page).toMatchObject({ total: cursor === null ? 3 : null });
      seen.push(...page.rows.map(([id]) => id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen).toEqual(['e3', 'e2', 'e1']);
  });

  it('ask about the last days, unless the question names a time', async () => {
    const spanOf = async (args: Record<string, unknown>): Promise<number> => {
      const { start, end } = spanSchema.parse((await call('http', 'ask', args)).structuredContent);
      return Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000);
    };
    const question = 'how many users were deleted?';
    expect([await spanOf({ question }), await spanOf({ question, days: 2 })]).toEqual([7, 2]);
    expect(await spanOf({ question: 'how many users were deleted in the last 3 days?', days: 30 })).toBe(3);
    const { structuredContent } = await call('http', 'ask', { question });
    expect(structuredContent).toMatchObject({ total_matched: 1, total_is_exact: true, declined: false, llm_used: false });
    expect((await call('http', 'ask', { question: 'what is the weather?' })).structuredContent).toMatchObject({ declined: true });
  });

  it('are what a language model reads with, in the rights of whoever asks', async () => {
    const { events, detection, tenantIngestion } = api.deps;
    const tools = forModel(api.context(), { events, detection, tenantIngestion });
    expect(tools.map(({ name }) => name)).toEqual([
      'search_events',
      'get_event',
      'get_summary',
      'list_alerts',
      'get_alert',
      'entity_timeline',
      'list_rules',
    ]);
    const run = (name: string, args: unknown) => tools.find((one) => one.name === name)?.run(args);
    expect(await run('search_events', { entity: 'LAPTOP-1' })).toMatchObject({ total: 1, rows: [expect.stringMatching(/^e1\|/)] });
    expect(await run('search_events', { days: 'x' })).toEqual({ error: expect.stringMatching(/days: expected a number/) });
    const elsewhere = forModel(api.context(OTHER_TENANT), { events, detection, tenantIngestion });
    expect(await elsewhere[0]?.run({})).toMatchObject({ total: 0 });
  });

  it('say what nothing found means', async () => {
    expect((await call('http', 'search_events', { entity: 'nobody@contoso.com' })).structuredContent).toMatchObject({
      total: 0,
      rows: [],
      coverage: { state: 'unknown' },
      note: expect.stringMatching(/proves nothing/),
    });
  });

  it('change an alert for whoever asks, and leave the rows of the routes that do the same', async () => {
    const robot = await api.connect(await api.key('analyst'));
    const args = { alert_id: alertId, status: 'resolved', reason: 'drill' };
    const changed = await robot.callTool({ name: 'update_alert_status', arguments: args });
    expect(changed.structuredContent).toMatchObject({ id: alertId, status: 'resolved', close_reason: 'drill' });
    const read = await robot.callTool({ name: 'get_alert', arguments: { alert_id: alertId } });
    expect(read.structuredContent).toMatchObject({
      history: expect.arrayContaining([expect.objectContaining({ by: 'analyst key', to: 'resolved' })]),
    });
    await robot.callTool({ name: 'update_alert_status', arguments: { ...args, status: 'open' } });
    await robot.callTool({ name: 'get_event', arguments: { event_id: 'e2' } });
    await robot.callTool({ name: 'get_event', arguments: { event_id: 'not-there' } });
    expect(await auditRows({ action: 'setAlertStatus', target: alertId, 'detail.status': 'resolved' })).toMatchObject([
      {
        tenant_id: TENANT,
        actor: { display: 'analyst key', kind: 'api_key' },
        role: 'analyst',
        outcome: 'ok',
        detail: { via: 'mcp', tool: 'update_alert_status' },
      },
    ]);
    expect(await auditRows({ action: 'getEvent', target: 'e2' })).toMatchObject([
      { outcome: 'ok', detail: { via: 'mcp', tool: 'get_event' } },
    ]);
    expect(await auditRows({ action: 'getEvent', target: 'not-there' })).toMatchObject([
      { outcome: 'refused', detail: { http_status: 404, code: 'not_found' } },
    ]);
  });

  it('need the role that they declare', async () => {
    const roles = ['viewer', 'analyst', 'admin', 'msp_admin'] as const;
    for (const [rank, role] of roles.entries()) {
      const client = await api.connect(await api.key(role));
      for (const tool of agentTools) {
        const result = await client.callTool({ name: tool.name, arguments: examples()[tool.name] });
        const allowed = rank >= roles.indexOf(tool.role);
        expect([role, tool.name, result.isError ?? false]).toEqual([role, tool.name, !allowed]);
        if (!allowed) expect(textOf(result)).toMatch(`${tool.name} needs the role ${tool.role}, and you have the role ${role}`);
      }
    }
    expect(await auditRows({ action: 'setAlertStatus', role: 'viewer' })).toMatchObject([
      { outcome: 'refused', detail: { code: 'forbidden' } },
    ]);
  });
});
