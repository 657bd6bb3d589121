import { allOf, anyOf, byUser, exists, has, is, isNot, not, notFailed, operation, packRule, type PackRule } from '../pack/pack-rule';

/** Prompts for more proof: Entra reports them as failures of Conditional Access though the user only has to go on. */
const PROMPTS = [50072, 50074, 50076, 50079, 50125, 50140];

const failedConditionalAccess = packRule('default.failed-conditional-access', {
  name: 'Failed Conditional Access',
  severity: 'high',
  message: 'A sign-in was blocked by Conditional Access',
  conditions: [
    is('service', 'SignIn', 'AzureActiveDirectory'),
    is('result', 'failure'),
    anyOf(
      allOf(is('record.conditionalAccessStatus', 'failure'), isNot('record.status.errorCode', ...PROMPTS)),
      allOf(
        operation('UserLoginFailed'),
        anyOf(has('record.LogonError', 'ConditionalAccess'), is('record.ErrorNumber', 53000, 53001, 53003)),
      ),
    ),
  ],
  description: 'A policy refused the sign-in: wrong place, device, application or risk. The password may have been right.',
  guidance: 'Ask the user whether it was them. If not, reset the password, revoke sessions and look at other sign-ins from the address.',
  techniques: ['T1078.004'],
  tags: ['default', 'identity'],
});

const DIRECTORY_ADMIN = ['RoleManagement', 'ApplicationManagement', 'Policy', 'AuthorizationPolicy', 'DirectoryManagement', 'Intune'];
const ACCOUNT_ADMIN = ['Add user', 'Delete user', 'Disable account', 'Enable account', 'Reset password (by admin)', 'Reset user password'];

/** What people set in their own mailbox; Exchange logs it like administration. */
const OWN_MAILBOX = [
  'InboxRule',
  'JunkEmailConfiguration',
  'AutoReplyConfiguration',
  'CalendarConfiguration',
  'MessageConfiguration',
  'RegionalConfiguration',
  'FocusedInbox',
  'UserPhoto',
];

const afterHours = packRule('default.after-hours-admin-activity', {
  name: 'After-Hours Admin Activity',
  severity: 'medium',
  message: 'An administrator worked outside of working hours',
  conditions: [
    byUser,
    is('service', ...DIRECTORY_ADMIN, 'UserManagement', 'AzureActiveDirectory', 'Exchange', 'SecurityComplianceCenter'),
    anyOf(
      is('service', ...DIRECTORY_ADMIN),
      operation(...ACCOUNT_ADMIN),
      // The unified log has one service for all of Entra.
      allOf(is('service', 'AzureActiveDirectory'), has('operation', ' role', 'application', 'service principal', 'policy', ' domain')),
      allOf(is('service', 'Exchange', 'SecurityComplianceCenter'), is('record.UserType', 2, 'Admin'), exists('parameters.*')),
    ),
    not(has('operation', 'Consent to application', 'assignment grant', 'PIM activation', 'Get-', ...OWN_MAILBOX)),
    { field: 'timestamp', op: 'after_hours' },
  ],
  description: 'Changes to roles, applications, policies, accounts, devices or Exchange outside of the working time of the tenant.',
  guidance:
    'Compare with planned work. Set time zone and working hours of the tenant so that the rule fits; add exceptions for those on call.',
  techniques: ['T1078.004'],
  tags: ['default', 'administration'],
});

const newApplication = packRule('default.new-application-registration', {
  name: 'New Application Registration',
  severity: 'medium',
  message: 'A new application was registered',
  conditions: [operation('Add application'), notFailed],
  description: 'An application registered in the tenant can be given permissions and credentials of its own.',
  guidance: 'Find out what it is for and who owns it. Watch for consent and credentials that follow.',
  techniques: ['T1098.001'],
  tags: ['default', 'applications'],
});

const roleAssignment = packRule('default.admin-role-assignment', {
  name: 'Admin Role Assignment',
  severity: 'high',
  message: 'An administrator role was assigned',
  conditions: [
    operation(
      'Add member to role',
      'Add scoped member to role',
      'Add eligible member to role',
      'Add member to role in PIM completed (permanent)',
      'Add member to role in PIM completed (timebound)',
      'Add eligible member to role in PIM completed (permanent)',
      'Add eligible member to role in PIM completed (timebound)',
      'Add member to role outside of PIM (permanent)',
    ),
    notFailed,
    // The directory's own entry for a PIM activation, and services that get their reader roles.
    isNot('actor.display', 'MS-PIM', 'Microsoft Azure AD Internal - Jit Provisioning'),
  ],
  description: 'Somebody was given a directory role, for good, for a time or as eligible.',
  guidance: 'Check that it was asked for and approved, and by whom. Remove the role if not, and look at what was done with it.',
  techniques: ['T1098.003'],
  tags: ['default', 'privileged-access'],
});

const licenseChange = packRule('default.license-change', {
  name: 'License Change',
  severity: 'low',
  message: 'Licences of a user or group were changed',
  conditions: [
    operation('Change user license', 'Set license properties', 'Set group license'),
    notFailed,
    // The group was given the licence by somebody, and that is told.
    isNot('actor.display', 'Microsoft Azure AD Group-Based Licensing'),
  ],
  description: 'Licences were assigned or taken away. Losing one can end protection and, after a while, delete data.',
  guidance: 'Mostly routine. Look closer where security licences are taken from administrators.',
  techniques: ['T1098'],
  tags: ['default', 'administration'],
});

const bulkDeletion = packRule('default.bulk-user-deletion', {
  name: 'Bulk User Deletion',
  severity: 'high',
  message: 'Many users were deleted by one account',
  conditions: [operation('Delete user', 'Hard Delete user'), notFailed],
  // Distinct users, as the same deletion comes from Graph and from the unified log.
  threshold: { count: 5, distinct: 'targets.id', group_by: ['actor'], window_minutes: 10 },
  description: 'Five or more users deleted by one account within ten minutes.',
  guidance: 'Stop the account if it is not planned work. Deleted users can be restored for 30 days unless deleted for good.',
  techniques: ['T1531'],
  tags: ['default', 'impact'],
});

const deviceCompliance = packRule('default.device-compliance-failure', {
  name: 'Device Compliance Failure',
  severity: 'medium',
  message: 'A device is no longer compliant',
  conditions: [
    is('service', 'Device', 'AzureActiveDirectory', 'Intune'),
    notFailed,
    anyOf(
      allOf(operation('Update device'), is('changes.IsCompliant.new', false), not(is('changes.IsCompliant.old', false))),
      allOf(has('operation', 'ManagedDevice'), has('changes.ComplianceState.new', 'NonCompliant')),
    ),
  ],
  description: 'A device lost its compliance: outdated, unprotected or tampered with.',
  guidance: 'See in Intune which setting fails. Until it is mended the device should not reach company data.',
  techniques: ['T1562.001'],
  tags: ['default', 'devices'],
});

const transportRule = packRule('default.exchange-transport-rule-change', {
  name: 'Exchange Transport Rule Change',
  severity: 'high',
  message: 'A mail flow rule was changed',
  conditions: [
    operation('New-TransportRule', 'Set-TransportRule', 'Remove-TransportRule', 'Enable-TransportRule', 'Disable-TransportRule'),
    byUser,
    notFailed,
  ],
  description: 'Mail flow rules see all mail of the company: they can copy, redirect or delete it, or switch off filtering.',
  guidance: 'Read the rule. Remove it if nobody asked for it, and look for mail that it has already sent away.',
  techniques: ['T1114.003', 'T1564.008'],
  tags: ['default', 'exchange'],
});

const credentialAdded = packRule('default.service-principal-credential-added', {
  name: 'Service Principal Credential Added',
  severity: 'high',
  message: 'A credential was added to an application',
  conditions: [
    operation(
      'Update application – Certificates and secrets management',
      'Add service principal credentials',
      'Update service principal – Certificates and secrets management',
    ),
    notFailed,
    anyOf(exists('changes.KeyDescription.added'), not(exists('changes.KeyDescription'))),
  ],
  description: 'With a secret or certificate of their own somebody can sign in as the application, without MFA. Removals do not count.',
  guidance: 'Ask the owner of the application. If unknown, remove the credential and look at sign-ins of the service principal.',
  techniques: ['T1098.001'],
  tags: ['default', 'applications'],
});

const externalSharing = packRule('default.external-sharing-enabled', {
  name: 'External Sharing Enabled',
  severity: 'medium',
  message: 'Sharing with people outside was turned on',
  conditions: [
    operation('SharingPolicyChanged', 'SiteCollectionSharingPolicyChanged', 'Set-SPOTenant', 'Set-SPOSite'),
    notFailed,
    anyOf(
      is('changes.ShareWithGuests.new', 'Enabled', true),
      is('changes.ShareUsingAnonymousLinks.new', 'Enabled', true),
      has('changes.SharingCapability.new', 'ExternalUserSharing', 'ExternalUserAndGuestSharing'),
      has('parameters.SharingCapability', 'ExternalUserSharing', 'ExternalUserAndGuestSharing'),
    ),
  ],
  description: 'A site or the whole tenant may now be shared with guests or by links that need no sign-in.',
  guidance: 'Check whether the site should be open, and what has been shared from it since.',
  techniques: ['T1213.002'],
  tags: ['default', 'sharing'],
});

/** The rules that a tenant starts with. The names are those of 1.x, by which an upgrade knows them. */
export const DEFAULT_RULES: readonly PackRule[] = [
  failedConditionalAccess,
  afterHours,
  newApplication,
  roleAssignment,
  licenseChange,
  bulkDeletion,
  deviceCompliance,
  transportRule,
  credentialAdded,
  externalSharing,
];
