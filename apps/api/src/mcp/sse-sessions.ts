import { DomainError } from '@aoc/contracts';
import { randomBytes } from 'node:crypto';
import type { McpCaller } from './mcp-caller';
import type { SseTransport } from './sse-transport';

/** Sessions of one process, and of one caller in it. */
const MAX_SESSIONS = 200;
const MAX_OF_CALLER = 10;

interface Session {
  owner: string;
  transport: SseTransport;
}

/** Whose session it is: the caller in the tenants, not the credential, which may be renewed. */
const ownerOf = ({ ctx, principal }: McpCaller): string => JSON.stringify([principal.signIn, principal.id, ctx.tenants]);

/** Open sessions of the older transport, each of one caller. */
export class SseSessions {
  private readonly open = new Map<string, Session>();

  /** @throws DomainError rate_limited */
  assertRoom(caller: McpCaller): void {
    const owner = ownerOf(caller);
    const own = [...this.open.values()].filter((session) => session.owner === owner).length;
    if (this.open.size >= MAX_SESSIONS || own >= MAX_OF_CALLER)
      throw new DomainError(
        'rate_limited',
        'There are too many open sessions. Close some, or use streamable HTTP at /mcp, which has none.',
        {
          retryAfterSeconds: 30,
        },
      );
  }

  newId(): string {
    return randomBytes(32).toString('base64url');
  }

  add(id: string, caller: McpCaller, transport: SseTransport): void {
    this.open.set(id, { owner: ownerOf(caller), transport });
  }

  /** A session of somebody else is answered like one that does not exist. @throws DomainError not_found */
  find(id: string, caller: McpCaller): SseTransport {
    const session = this.open.get(id);
    if (session?.owner !== ownerOf(caller))
      throw new DomainError(
        'not_found',
        'There is no such session here: it was closed, or belongs to another caller. Open /mcp/sse again.',
      );
    return session.transport;
  }

  remove(id: string): void {
    this.open.delete(id);
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.open.values()].map(({ transport }) => transport.close()));
  }
}
