import { accountRules } from './accounts';
import { applicationRules } from './applications';
import { conditionalAccessRules } from './conditional-access';
import { exchangeAdminRules } from './exchange-admin';
import { intuneRules } from './intune';
import { mailboxRules } from './mailboxes';
import type { PackRule } from './pack-rule';
import { roleRules } from './privileged-roles';
import { sharePointRules } from './sharepoint-teams';
import { signInRules } from './sign-ins';
import { tenantRules } from './tenant-settings';

/** Rules for attack paths of Microsoft 365, to be added to the default rules. */
export const PACK_RULES: readonly PackRule[] = [
  ...signInRules,
  ...accountRules,
  ...roleRules,
  ...applicationRules,
  ...conditionalAccessRules,
  ...tenantRules,
  ...mailboxRules,
  ...exchangeAdminRules,
  ...sharePointRules,
  ...intuneRules,
];
