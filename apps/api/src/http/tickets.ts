import { allRoutes, DomainError, personRoleSchema, tenantIdSchema, type RouteContract } from '@aoc/contracts';
import type { Clock } from '@aoc/server/context';
import { CredentialRefused, type Principal } from '@aoc/server/identity';
import { OneTimeStore, type Redis } from '@aoc/server/queues';
import { z } from 'zod';

const SECONDS = 60;
const FORM = /^[A-Za-z0-9_-]{43}$/;

const keptSchema = z.object({
  operation_id: z.string(),
  tenant: z.union([z.literal('*'), tenantIdSchema]),
  principal: z.object({
    signIn: z.enum(['entra', 'api_key', 'none']),
    id: z.string(),
    display: z.string(),
    username: z.string(),
    role: personRoleSchema,
    held: z.array(z.string()),
    seesHiddenOf: z.array(tenantIdSchema),
    home: tenantIdSchema.nullable(),
    tenants: z.union([z.literal('all'), z.array(tenantIdSchema)]),
    until: z.number().nullable(),
  }),
});

/** One-time tickets: a caller for one request of one route, within a minute. */
export class Tickets {
  private readonly store: OneTimeStore;
  private readonly clock: Clock;

  constructor(parts: { valkey: Redis; config: { QUEUE_PREFIX: string }; clock: Clock }) {
    this.store = new OneTimeStore(parts.valkey, parts.config.QUEUE_PREFIX);
    this.clock = parts.clock;
  }

  /** @throws DomainError bad_request for a route that takes none */
  async issue(principal: Principal, tenant: string, operationId: string): Promise<{ ticket: string; expires_at: string }> {
    const routes: RouteContract[] = Object.values(allRoutes);
    const taking = routes.filter((route) => route.ticket).map((route) => route.operationId);
    if (!taking.includes(operationId))
      throw new DomainError('bad_request', `Only these routes take a ticket: ${taking.join(', ')}.`, {
        errors: [{ path: 'body.operation_id', message: `must be one of ${taking.join(', ')}` }],
      });
    const ticket = await this.store.put(JSON.stringify({ operation_id: operationId, tenant, principal }), SECONDS);
    return { ticket, expires_at: new Date(this.clock.now().getTime() + SECONDS * 1000).toISOString() };
  }

  /** @throws CredentialRefused */
  async take(ticket: string | string[], contract: RouteContract): Promise<{ principal: Principal; tenant: string }> {
    const text = typeof ticket === 'string' && FORM.test(ticket) ? await this.store.take(ticket) : null;
    if (text === null) throw new CredentialRefused('unknown_ticket');
    const kept = keptSchema.parse(JSON.parse(text));
    if (kept.operation_id !== contract.operationId) throw new CredentialRefused('unknown_ticket');
    return { principal: kept.principal, tenant: kept.tenant };
  }
}
