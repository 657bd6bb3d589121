import type { PersonRole, TenantId } from '@aoc/contracts';
import { createApiKey } from '@aoc/server/identity';
import { createTenant } from '@aoc/server/tenants';
import { bundleTool, COMPILE_CACHE } from '@aoc/testing';
import { Client, SSEClientTransport, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { randomBytes } from 'node:crypto';
import { apiFixture, OTHER_TENANT, TENANT, type ApiFixture } from './api-fixture';

/** How a client reaches the tools: each transport, with the newest revision of the protocol or (2025) the one that begins with a handshake. */
export const MCP_WAYS = ['http', 'http_2025', 'sse', 'stdio', 'stdio_2025'] as const;
export type McpWay = (typeof MCP_WAYS)[number];

export interface McpFixture extends ApiFixture {
  /** A new API key of a tenant. */
  key(role: PersonRole, tenant?: TenantId, privacyRole?: boolean): Promise<string>;
  /** A client of the protocol that is signed in with the key; `stop` ends it. */
  connect(key: string, way?: McpWay, headers?: Record<string, string>): Promise<Client>;
}

const licence = {
  kind: 'signed' as const,
  claims: {
    sub: 'Provider',
    jti: '1',
    plan: 'msp',
    features: ['multi_tenant'],
    max_tenants: 3,
    exp: Math.floor(Date.now() / 1000) + 36_000,
  },
};

/** An API with sign-in that serves two tenants, with the tools switched on. */
export async function mcpFixture(label: string, env: Record<string, string> = {}): Promise<McpFixture> {
  const api = await apiFixture(label, {
    licence,
    env: {
      AUTH_ENABLED: 'true',
      AUTH_TENANT_ID: TENANT,
      AUTH_CLIENT_ID: '7e1f0a52-3c0e-4e0d-9f6e-5d1f3f0a9b21',
      AI_FEATURES_ENABLED: 'true',
      ALERTS_ENABLED: 'true',
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      RATE_LIMIT_PER_MINUTE: '0',
      RATE_LIMIT_HEAVY_PER_MINUTE: '0',
      ...env,
    },
  });
  await createTenant(api.context(), api.deps.registry, { tenant_id: OTHER_TENANT, name: 'Other' });
  const clients: Client[] = [];
  let tool: ReturnType<typeof bundleTool> | undefined;
  function transportOf(way: McpWay, key: string, headers: Record<string, string>): Transport {
    const requestInit = { headers: { authorization: `Bearer ${key}`, ...headers } };
    if (way === 'sse') return new SSEClientTransport(new URL('/mcp/sse', api.url), { requestInit });
    if (way === 'http' || way === 'http_2025') return new StreamableHTTPClientTransport(new URL('/mcp', api.url), { requestInit });
    tool ??= bundleTool('mcp');
    const env = { ...COMPILE_CACHE, AOC_URL: api.url, AOC_API_KEY: key, AOC_TENANT: headers['x-aoc-tenant'] ?? '' };
    return new StdioClientTransport({ command: process.execPath, args: [...tool.command], env, stderr: 'ignore' });
  }
  return {
    ...api,
    async key(role, tenant = TENANT, privacy_role = false) {
      const body = { name: `${role} key`, role, expires_in_days: 1, privacy_role };
      return (await createApiKey(api.context(tenant), api.deps.apiKeys, body)).key;
    },
    async connect(key, way = 'http', headers = {}) {
      const client = new Client(
        { name: 'test', version: '1' },
        { versionNegotiation: { mode: way === 'http' || way === 'stdio' ? 'auto' : 'legacy' } },
      );
      await client.connect(transportOf(way, key, headers));
      clients.push(client);
      return client;
    },
    async stop() {
      await Promise.all(clients.map((client) => client.close()));
      tool?.remove();
      await api.stop();
    },
  };
}
