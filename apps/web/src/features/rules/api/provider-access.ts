import { providerRuleRoutes } from '@aoc/contracts';
import { useMay, useMe } from '../../../shared/api/me';
import type { RuleScope } from './rule-routes';

/** Whether who is signed in serves several tenants, and so writes rules for all of them. */
export function useServesTenants(): boolean {
  const { data } = useMe();
  const may = useMay(providerRuleRoutes.listProviderRules);
  return may && (data?.tenants.length ?? 0) > 1;
}

/** Where a screen works that an address asks to work at the provider: only for who may. */
export function useScopeOf(search: { scope?: unknown }): RuleScope {
  const serves = useServesTenants();
  return serves && search.scope === 'provider' ? 'provider' : 'tenant';
}
