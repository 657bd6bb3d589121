import type { Tenant } from '../tenant';
import type { Account } from './accounts';

/** By user principal name, in any case of letters. */
export const findAccount = (tenant: Tenant, upn: string): Account | undefined =>
  tenant.accounts.find((account) => account.upn.toLowerCase() === upn.toLowerCase());
