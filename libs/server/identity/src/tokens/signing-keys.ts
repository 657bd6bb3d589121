import { DomainError } from '@aoc/contracts';
import type { Clock } from '@aoc/server/context';
import { createRemoteJWKSet, errors, exportSPKI } from 'jose';
import { CredentialRefused } from '../refusal';

const ASK_WITHIN_MS = 5000;
/** Keys are asked for again after this time, and at once for a key that is not known, but not more often than the pause. */
const TIMES = { maxAgeMs: 3_600_000, pauseMs: 5000 };
/** How long a key stays good that could not be asked for again. */
const STALE_MS = 24 * 3_600_000;
const MAX_TENANTS = 10_000;

interface KnownKey {
  pem: string;
  /** When Entra last published it, in milliseconds since 1970. */
  seen: number;
}

/**
 * The keys that Entra signs with, per tenant, as PEM. Published keys change without notice: one that is not known makes AOC ask again
 * (https://learn.microsoft.com/entra/identity-platform/signing-key-rollover). While Entra cannot be asked, known keys
 * stay good for a day.
 */
export class SigningKeys {
  private readonly sets = new Map<string, ReturnType<typeof createRemoteJWKSet>>();
  private readonly known = new Map<string, KnownKey>();

  constructor(
    private readonly loginUrl: string,
    private readonly clock: Clock,
    private readonly times = TIMES,
  ) {}

  /** @throws CredentialRefused unknown_key; DomainError unavailable when Entra cannot be asked */
  async pem(tenantId: string, kid: string): Promise<string> {
    const name = `${tenantId} ${kid}`;
    const now = this.clock.now().getTime();
    try {
      const pem = await exportSPKI(await this.setOf(tenantId)({ alg: 'RS256', kid }));
      if (this.known.size >= MAX_TENANTS) this.known.clear();
      this.known.set(name, { pem, seen: now });
      return pem;
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
        this.known.delete(name);
        throw new CredentialRefused('unknown_key');
      }
      const known = this.known.get(name);
      if (known && now - known.seen < STALE_MS) return known.pem;
      throw new DomainError('unavailable', 'The keys of Entra cannot be read now, so that nobody can be let in. Try again in a moment.', {
        cause: error,
        retryAfterSeconds: 10,
      });
    }
  }

  private setOf(tenantId: string) {
    const known = this.sets.get(tenantId);
    if (known) return known;
    if (this.sets.size >= MAX_TENANTS) this.sets.clear();
    const address = new URL(`${this.loginUrl}/${tenantId}/discovery/v2.0/keys`);
    const set = createRemoteJWKSet(address, {
      timeoutDuration: ASK_WITHIN_MS,
      cooldownDuration: this.times.pauseMs,
      cacheMaxAge: this.times.maxAgeMs,
    });
    this.sets.set(tenantId, set);
    return set;
  }
}
