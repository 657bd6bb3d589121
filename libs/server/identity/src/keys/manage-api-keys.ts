import { DomainError, noSuch, type ApiKey, type ApiKeyCreated, type NewApiKey } from '@aoc/contracts';
import { hasPrivacyLimits, type TenantContext } from '@aoc/server/context';
import { holdsRole } from '../principal';
import type { ApiKeyStore } from './api-key.repository';
import type { ApiKeyDocument } from './api-key.schema';
import { newApiKey } from './api-key-text';

const DAY_MS = 86_400_000;
const MOST_KEYS = 500;

const toWire = (row: ApiKeyDocument): ApiKey => ({
  id: row._id,
  name: row.name,
  role: row.role,
  tenants: row.tenants,
  privacy_role: row.privacy_role,
  created_at: row.created_at.toISOString(),
  created_by: row.created_by.display,
  expires_at: row.expires_at?.toISOString() ?? null,
  last_used_at: row.last_used_at?.toISOString() ?? null,
  revoked_at: row.revoked_at?.toISOString() ?? null,
});

/** Nobody hands out more than they hold themselves. @throws DomainError forbidden */
function checkGrant(ctx: TenantContext, wanted: NewApiKey): void {
  const field = (path: string, message: string): never => {
    throw new DomainError('forbidden', `${message}.`, { errors: [{ path, message }] });
  };
  if (ctx.role === 'public' || !holdsRole(ctx.role, wanted.role))
    field('body.role', 'A key may not hold a higher role than the one who makes it');
  if (wanted.privacy_role && hasPrivacyLimits(ctx)) field('body.privacy_role', 'Only a holder of a privacy role may give it to a key');
}

/** Makes a key; its text is in this answer only. @throws DomainError forbidden, conflict */
export async function createApiKey(ctx: TenantContext, keys: ApiKeyStore, wanted: NewApiKey): Promise<ApiKeyCreated> {
  checkGrant(ctx, wanted);
  if ((await keys.count(ctx, { revoked_at: null }, MOST_KEYS)) >= MOST_KEYS)
    throw new DomainError('conflict', `There are ${MOST_KEYS} keys already, which is the most. Revoke some that are not used.`);
  const { id, text, hash } = newApiKey();
  const now = ctx.clock.now();
  const row = {
    _id: id,
    tenants: [ctx.tenantId],
    name: wanted.name,
    role: wanted.role,
    privacy_role: wanted.privacy_role,
    hash,
    created_at: now,
    created_by: { id: ctx.actor.id, display: ctx.actor.display },
    expires_at: wanted.expires_in_days === null ? null : new Date(now.getTime() + wanted.expires_in_days * DAY_MS),
    last_used_at: null,
    revoked_at: null,
  };
  await keys.insertOne(ctx, row);
  return { ...toWire({ ...row, tenant_id: ctx.tenantId }), key: text };
}

/** Newest first, revoked ones too. */
export async function listApiKeys(ctx: TenantContext, keys: ApiKeyStore): Promise<ApiKey[]> {
  const rows = await keys
    .find(ctx, {})
    .sort({ created_at: -1 })
    .limit(2 * MOST_KEYS)
    .toArray();
  return rows.map(toWire);
}

/** From now on the key is refused; a second time changes nothing. @throws DomainError not_found */
export async function revokeApiKey(ctx: TenantContext, keys: ApiKeyStore, id: string): Promise<void> {
  const { matchedCount } = await keys.updateOne(ctx, { _id: id, revoked_at: null }, { $set: { revoked_at: ctx.clock.now() } });
  if (matchedCount === 0 && !(await keys.findOne(ctx, { _id: id }))) throw noSuch('such API key');
}
