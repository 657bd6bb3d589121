import { accountExamples } from './examples/accounts.examples';
import { applicationExamples } from './examples/applications.examples';
import { defaultExamples } from './examples/default.examples';
import { exchangeAdminExamples, mailboxExamples } from './examples/exchange.examples';
import { roleExamples } from './examples/privileged-roles.examples';
import { intuneExamples, sharePointExamples } from './examples/sharepoint-intune.examples';
import { signInExamples } from './examples/sign-ins.examples';
import { conditionalAccessExamples, tenantExamples } from './examples/tenant.examples';
import type { ExamplesByKey } from './pack-rule';

/** Records for every default rule and every rule of the pack, on which it fires and on which it does not. */
export const RULE_EXAMPLES: ExamplesByKey = {
  ...defaultExamples,
  ...signInExamples,
  ...accountExamples,
  ...roleExamples,
  ...applicationExamples,
  ...conditionalAccessExamples,
  ...tenantExamples,
  ...mailboxExamples,
  ...exchangeAdminExamples,
  ...sharePointExamples,
  ...intuneExamples,
};
