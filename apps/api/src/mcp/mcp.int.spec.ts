import { agentTools } from '@aoc/server/agent-tools';
import { createRule } from '@aoc/server/rules';
import { checkedRuleBodySchema } from '@aoc/contracts';
import type { Client } from '@modelcontextprotocol/client';
import { mcpFixture, type McpFixture, type McpWay } from '../testing/mcp-fixture';
import { auditRecord } from '../testing/records';

const WAYS: McpWay[] = ['http', 'http_2025', 'sse'];
const recently = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

describe('the tools over MCP', () => {
  let api: McpFixture;
  const clients = new Map<McpWay, Client>();
  beforeAll(async () => {
    api = await mcpFixture('mcp');
    const rule = checkedRuleBodySchema.parse({
      name: 'Laptops',
      severity: 'high',
      conditions: [{ field: 'targets.display', op: 'eq', value: 'LAPTOP-1' }],
    });
    await createRule(api.context(), api.deps.detection.rules, { body: rule, origin: 'own' });
    await api.seed([
      auditRecord({ id: 'e1', at: recently(30), target: { display: 'LAPTOP-1', type: 'Device' } }),
      auditRecord({ id: 'e2', at: recently(20), operation: 'Delete user', result: 'failure' }),
      auditRecord({ id: 'e3', at: recently(10), service: 'Exchange', operation: 'New-InboxRule' }),
    ]);
    for (const way of WAYS) clients.set(way, await api.connect(await api.key('analyst'), way));
  });
  afterAll(() => api.stop());

  const clientOf = (way: McpWay): Client => {
    const client = clients.get(way);
    if (!client) throw new Error(`no client over ${way}`);
    return client;
  };

  describe.each(WAYS)('%s', (way) => {
    it('names the server, and all tools', async () => {
      const client = clientOf(way);
      expect(client.getServerVersion()).toMatchObject({ name: 'aoc' });
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toEqual(agentTools.map(({ name }) => name));
    });

    it('finds events', async () => {
      const client = clientOf(way);
      const result = await client.callTool({ name: 'search_events', arguments: { days: 7 } });
      expect(result.structuredContent).toMatchObject({ total: 3, total_is_exact: true });
      console.log(way, JSON.stringify(result.structuredContent));
    });
  });
});
