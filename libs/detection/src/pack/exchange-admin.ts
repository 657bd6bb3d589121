import { anyOf, byUser, exists, has, is, notFailed, operation, packRule, type PackRule } from './pack-rule';

const FILTERS = [
  'AntiPhish',
  'SafeLinks',
  'SafeAttachment',
  'MalwareFilter',
  'HostedContentFilter',
  'ATPProtectionPolicy',
  'EOPProtectionPolicy',
];
const removals = FILTERS.flatMap((filter) => [`Remove-${filter}Rule`, `Disable-${filter}Rule`, `Remove-${filter}Policy`]);

/** Protection of mail, roles in Exchange, and searches through all mailboxes. */
export const exchangeAdminRules: readonly PackRule[] = [
  packRule('exchange.protection-removed', {
    name: 'Mail protection removed or switched off',
    severity: 'high',
    message: 'A policy against phishing or malware was removed or switched off',
    conditions: [operation(...removals), byUser, notFailed],
    description: 'Links, attachments or senders are no longer checked for those whom the policy covered.',
    guidance: 'Put it back unless it was replaced, and look at mail that came in since.',
    techniques: ['T1562.001'],
    tags: ['exchange', 'defence-evasion'],
  }),
  packRule('exchange.filter-bypass', {
    name: 'Senders or addresses let past the filter',
    severity: 'medium',
    message: 'Mail of certain senders or addresses is no longer filtered',
    conditions: [
      operation(
        'Set-HostedContentFilterPolicy',
        'Set-HostedConnectionFilterPolicy',
        'New-TransportRule',
        'Set-TransportRule',
        'New-TenantAllowBlockListItems',
      ),
      byUser,
      notFailed,
      anyOf(
        exists('parameters.AllowedSenderDomains'),
        exists('parameters.AllowedSenders'),
        exists('parameters.IPAllowList'),
        is('parameters.SetSCL', -1),
        is('parameters.Allow', true),
      ),
    ],
    description: 'A hole in the filter that an attacker can use, and that is seldom closed again.',
    guidance: 'Check who asked for it, and set an end.',
    techniques: ['T1562.001'],
    tags: ['exchange', 'defence-evasion'],
  }),
  packRule('exchange.impersonation-role', {
    name: 'Powerful Exchange role assigned',
    severity: 'high',
    message: 'Somebody got a role with which all mailboxes can be read or exported',
    conditions: [
      operation('New-ManagementRoleAssignment', 'Set-ManagementRoleAssignment'),
      notFailed,
      is(
        'parameters.Role',
        'ApplicationImpersonation',
        'Mailbox Import Export',
        'Mailbox Search',
        'Application Mail.Read',
        'Application Mail.ReadWrite',
        'Application Exchange Full Access',
      ),
    ],
    description: 'Impersonation and export roles reach every mailbox.',
    guidance: 'Backup and migration tools need them for a while. Take the role away afterwards.',
    techniques: ['T1098.002', 'T1114.002'],
    tags: ['exchange', 'privileged-access'],
  }),
  packRule('exchange.role-group-member', {
    name: 'Member added to a powerful role group',
    severity: 'high',
    message: 'Somebody joined a role group of Exchange or Purview',
    conditions: [
      operation('Add-RoleGroupMember', 'Update-RoleGroupMember', 'Add-eDiscoveryCaseAdmin'),
      byUser,
      notFailed,
      anyOf(
        operation('Add-eDiscoveryCaseAdmin'),
        has('parameters.Identity', 'Organization Management', 'eDiscovery', 'Discovery Management', 'Compliance', 'Security Administrator'),
        has('record.ObjectId', 'Organization Management', 'eDiscovery', 'Discovery Management'),
      ),
    ],
    description: 'These groups may search all mail and files, or change everything in Exchange.',
    guidance: 'Check that it was approved.',
    techniques: ['T1098.003'],
    tags: ['exchange', 'privileged-access'],
  }),
  packRule('exchange.connector', {
    name: 'Mail connector created or changed',
    severity: 'medium',
    message: 'A connector for mail was created or changed',
    conditions: [
      operation('New-InboundConnector', 'Set-InboundConnector', 'New-OutboundConnector', 'Set-OutboundConnector'),
      byUser,
      notFailed,
    ],
    description:
      'Inbound connectors let mail in unfiltered, outbound ones lead it elsewhere. Spammers make them in tenants that they took over.',
    guidance: 'Check the addresses and certificates in it.',
    techniques: ['T1114.003', 'T1562.001'],
    tags: ['exchange', 'defence-evasion'],
  }),
  packRule('exchange.basic-authentication', {
    name: 'Legacy authentication allowed again',
    severity: 'medium',
    message: 'A protocol with bare passwords was switched on',
    conditions: [
      operation('Set-CASMailbox', 'Set-TransportConfig', 'Set-AuthenticationPolicy', 'New-AuthenticationPolicy'),
      byUser,
      notFailed,
      anyOf(
        is('parameters.SmtpClientAuthenticationDisabled', false),
        ...['AllowBasicAuthImap', 'AllowBasicAuthPop', 'AllowBasicAuthSmtp', 'AllowBasicAuthActiveSync', 'AllowBasicAuthPowershell'].map(
          (name) => is(`parameters.${name}`, true),
        ),
      ),
    ],
    description: 'Protocols that know no MFA were opened for a mailbox or for all.',
    guidance: 'Close them again once the device that needs them is gone.',
    techniques: ['T1556', 'T1562.001'],
    tags: ['exchange', 'defence-evasion'],
  }),
  packRule('purview.search-exported', {
    name: 'Content search exported or purged',
    severity: 'high',
    message: 'Results of a search through mailboxes and sites were exported, or deleted',
    conditions: [
      operation('New-ComplianceSearchAction', 'SearchExported', 'SearchExportDownloaded', 'SearchPurged', 'ExportJob'),
      notFailed,
      anyOf(
        operation('SearchExported', 'SearchExportDownloaded', 'SearchPurged', 'ExportJob'),
        is('parameters.Export', true),
        is('parameters.Purge', true),
        exists('parameters.PurgeType'),
      ),
    ],
    description: 'One export can hold the mail of everybody.',
    guidance: 'There should be a case for it, known to your legal department. Stop the export if not.',
    techniques: ['T1114.002', 'T1213', 'T1567'],
    tags: ['compliance', 'exfiltration'],
  }),
  packRule('purview.search-everything', {
    name: 'Content search over all mailboxes',
    severity: 'medium',
    message: 'A search through all mailboxes or sites was made',
    conditions: [
      operation('New-ComplianceSearch', 'Set-ComplianceSearch', 'New-MailboxSearch', 'SearchCreated'),
      notFailed,
      anyOf(
        has('parameters.ExchangeLocation', 'All'),
        has('parameters.SharePointLocation', 'All'),
        has('record.ExchangeLocations', '"All"', 'All'),
        has('record.PublicFolderLocations', 'All'),
      ),
    ],
    description: 'Searches for words such as "password" over the whole company are also how attackers look around.',
    guidance: 'Ask for the case. The words searched for are in the record.',
    techniques: ['T1213', 'T1114.002'],
    tags: ['compliance', 'collection'],
  }),
];
