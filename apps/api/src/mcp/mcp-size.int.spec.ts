import { agentTools, tokensOf } from '@aoc/server/agent-tools';
import { storeRecords } from '@aoc/server/ingestion';
import { generatedRecords } from '@aoc/tools/microsoft-simulator';
import type { CallToolResult, Client } from '@modelcontextprotocol/client';
import { z } from 'zod';
import { TENANT } from '../testing/api-fixture';
import { mcpFixture, type McpFixture } from '../testing/mcp-fixture';
import { auditRecord } from '../testing/records';

const LIMIT = 8000;
const pageSchema = z.looseObject({ rows: z.array(z.array(z.string().nullable())), next_cursor: z.string().nullable() });
const textOf = ({ content }: CallToolResult): string => content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');

describe('answers of the tools', () => {
  let api: McpFixture;
  let client: Client;
  beforeAll(async () => {
    api = await mcpFixture('mcp_size');
    const set = { tenantId: TENANT, seed: 11, users: 60, events: 700, days: 6, anchor: Date.now() };
    const bySource = Map.groupBy(generatedRecords(set), ({ source }) => source);
    for (const [source, records] of bySource) {
      const page = { source, records: records.map(({ body }) => body), broken: [], location: (index: number) => `${source} #${index}` };
      await storeRecords(api.context(), api.deps.ingestion, page);
    }
    client = await api.connect(await api.key('analyst'));
  }, 120_000);
  afterAll(() => api.stop());

  const call = (name: string, args: Record<string, unknown>) => client.callTool({ name, arguments: args });
  /** Tokens of all that is sent by the usual rule of four characters, and of what a model gets to see by the strict estimate. */
  const sizesOf = (result: CallToolResult) => [Math.ceil(JSON.stringify(result).length / 4), tokensOf(textOf(result))] as const;

  it('hold 100 events in fewer than 8,000 tokens, with every id whole', async () => {
    let cursor: string | null = null;
    let pages = 0;
    const ids = new Set<string>();
    do {
      const result: CallToolResult = await call('search_events', { days: 30, limit: 100, ...(cursor === null ? {} : { cursor }) });
      const [usual, strict] = sizesOf(result);
      expect([usual < LIMIT, strict < LIMIT, usual, strict]).toEqual([true, true, usual, strict]);
      const page = pageSchema.parse(result.structuredContent);
      if (page.next_cursor !== null) expect(page.rows).toHaveLength(100);
      for (const [id] of page.rows) ids.add(id ?? '');
      cursor = page.next_cursor;
      pages += 1;
    } while (cursor !== null);
    expect(pages).toBeGreaterThan(5);
    for (const id of [...ids].slice(0, 20)) expect((await call('get_event', { event_id: id })).isError ?? false).toBe(false);
  });

  it('stay small whatever the tool', async () => {
    for (const [name, args] of [
      ['get_summary', { days: 365 }],
      ['entity_timeline', { entity: 'user', days: 30, limit: 100 }],
      ['list_alerts', { limit: 100 }],
      ['list_rules', { limit: 100 }],
      ['preview_rule', { rule: { name: 'all', severity: 'low', conditions: [{ field: 'operation', op: 'exists', value: true }] } }],
    ] as const) {
      const result = await call(name, args);
      const [usual, strict] = sizesOf(result);
      expect([name, result.isError ?? false, usual < LIMIT, strict < LIMIT]).toEqual([name, false, true, true]);
    }
  });

  it('stay small for events that were made to be large', async () => {
    const long = 'Ä"\\'.repeat(150);
    const modified = Array.from({ length: 40 }, (_, i) => ({
      displayName: `Property ${i} ${long}`,
      oldValue: long.repeat(10),
      newValue: long.repeat(10),
    }));
    const records = Array.from({ length: 100 }, (_, i) =>
      auditRecord({
        id: `${'long-id-'.repeat(14)}${i}`,
        at: new Date(Date.now() - i * 1000).toISOString(),
        operation: `Grow ${long}`,
        service: 'Large',
        result: long,
        actor: { display: long, upn: null },
        target: { display: long, modified: i === 0 ? modified : [] },
      }),
    );
    await api.seed(records);
    const page = await call('search_events', { services: 'Large', limit: 100 });
    const { rows, next_cursor } = pageSchema.parse(page.structuredContent);
    expect([sizesOf(page)[1] < LIMIT, rows.length > 10, next_cursor === null || rows.length < 100]).toEqual([true, true, true]);
    const one = await call('get_event', { event_id: `${'long-id-'.repeat(14)}0` });
    expect(one.structuredContent).toMatchObject({ cut: true, note: expect.stringContaining('/api/events/') });
    expect(sizesOf(one)[1]).toBeLessThan(9000);
  });

  it('come with a list of tools that is small itself', async () => {
    const { tools } = await client.listTools();
    const perTool = tools.map(
      ({ name, description, inputSchema }) => [name, tokensOf(JSON.stringify({ description, inputSchema }))] as const,
    );
    expect(perTool).toHaveLength(agentTools.length);
    expect(perTool.reduce((sum, [, tokens]) => sum + tokens, 0)).toBeLessThan(6000);
  });
});
