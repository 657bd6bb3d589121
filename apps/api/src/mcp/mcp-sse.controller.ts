import { DomainError, mcpRoutes } from '@aoc/contracts';
import { Controller, Inject, type BeforeApplicationShutdown } from '@nestjs/common';
import { Answer } from '../http/answer';
import { Endpoint, type Call } from '../http/endpoint';
import { webRequestOf } from './mcp-caller';
import { McpServers } from './mcp-servers';
import { loadProtocol } from './protocol';
import { SseSessions } from './sse-sessions';
import { SseTransport } from './sse-transport';

const HEADERS = { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' } as const;

/** The transport of 1.x clients: a stream of answers, and messages that are posted to its session with the caller's own credential. */
@Controller()
export class McpSseController implements BeforeApplicationShutdown {
  private readonly sessions = new SseSessions();

  constructor(@Inject(McpServers) private readonly servers: McpServers) {}

  @Endpoint(mcpRoutes.mcpSse)
  async open({ ctx, principal, request, reply }: Call<typeof mcpRoutes.mcpSse>) {
    const caller = { ctx, principal, address: request.ip };
    const [protocol, server] = await Promise.all([loadProtocol(), this.servers.make()]);
    this.sessions.assertRoom(caller);
    const id = this.sessions.newId();
    const transport = new SseTransport(protocol, reply.raw, `${mcpRoutes.mcpMessages.path}/?session_id=${id}`);
    server.server.onclose = () => this.sessions.remove(id);
    this.sessions.add(id, caller, transport);
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
    reply.raw.writeHead(200, HEADERS);
    await server.connect(transport);
    return undefined;
  }

  @Endpoint(mcpRoutes.mcpMessages)
  async message({ ctx, principal, query, body, request }: Call<typeof mcpRoutes.mcpMessages>) {
    const caller = { ctx, principal, address: request.ip };
    const transport = this.sessions.find(query.session_id, caller);
    try {
      transport.take(body, { request: webRequestOf(request, caller) });
    } catch (error) {
      throw new DomainError('bad_request', 'This is not a message of JSON-RPC 2.0.', { cause: error });
    }
    return new Answer(202, 'Accepted');
  }

  /** Streams end before the server waits for its connections. */
  beforeApplicationShutdown(): Promise<void> {
    return this.sessions.closeAll();
  }
}
