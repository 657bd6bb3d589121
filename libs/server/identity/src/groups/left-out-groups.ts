import { tenantIdSchema, type TenantId } from '@aoc/contracts';
import { MicrosoftError, type MicrosoftClient } from '@aoc/microsoft';
import type { Clock } from '@aoc/server/context';
import { LRUCache } from 'lru-cache';

/** An answer may be this old: a person who leaves a group keeps what it gave this long, and with a token that names its groups an hour. */
const KEPT_MS = 300_000;
/** Where Graph cannot answer it is asked again for a person after this time. */
const RETRY_MS = 10_000;
const ASK_WITHIN_MS = 8000;
const MAX_PEOPLE = 10_000;

/** The groups that were asked for and are held, or why they are not known: `for_now`, or until an administrator does something. */
export type GroupsVerdict = { groups: ReadonlySet<string> } | { failed: 'for_now' | 'until_changed' };

export interface LeftOutGroupsParts {
  /** Groups that give something to people of a tenant. */
  wantedOf(tenantId: TenantId): Promise<readonly string[]>;
  /** Reads the tenant with credentials of its own; null when there are none. */
  clientOf(tenantId: TenantId): Promise<Pick<MicrosoftClient, 'memberGroups'> | null>;
  clock: Clock;
  /** For the log; `advice` says what an administrator can do. */
  onProblem(problem: { tenant: string; person: string; advice: string; error?: unknown }): void;
}

const NO_CREDENTIALS =
  'Somebody belongs to so many groups that Entra left them out of the token, and AOC has no credentials to look them up in that tenant. Enter the credentials of its app registration, let tokens carry only the groups that are assigned to the application, or assign app roles of AOC.';
const FAILED =
  'Somebody belongs to so many groups that Entra left them out of the token, and they could not be looked up in Microsoft Graph.';

/**
 * Groups of people whose tokens do not carry them because they are too many. Graph is asked whether they hold one of those that count here,
 * at the configured address: the one that a token names is never followed, nor even read.
 */
export class LeftOutGroups {
  private readonly known: LRUCache<string, Promise<GroupsVerdict>>;

  constructor(private readonly parts: LeftOutGroupsParts) {
    const perf = { now: () => parts.clock.now().getTime() };
    this.known = new LRUCache({ max: MAX_PEOPLE, ttl: KEPT_MS, ttlResolution: 0, perf });
  }

  /** @returns null when no group counts here. Graph being away is a verdict, not an error. */
  async of({ tenantId, objectId }: { tenantId: string; objectId: string }): Promise<GroupsVerdict | null> {
    const tenant = tenantIdSchema.parse(tenantId);
    const wanted = await this.parts.wantedOf(tenant);
    if (wanted.length === 0) return null;
    const key = [tenant, objectId, ...wanted].join(' ');
    const known = this.known.get(key);
    if (known) return known;
    const asked = this.ask(tenant, objectId, wanted);
    // Many requests of a page that opens ask once.
    this.known.set(key, asked, { ttl: 2 * ASK_WITHIN_MS });
    const verdict = await asked;
    this.known.set(key, asked, { ttl: 'groups' in verdict ? KEPT_MS : RETRY_MS });
    return verdict;
  }

  private async ask(tenant: TenantId, person: string, wanted: readonly string[]): Promise<GroupsVerdict> {
    const { clientOf, onProblem } = this.parts;
    try {
      const client = await clientOf(tenant);
      if (client) return { groups: await client.memberGroups(person, wanted, AbortSignal.timeout(ASK_WITHIN_MS)) };
      onProblem({ tenant, person, advice: NO_CREDENTIALS });
      return { failed: 'until_changed' };
    } catch (error) {
      const known = error instanceof MicrosoftError;
      onProblem({ tenant, person, advice: known ? `${FAILED} ${error.advice}` : FAILED, error });
      return { failed: known && !error.retryable ? 'until_changed' : 'for_now' };
    }
  }
}
