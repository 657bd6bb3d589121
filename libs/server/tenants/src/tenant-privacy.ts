import type { TenantId } from '@aoc/contracts';
import type { Config } from '@aoc/server/config';
import { HIDES_NOTHING, type PrivacyPolicy } from '@aoc/server/context';
import { LRUCache } from 'lru-cache';
import type { TenantRepository } from './tenant.repository';

/** Live views look again after as long: a change that another process made holds after twice this at the latest, which is ten seconds. */
export const PRIVACY_KEPT_MS = 5000;
const MAX_KNOWN = 10_000;

/** What is hidden of a tenant, and who sees it nevertheless. */
export interface PrivacySettings {
  policy: PrivacyPolicy;
  /** App roles, or ids of groups. */
  roles: readonly string[];
}

type EnvironmentPrivacy = Pick<Config, 'PRIVACY_SERVICES' | 'PRIVACY_SENSITIVE_OPERATIONS' | 'PRIVACY_SERVICE_ROLES'>;

/** The privacy settings of each tenant: its own where it has them, else those of the environment. Read anew every five seconds. */
export class TenantPrivacy {
  private readonly known = new LRUCache<TenantId, PrivacySettings>({ max: MAX_KNOWN, ttl: PRIVACY_KEPT_MS });
  private readonly usual: PrivacySettings;

  constructor(
    config: EnvironmentPrivacy,
    private readonly tenants: Pick<TenantRepository, 'privacyOf'>,
  ) {
    this.usual = {
      policy: { hiddenServices: config.PRIVACY_SERVICES, hiddenOperations: config.PRIVACY_SENSITIVE_OPERATIONS },
      roles: config.PRIVACY_SERVICE_ROLES,
    };
  }

  async of(ids: readonly TenantId[]): Promise<ReadonlyMap<TenantId, PrivacySettings>> {
    const found = new Map<TenantId, PrivacySettings>();
    const missing = ids.filter((id) => {
      const known = this.known.get(id);
      if (known) found.set(id, known);
      return !known;
    });
    if (missing.length === 0) return found;
    const own = await this.tenants.privacyOf(missing);
    for (const id of missing) {
      const settings = this.settingsOf(own.get(id) ?? null);
      this.known.set(id, settings);
      found.set(id, settings);
    }
    return found;
  }

  /** What is hidden of a tenant from whoever holds no privacy role. */
  async policyOf(id: TenantId): Promise<PrivacyPolicy> {
    return (await this.of([id])).get(id)?.policy ?? HIDES_NOTHING;
  }

  /** The settings that these choices of a tenant lead to. */
  settingsOf(own: { services: readonly string[]; operations: readonly string[]; roles: readonly string[] | null } | null): PrivacySettings {
    if (!own) return this.usual;
    return { policy: { hiddenServices: own.services, hiddenOperations: own.operations }, roles: own.roles ?? this.usual.roles };
  }

  /** Settings of this tenant were changed by this process. */
  forget(id: TenantId): void {
    this.known.delete(id);
  }
}

/** Whether nothing that was hidden can be seen by more people than before. */
export function hidesAsMuch(before: PrivacySettings, after: PrivacySettings): boolean {
  const within = (some: readonly string[], all: readonly string[]): boolean => some.every((one) => all.includes(one));
  const { hiddenServices, hiddenOperations } = before.policy;
  // Who sees what is hidden does not matter where nothing was.
  if (hiddenServices.length + hiddenOperations.length === 0) return true;
  return (
    within(hiddenServices, after.policy.hiddenServices) &&
    within(hiddenOperations, after.policy.hiddenOperations) &&
    within(after.roles, before.roles)
  );
}
