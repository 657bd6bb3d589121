import { searchRoutes } from '@aoc/contracts';
import type { Query } from '@aoc/query';
import { privacyKey, type TenantContext } from '@aoc/server/context';
import { queryOf } from '@aoc/server/events';
import type { Principal } from '@aoc/server/identity';
import { PRIVACY_KEPT_MS } from '@aoc/server/tenants';
import { isBefore, liveFrom, type LiveBatch } from '@aoc/server/queues';
import { Controller, Inject, type BeforeApplicationShutdown } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Endpoint, type Call } from '../http/endpoint';
import { privacyLimitsOf } from '../http/caller';
import { Slots } from '../http/slots';
import { bytesFor, parseMessageId, textFor } from './live-messages';
import { LiveView } from './live-view';

const PING_MS = 15_000;
/** How often it is looked whether the caller may still see the tenant. */
const CHECK_MS = 10_000;
const HEADERS = { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' } as const;

interface Caller {
  ctx: TenantContext;
  principal: Principal;
  query: Query;
  request: FastifyRequest;
  reply: FastifyReply;
}

@Controller()
export class StreamController implements BeforeApplicationShutdown {
  private readonly slots: Slots;
  private readonly open = new Set<FastifyReply>();

  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {
    this.slots = new Slots(deps.config.LIVE_CONNECTIONS, 'live views');
  }

  @Endpoint(searchRoutes.streamEvents)
  async stream({ ctx, principal, query: filter, request, reply }: Call<typeof searchRoutes.streamEvents>) {
    const query = queryOf(filter);
    const free = this.slots.take();
    try {
      await this.serve({ ctx, principal, query, request, reply }, free);
    } catch (error) {
      free();
      throw error;
    }
    return undefined;
  }

  /** Listening begins before what was missed is read, so that nothing falls between; what comes twice is left out by its id. */
  private async serve({ ctx, principal, query, request, reply }: Caller, free: () => void): Promise<void> {
    const { live, valkey, config } = this.deps;
    const waiting: LiveBatch[] = [];
    let newest = '';
    let deliver = (batch: LiveBatch): void => void waiting.push(batch);
    const silence = await live.listen(ctx.tenantId, (batch) => deliver(batch));
    const last = parseMessageId(headerOf(request, 'last-event-id'));
    const kept = last ? await liveFrom(valkey, config.QUEUE_PREFIX, ctx.tenantId, last.batch) : [];
    const [first, ...later] = kept;
    const known = first?.id === last?.batch;
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
    reply.raw.writeHead(200, HEADERS);
    this.open.add(reply);
    const end = (): void => {
      view.close();
      clearInterval(timer);
      clearInterval(check);
      clearInterval(privacy);
      this.open.delete(reply);
      free();
      void silence();
    };
    const view = new LiveView(reply.raw, bytesFor(ctx, query), end);
    const timer = setInterval(() => view.ping(), PING_MS);
    const check = setInterval(() => void this.endIfOver(principal, reply), CHECK_MS);
    const privacy = setInterval(() => void this.endIfPrivacyChanged(ctx, principal, reply), PRIVACY_KEPT_MS);
    request.raw.once('close', end);
    reply.raw.write('retry: 2000\n\n');
    if (!known) view.tellLost('away for too long');
    // The caller was cut off within a batch: what comes behind the last message that it has.
    if (first && known && last) reply.raw.write(textFor(ctx, query, first, last.index));
    deliver = (batch) => {
      if (newest !== '' && !isBefore(newest, batch.id)) return;
      newest = batch.id;
      view.send(batch);
    };
    for (const batch of [...(known ? later : kept), ...waiting]) deliver(batch);
  }

  /** The browser asks for a new ticket then, and whoever lost the right to see the tenant gets none. */
  private async endIfOver(principal: Principal, reply: FastifyReply): Promise<void> {
    // A database that is away says nothing about the caller.
    const mayStay = await this.deps.authenticator.mayStay(principal).catch(() => true);
    if (!mayStay) reply.raw.end();
  }

  /** What may be seen is settled when a view is opened: the browser opens it anew. */
  private async endIfPrivacyChanged(ctx: TenantContext, principal: Principal, reply: FastifyReply): Promise<void> {
    const privacy = await privacyLimitsOf(this.deps.registry.privacy, principal, ctx.tenants).catch(() => ctx.privacy);
    if (privacyKey({ ...ctx, privacy }) !== privacyKey(ctx)) reply.raw.end();
  }

  /** Views end before the server waits for its connections. */
  beforeApplicationShutdown(): void {
    for (const reply of this.open) reply.raw.end();
  }
}

const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};
