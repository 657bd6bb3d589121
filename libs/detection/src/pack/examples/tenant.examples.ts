import type { JsonObject } from '@aoc/contracts';
import type { ExamplesByKey } from '../pack-rule';
import { change, cmdlet, complianceCmdlet, directory, target } from './records';

interface PolicyGiven {
  state?: string;
  exclude?: string[];
  controls?: string[];
}
const detail = ({ state = 'enabled', exclude = [], controls = ['mfa'] }: PolicyGiven): JsonObject => ({
  id: 'p1',
  displayName: 'Require MFA',
  state,
  conditions: { users: { includeUsers: ['All'], excludeUsers: exclude } },
  grantControls: { operator: 'OR', builtInControls: controls },
});
/** Conditional Access writes the whole policy before and after. */
const updated = (before: PolicyGiven, after: PolicyGiven): JsonObject[] => [
  directory('Update conditional access policy', {
    category: 'Policy',
    targets: [target('Policy', 'Require MFA', [change('ConditionalAccessPolicy', detail(before), detail(after))])],
  }),
];
const policy = (activity: string, name: string, changes: JsonObject[] = []): JsonObject[] => [
  directory(activity, { category: 'Policy', targets: [target('Policy', name, changes)] }),
];
const network = (categories: string[]): JsonObject[] =>
  policy('Update policy', 'Office', [
    change(
      'PolicyDetail',
      [],
      [JSON.stringify({ KnownNetworkPolicies: { NetworkName: 'Office', CidrIpRanges: ['203.0.113.0/24'], Categories: categories } })],
    ),
  ]);
const tenant = (activity: string, name: string, changes: JsonObject[] = [], result = 'success'): JsonObject[] => [
  directory(activity, { category: 'DirectoryManagement', result, targets: [target('Directory', name, changes)] }),
];
const invites = (who: string): JsonObject[] =>
  policy('Update authorization policy', 'Authorization Policy', [change('AllowInvitesFrom', ['none'], [who])]);

export const conditionalAccessExamples: ExamplesByKey = {
  'ca.policy-disabled': {
    fires: [updated({}, { state: 'disabled' }), updated({}, { state: 'enabledForReportingButNotEnforced' })],
    silent: [updated({ state: 'disabled' }, {}), updated({}, {})],
  },
  'ca.policy-deleted': {
    fires: [policy('Delete conditional access policy', 'Require MFA')],
    silent: [policy('Add conditional access policy', 'Require MFA')],
  },
  'ca.exclusion-added': {
    fires: [updated({}, { exclude: ['u1'] }), updated({ exclude: ['u1'] }, { exclude: ['u1', 'u2'] })],
    silent: [updated({ exclude: ['u1', 'u2'] }, { exclude: ['u1'] }), updated({}, { state: 'disabled' })],
  },
  'ca.mfa-removed': {
    fires: [updated({}, { controls: [] }), updated({ controls: ['mfa', 'compliantDevice'] }, { controls: ['compliantDevice'] })],
    silent: [updated({ controls: [] }, {}), updated({}, { exclude: ['u1'] })],
  },
  'ca.trusted-location': { fires: [network(['trusted'])], silent: [network([]), policy('Update policy', 'Require MFA')] },
  'ca.security-defaults-off': {
    fires: [
      policy('Update security defaults', 'Security defaults', [change('IsEnabled', true, false)]),
      policy('Disable security defaults', 'Security defaults'),
    ],
    silent: [
      policy('Update security defaults', 'Security defaults', [change('IsEnabled', false, true)]),
      policy('Update policy', 'Other', [change('IsEnabled', true, false)]),
    ],
  },
  'ca.authentication-methods-policy': {
    fires: [policy('Authentication Methods Policy Update', 'Authentication Methods Policy')],
    silent: [policy('Update conditional access policy', 'Authentication Methods Policy')],
  },
};

export const tenantExamples: ExamplesByKey = {
  'tenant.domain-federated': {
    fires: [
      tenant('Set domain authentication', 'contoso.com', [change('LiveType', ['Managed'], ['Federated'])]),
      tenant('Set federation settings on domain', 'contoso.com'),
    ],
    silent: [
      tenant('Set domain authentication', 'contoso.com', [change('LiveType', ['Federated'], ['Managed'])]),
      tenant('Set federation settings on domain', 'contoso.com', [], 'failure'),
    ],
  },
  'tenant.domain-added': {
    fires: [tenant('Add unverified domain', 'contoso.net'), tenant('Verify domain', 'contoso.net')],
    silent: [tenant('Remove unverified domain', 'contoso.net')],
  },
  'tenant.cross-tenant-access': {
    fires: [policy('Add a partner to cross-tenant access setting', 'Fabrikam')],
    silent: [policy('Delete partner specific cross-tenant access setting', 'Fabrikam')],
  },
  'tenant.guest-settings-loosened': { fires: [invites('everyone')], silent: [invites('adminsAndGuestInviters')] },
  'tenant.hybrid-authentication': {
    fires: [tenant('Register connector', 'proxy-01'), tenant('Enable Desktop Sso', 'contoso.com')],
    silent: [tenant('Set Company Information', 'Contoso'), tenant('Set directory feature on tenant', 'Contoso')],
  },
  'tenant.audit-log-disabled': {
    fires: [[cmdlet('Set-AdminAuditLogConfig', { UnifiedAuditLogIngestionEnabled: 'False' })]],
    silent: [
      [cmdlet('Set-AdminAuditLogConfig', { UnifiedAuditLogIngestionEnabled: 'True' })],
      [cmdlet('Set-AdminAuditLogConfig', { AdminAuditLogEnabled: 'True' })],
    ],
  },
  'tenant.mailbox-audit-disabled': {
    fires: [
      [cmdlet('Set-Mailbox', { Identity: 'bob', AuditEnabled: 'False' })],
      [cmdlet('Set-OrganizationConfig', { AuditDisabled: 'True' })],
    ],
    silent: [[cmdlet('Set-Mailbox', { Identity: 'bob', AuditEnabled: 'True' })]],
  },
  'tenant.mailbox-audit-bypass': {
    fires: [[cmdlet('Set-MailboxAuditBypassAssociation', { Identity: 'ann', AuditBypassEnabled: 'True' })]],
    silent: [[cmdlet('Set-MailboxAuditBypassAssociation', { Identity: 'ann', AuditBypassEnabled: 'False' })]],
  },
  'tenant.retention-removed': {
    fires: [
      [complianceCmdlet('Remove-RetentionCompliancePolicy', '-Identity "Mail 10 years"')],
      [complianceCmdlet('Set-RetentionCompliancePolicy', '-Identity "Mail" -Enabled "False"')],
    ],
    silent: [[complianceCmdlet('Set-RetentionCompliancePolicy', '-Identity "Mail" -Comment "reviewed"')]],
  },
  'tenant.dlp-removed': {
    fires: [
      [complianceCmdlet('Remove-DlpCompliancePolicy', '-Identity "Cards"')],
      [complianceCmdlet('Set-DlpCompliancePolicy', '-Identity "Cards" -Mode "Disable"')],
    ],
    silent: [[complianceCmdlet('New-DlpCompliancePolicy', '-Name "Cards" -Mode "Enable"')]],
  },
};
