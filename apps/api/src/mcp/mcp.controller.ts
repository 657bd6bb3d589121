import { mcpRoutes } from '@aoc/contracts';
import type { McpHttpHandler } from '@modelcontextprotocol/server';
import { Controller, Inject, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Endpoint, type Call } from '../http/endpoint';
import { RateLimits } from '../http/rate-limits';
import { webRequestOf } from './mcp-caller';
import { McpServers } from './mcp-servers';
import { loadProtocol } from './protocol';

/** Headers of an answer that are the business of the connection. */
const OF_THE_CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding']);

/** Streamable HTTP without sessions: each request gets a server of its own, whatever revision of the protocol it speaks. */
@Controller()
export class McpController implements OnApplicationShutdown {
  private handler: Promise<McpHttpHandler> | undefined;

  constructor(
    @Inject(DEPENDENCIES) private readonly deps: ApiDependencies,
    @Inject(McpServers) private readonly servers: McpServers,
    @Inject(RateLimits) private readonly limits: RateLimits,
  ) {}

  @Endpoint(mcpRoutes.mcp)
  async serve({ ctx, principal, body, request, reply }: Call<typeof mcpRoutes.mcp>) {
    const asking = { principal, tenantId: ctx.tenantId, address: request.ip };
    // The guard has counted one.
    for (let more = Array.isArray(body) ? body.length - 1 : 0; more > 0; more -= 1) await this.limits.take(asking, mcpRoutes.mcp);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    this.handler ??= this.open();
    const handler = await this.handler;
    const response = await handler.fetch(webRequestOf(request, { ctx, principal, address: request.ip }, gone.signal), {
      parsedBody: body,
    });
    await send(reply, response);
    return undefined;
  }

  async onApplicationShutdown(): Promise<void> {
    await (await this.handler)?.close();
  }

  private async open(): Promise<McpHttpHandler> {
    const { createMcpHandler } = await loadProtocol();
    return createMcpHandler(() => this.servers.make(), {
      onerror: (error) => this.deps.logger.debug({ err: error }, 'a message of MCP was refused'),
    });
  }
}

async function send(reply: FastifyReply, response: Response): Promise<void> {
  void reply.code(response.status);
  for (const [name, value] of response.headers) if (!OF_THE_CONNECTION.has(name)) void reply.header(name, value);
  const streams = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  await reply.send(streams && response.body ? Readable.fromWeb(response.body) : await response.text());
}
