import { DomainError, tenantIdSchema, type TenantId } from '@aoc/contracts';
import type { Config } from '@aoc/server/config';
import type { Clock } from '@aoc/server/context';
import { configuredTenant } from '@aoc/server/tenants';
import { accessOf } from './access-rules';
import type { LeftOutGroups } from './groups/left-out-groups';
import type { ApiKeyRepository } from './keys/api-key.repository';
import { looksLikeApiKey, parseApiKey } from './keys/api-key-text';
import type { Principal } from './principal';
import { CredentialRefused } from './refusal';
import { readClaims, type EntraIdentity } from './tokens/entra-claims';
import { issuerOf } from './tokens/issuers';
import { readToken } from './tokens/read-token';
import { SigningKeys } from './tokens/signing-keys';
import { verifyBearer } from './tokens/bearer';

export interface AuthenticatorParts {
  config: Config;
  apiKeys: ApiKeyRepository;
  /** Whether people and keys of a registered tenant may sign in. */
  acceptsTenant(tenant: TenantId): Promise<boolean>;
  /** Looks up the groups of people whose tokens leave them out. */
  groups: Pick<LeftOutGroups, 'of'>;
  clock: Clock;
}

const NOT_NOW =
  'You belong to so many groups that Entra left them out of your token, and Microsoft Graph cannot be asked for them now. Try again in a moment.';

/** Scope and audiences by which tokens are meant for this installation. */
function registration(config: Config): { scope: string; audience: string[] } {
  const clientId = config.AUTH_CLIENT_ID;
  const at = config.AUTH_SCOPE.lastIndexOf('/');
  const uri = at > 0 ? config.AUTH_SCOPE.slice(0, at) : `api://${clientId}`;
  return { scope: config.AUTH_SCOPE.slice(at + 1) || 'access', audience: [...new Set([clientId, `api://${clientId}`, uri])] };
}

const KEY_PREFIX = 'key:';

/** Finds out who calls from the credential that they present. */
export class Authenticator {
  private readonly keys: SigningKeys;
  private readonly registration;
  private readonly own: TenantId;

  constructor(private readonly parts: AuthenticatorParts) {
    this.keys = new SigningKeys(parts.config.LOGIN_URL, parts.clock);
    this.registration = registration(parts.config);
    this.own = configuredTenant(parts.config).id;
  }

  /** @throws CredentialRefused; DomainError forbidden for a known person without access, unavailable without the keys of Entra */
  authenticate(credential: string): Promise<Principal> {
    return looksLikeApiKey(credential) ? this.byApiKey(credential) : this.byToken(credential);
  }

  /**
   * Whether somebody who was let in may stay, for answers that go on for long: the token has not ended, the key was not revoked, the
   * tenant was not switched off. That a person was blocked in Entra is known when the token ends.
   */
  async mayStay(principal: Principal): Promise<boolean> {
    const { clock, apiKeys } = this.parts;
    if (principal.until !== null && principal.until <= clock.now().getTime()) return false;
    if (principal.signIn === 'api_key') {
      const row = await apiKeys.find(principal.id.slice(KEY_PREFIX.length));
      if (!row || row.revoked_at) return false;
    }
    return principal.home === null || principal.home === this.own || this.parts.acceptsTenant(principal.home);
  }

  private async byApiKey(credential: string): Promise<Principal> {
    const key = parseApiKey(credential);
    const row = key && (await this.parts.apiKeys.find(key.id));
    if (!key || !row || !key.matches(row.hash)) throw new CredentialRefused('unknown_api_key');
    const now = this.parts.clock.now();
    if (row.revoked_at) throw new CredentialRefused('revoked_api_key');
    if (row.expires_at && row.expires_at <= now) throw new CredentialRefused('expired_api_key');
    if (row.tenant_id !== this.own && !(await this.parts.acceptsTenant(row.tenant_id))) throw new CredentialRefused('unknown_tenant');
    await this.parts.apiKeys.noteUse(row, now);
    return {
      signIn: 'api_key',
      id: `${KEY_PREFIX}${row._id}`,
      display: row.name,
      username: row.name,
      role: row.role,
      held: [],
      // Also of a key that serves all tenants: who made it answered for those in which it was made.
      seesHiddenOf: row.privacy_role ? row.tenants : [],
      home: row.tenant_id,
      tenants: row.role === 'msp_admin' ? 'all' : row.tenants,
      until: row.expires_at?.getTime() ?? null,
    };
  }

  /** Without the groups that were left out what the token says by itself counts. */
  private async accessOf(identity: EntraIdentity): Promise<ReturnType<typeof accessOf>> {
    const { config, groups } = this.parts;
    const found = identity.groupsLeftOut ? await groups.of(identity) : null;
    if (found && 'groups' in found)
      return accessOf({ ...identity, groups: [...identity.groups, ...found.groups], groupsLeftOut: false }, config);
    try {
      return accessOf(identity, config);
    } catch (error) {
      if (found?.failed !== 'for_now') throw error;
      throw new DomainError('unavailable', NOT_NOW, { cause: error, retryAfterSeconds: 10 });
    }
  }

  private async byToken(token: string): Promise<Principal> {
    const { config, clock } = this.parts;
    const address = readToken(token);
    const tenant = tenantIdSchema.safeParse(address.tenantId);
    if (!tenant.success) throw new CredentialRefused('unknown_tenant');
    const atHome = tenant.data === config.AUTH_TENANT_ID.toLowerCase();
    if (!atHome && !(await this.parts.acceptsTenant(tenant.data))) throw new CredentialRefused('unknown_tenant');
    const issuer = issuerOf(config.LOGIN_URL, tenant.data, address.version);
    if (address.issuer !== issuer) throw new CredentialRefused('issuer');
    const pem = await this.keys.pem(tenant.data, address.kid);
    const { audience, scope } = this.registration;
    const claims = await verifyBearer(token, pem, { tenantId: tenant.data, issuer, audience, clientId: config.AUTH_CLIENT_ID });
    const identity = readClaims(claims, { tenantId: tenant.data, scope, now: clock.now() });
    const access = await this.accessOf(identity);
    // The administrators of a customer's tenant hand out its app roles: these end at their own tenant.
    const role = atHome || access.role !== 'msp_admin' ? access.role : 'admin';
    const home = atHome ? this.own : tenant.data;
    return {
      signIn: 'entra',
      id: identity.objectId,
      display: identity.display,
      username: identity.username,
      role,
      held: access.held,
      seesHiddenOf: [],
      home,
      tenants: role === 'msp_admin' ? 'all' : [home],
      until: identity.until,
    };
  }
}
