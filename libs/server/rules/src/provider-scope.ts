import { DomainError, PROVIDER_SCOPE } from '@aoc/contracts';
import type { ReadContext, TenantContext } from '@aoc/server/context';

/** The same caller where the provider keeps its rules. Not for what a tenant asks: see {@link asProvider} and provider-rules.ts. */
export const providerScope = (ctx: ReadContext): TenantContext => ({ ...ctx, tenantId: PROVIDER_SCOPE, tenants: [PROVIDER_SCOPE] });

/**
 * Where the verbs of rules work on the rules of the provider, with all that they hold.
 * @throws DomainError forbidden for who does not serve all tenants
 */
export function asProvider(ctx: TenantContext): TenantContext {
  if (ctx.role !== 'msp_admin') throw new DomainError('forbidden', 'This needs the role msp_admin: it concerns all tenants.');
  return providerScope(ctx);
}

export const isProvider = ({ tenants }: ReadContext): boolean => tenants[0] === PROVIDER_SCOPE;
