import { DomainError, type RouteContract, type TenantId } from '@aoc/contracts';
import type { Principal } from '@aoc/server/identity';
import type { ApiDependencies } from '../app/dependencies';
import { Alone, SharedLimit } from './shared-limit';

/** Who is counted: everybody by themselves, and the tenant that they ask about. */
export interface Asking {
  principal: Principal;
  tenantId: TenantId;
  /** Address that the request came from. */
  address: string;
}

/**
 * People and keys are counted by who they are, wherever they ask from: behind a proxy all have its address. Without sign-in there is only the
 * address. What cannot be counted by anybody, refused credentials, is left to the proxy for the same reason: one attacker would lock all out.
 */
const callerKey = ({ principal, address }: Asking): string =>
  principal.signIn === 'none' ? `address:${address}` : `${principal.home ?? 'all'}:${principal.id}`;

/** How often a caller, and everybody together in one tenant, may ask; counted by all API processes together. */
export class RateLimits {
  private readonly all: SharedLimit | null;
  private readonly heavy: SharedLimit | null;
  private readonly tenant: SharedLimit | null;

  constructor({ config, valkey, logger }: Pick<ApiDependencies, 'config' | 'valkey' | 'logger'>) {
    const alone = new Alone((error) =>
      logger.warn({ err: error }, 'requests are counted by this process alone: the queue does not answer'),
    );
    const limit = (name: string, perMinute: number) =>
      perMinute === 0 ? null : new SharedLimit({ valkey, prefix: `${config.QUEUE_PREFIX}:rate:${name}`, perMinute, alone });
    this.all = limit('all', config.RATE_LIMIT_PER_MINUTE);
    this.heavy = limit('heavy', config.RATE_LIMIT_HEAVY_PER_MINUTE);
    this.tenant = limit('tenant', config.RATE_LIMIT_TENANT_PER_MINUTE);
  }

  /** @throws DomainError rate_limited that says when to ask again */
  async take(asking: Asking, contract: RouteContract): Promise<void> {
    await count(this.all, callerKey(asking), 'You have used up the requests of this minute.');
    await count(this.tenant, asking.tenantId, 'The people and keys of this tenant have together used up the requests of this minute.');
    if (contract.heavy) await this.takeHeavy(asking);
  }

  /** Counts what costs much, and was not asked for by a route of its own. @throws DomainError rate_limited */
  async takeHeavy(asking: Asking): Promise<void> {
    await count(this.heavy, callerKey(asking), 'You have used up the exports, imports, fetches and previews of this minute.');
  }
}

async function count(limit: SharedLimit | null, key: string, usedUp: string): Promise<void> {
  const refusedFor = limit && (await limit.refusedFor(key));
  if (refusedFor === null) return;
  throw new DomainError('rate_limited', `${usedUp} Ask again after the time in Retry-After.`, {
    retryAfterSeconds: Math.max(1, Math.ceil(refusedFor / 1000)),
  });
}
