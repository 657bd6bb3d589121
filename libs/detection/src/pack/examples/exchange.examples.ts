import type { JsonObject } from '@aoc/contracts';
import type { ExamplesByKey } from '../pack-rule';
import { cmdlet, complianceCmdlet, times, unified, USER } from './records';

const one = (operation: string, parameters: Record<string, string>, more?: JsonObject): JsonObject[] => [
  cmdlet(operation, parameters, more ? { more } : {}),
];
const rule = (parameters: Record<string, string>): JsonObject[] => [
  cmdlet('New-InboxRule', { AlwaysDeleteOutlookRulesBlob: 'False', Force: 'False', Name: '.', ...parameters }, { user: USER }),
];
const failed = { ResultStatus: 'False' };
const system = {
  UserId: 'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)',
  UserKey: 'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)',
  UserType: 3,
};
const folder = (member: string, rights: string): JsonObject[] => [
  unified('Exchange', 'ModifyFolderPermissions', {
    more: {
      RecordType: 2,
      ResultStatus: 'Succeeded',
      MailboxOwnerUPN: USER,
      Item: { ParentFolder: { Path: '\\Inbox', MemberUpn: member, MemberRights: rights } },
    },
  }),
];
const read = (throttled: string): JsonObject[] => [
  unified('Exchange', 'MailItemsAccessed', {
    more: {
      RecordType: 50,
      ResultStatus: 'Succeeded',
      MailboxOwnerUPN: USER,
      OperationProperties: [
        { Name: 'MailAccessType', Value: 'Sync' },
        { Name: 'IsThrottled', Value: throttled },
      ],
    },
  }),
];
const deleted = (n: number): JsonObject =>
  unified('Exchange', 'HardDelete', {
    n,
    minute: n / 10,
    more: { RecordType: 3, ResultStatus: 'Succeeded', MailboxOwnerUPN: USER, AffectedItems: [{ Subject: `Notice ${n}` }] },
  });

export const mailboxExamples: ExamplesByKey = {
  'mail.inbox-rule-forwards': {
    fires: [rule({ ForwardTo: 'box@example.net' }), rule({ RedirectTo: 'box@example.net' })],
    silent: [rule({ MoveToFolder: 'Newsletters' })],
  },
  'mail.inbox-rule-hides': {
    fires: [rule({ DeleteMessage: 'True' }), rule({ MoveToFolder: 'RSS Feeds' })],
    silent: [rule({ MoveToFolder: 'Newsletters' }), rule({ MoveToFolder: 'Archive' }), rule({ DeleteMessage: 'False' })],
  },
  'mail.inbox-rule-fraud': {
    fires: [
      rule({ DeleteMessage: 'True' }),
      rule({ Name: 'Tidy', MoveToFolder: 'Archive', SubjectOrBodyContainsWords: 'invoice;payment' }),
    ],
    silent: [rule({ Name: 'Tidy', DeleteMessage: 'True' }), rule({ MoveToFolder: 'Newsletters' })],
  },
  'mail.mailbox-forwarding': {
    fires: [
      one('Set-Mailbox', { Identity: USER, ForwardingSmtpAddress: 'smtp:box@example.net' }),
      one('Set-Mailbox', { Identity: USER, ForwardingAddress: 'Box' }),
    ],
    silent: [
      one('Set-Mailbox', { Identity: USER, ForwardingSmtpAddress: '' }),
      one('Set-Mailbox', { Identity: USER, AuditEnabled: 'True' }),
    ],
  },
  'mail.transport-rule-copies': {
    fires: [one('New-TransportRule', { Name: 'Copy', BlindCopyTo: 'box@example.net' })],
    silent: [
      one('New-TransportRule', { Name: 'Banner', PrependSubject: '[External]' }),
      one('New-TransportRule', { BlindCopyTo: 'box@example.net' }, failed),
    ],
  },
  'mail.remote-domain-forwarding': {
    fires: [
      one('Set-RemoteDomain', { Identity: 'Default', AutoForwardEnabled: 'True' }),
      one('Set-HostedOutboundSpamFilterPolicy', { Identity: 'Default', AutoForwardingMode: 'On' }),
    ],
    silent: [one('Set-RemoteDomain', { Identity: 'Default', AutoForwardEnabled: 'False' })],
  },
  'mail.full-access': {
    fires: [one('Add-MailboxPermission', { Identity: 'director', User: 'ann', AccessRights: 'FullAccess' })],
    silent: [
      one('Add-MailboxPermission', { Identity: 'director', User: 'ann', AccessRights: 'ReadPermission' }),
      one('Add-MailboxPermission', { Identity: 'director', AccessRights: 'FullAccess' }, system),
    ],
  },
  'mail.send-as': {
    fires: [one('Add-RecipientPermission', { Identity: 'director', Trustee: 'ann', AccessRights: 'SendAs' })],
    silent: [one('Remove-RecipientPermission', { Identity: 'director', Trustee: 'ann', AccessRights: 'SendAs' })],
  },
  'mail.folder-open-to-all': {
    fires: [
      one('Add-MailboxFolderPermission', { Identity: 'bob:\\Inbox', User: 'Default', AccessRights: 'Reviewer' }),
      folder('Everyone', 'ReadAny, FolderVisible'),
    ],
    silent: [
      one('Add-MailboxFolderPermission', { Identity: 'bob:\\Inbox', User: 'ann', AccessRights: 'Reviewer' }),
      folder('Everyone', 'FreeBusySimple'),
    ],
  },
  'mail.items-accessed-throttled': { fires: [read('True')], silent: [read('False')] },
  'mail.bulk-hard-delete': { fires: [times(30, deleted)], silent: [times(29, deleted)] },
};

export const exchangeAdminExamples: ExamplesByKey = {
  'exchange.protection-removed': {
    fires: [one('Disable-SafeLinksRule', { Identity: 'All' }), one('Remove-AntiPhishPolicy', { Identity: 'All' })],
    silent: [one('Enable-SafeLinksRule', { Identity: 'All' }), one('Disable-SafeLinksRule', { Identity: 'All' }, failed)],
  },
  'exchange.filter-bypass': {
    fires: [
      one('Set-HostedContentFilterPolicy', { Identity: 'Default', AllowedSenderDomains: 'example.net' }),
      one('New-TransportRule', { Name: 'Skip', SetSCL: '-1' }),
    ],
    silent: [
      one('Set-HostedContentFilterPolicy', { Identity: 'Default', SpamAction: 'Quarantine' }),
      one('New-TransportRule', { Name: 'Mark', SetSCL: '6' }),
    ],
  },
  'exchange.impersonation-role': {
    fires: [one('New-ManagementRoleAssignment', { Role: 'ApplicationImpersonation', User: 'svc' })],
    silent: [one('New-ManagementRoleAssignment', { Role: 'View-Only Recipients', User: 'svc' })],
  },
  'exchange.role-group-member': {
    fires: [
      one('Add-RoleGroupMember', { Identity: 'Organization Management', Member: 'bob' }),
      one('Add-eDiscoveryCaseAdmin', { User: 'bob' }),
    ],
    silent: [one('Add-RoleGroupMember', { Identity: 'Help Desk', Member: 'bob' })],
  },
  'exchange.connector': {
    fires: [one('New-InboundConnector', { Name: 'Partner' })],
    silent: [one('Get-InboundConnector', {}), one('New-InboundConnector', { Name: 'Partner' }, failed)],
  },
  'exchange.basic-authentication': {
    fires: [
      one('Set-CASMailbox', { Identity: 'bob', SmtpClientAuthenticationDisabled: 'False' }),
      one('Set-AuthenticationPolicy', { Identity: 'Default', AllowBasicAuthImap: 'True' }),
    ],
    silent: [
      one('Set-CASMailbox', { Identity: 'bob', SmtpClientAuthenticationDisabled: 'True' }),
      one('Set-CASMailbox', { Identity: 'bob', OWAEnabled: 'True' }),
    ],
  },
  'purview.search-exported': {
    fires: [
      [complianceCmdlet('New-ComplianceSearchAction', '-SearchName "quarterly" -Export "True" -Format "FxStream"')],
      [complianceCmdlet('New-ComplianceSearchAction', '-SearchName "quarterly" -Purge "True" -PurgeType "HardDelete"')],
    ],
    silent: [
      [complianceCmdlet('New-ComplianceSearchAction', '-SearchName "quarterly" -Preview "True"')],
      [complianceCmdlet('Start-ComplianceSearch', '-Identity "quarterly"')],
    ],
  },
  'purview.search-everything': {
    fires: [[complianceCmdlet('New-ComplianceSearch', '-Name "quarterly" -ExchangeLocation ("All") -ContentMatchQuery "password"')]],
    silent: [[complianceCmdlet('New-ComplianceSearch', '-Name "case 12" -ExchangeLocation ("bob@contoso.com")')]],
  },
};
