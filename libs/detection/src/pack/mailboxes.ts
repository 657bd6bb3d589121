import { anyOf, byUser, exists, has, is, isNot, not, notFailed, operation, packRule, type PackRule } from './pack-rule';

const inboxRule = operation('New-InboxRule', 'Set-InboxRule', 'Enable-InboxRule', 'UpdateInboxRules');
const FOLDERS_NOBODY_READS = ['RSS', 'Conversation History', 'Junk', 'Deleted Items', 'Notes', 'Sync Issues'];

const hidesIn = (...folders: readonly string[]) =>
  anyOf(
    is('parameters.DeleteMessage', true),
    is('parameters.SoftDeleteMessage', true),
    ...['MoveToFolder', 'CopyToFolder'].map((name) => has(`parameters.${name}`, ...folders)),
  );
// Half of all people tidy into an archive: by itself that says nothing.
const hidesMail = hidesIn(...FOLDERS_NOBODY_READS);
const FRAUD_WORDS = [
  'invoice',
  'payment',
  'wire',
  'bank',
  'iban',
  'payroll',
  'password',
  'hack',
  'phish',
  'fraud',
  'suspicious',
  'security alert',
  'mfa',
];

/** Mail that goes where it should not, and mailboxes that others read. */
export const mailboxRules: readonly PackRule[] = [
  packRule('mail.inbox-rule-forwards', {
    name: 'Inbox rule forwards mail',
    severity: 'high',
    message: 'An inbox rule sends mail on',
    conditions: [
      inboxRule,
      notFailed,
      anyOf(
        ...['ForwardTo', 'RedirectTo', 'ForwardAsAttachmentTo'].map((name) => exists(`parameters.${name}`)),
        has('record.OperationProperties', '"Forward"', 'ForwardToRecipients', 'RedirectToRecipients'),
      ),
    ],
    description: 'After a take-over the first thing is often a rule that copies the mail of the victim to the attacker.',
    guidance: 'Look at the address. Remove the rule, reset the password, and find out what was sent already.',
    techniques: ['T1114.003'],
    tags: ['exchange', 'collection'],
  }),
  packRule('mail.inbox-rule-hides', {
    name: 'Inbox rule hides mail',
    severity: 'low',
    message: 'An inbox rule deletes mail or moves it out of sight',
    conditions: [inboxRule, notFailed, hidesMail],
    description: 'Replies to fraud are to be kept from the owner of the mailbox. Most rules of this kind only tidy up.',
    guidance: 'Look at words and senders in the rule when something else points at the account.',
    techniques: ['T1564.008'],
    tags: ['exchange', 'defence-evasion'],
  }),
  packRule('mail.inbox-rule-fraud', {
    name: 'Inbox rule as fraudsters make it',
    severity: 'high',
    message: 'An inbox rule hides mail about money or security, or has a name that nobody would give',
    conditions: [
      inboxRule,
      notFailed,
      hidesIn(...FOLDERS_NOBODY_READS, 'Archive'),
      anyOf(
        { field: 'parameters.Name', op: 'regex', value: '^(?:[^\\pL\\pN]{0,5}|[a-z0-9]{1,2})$' },
        ...['SubjectOrBodyContainsWords', 'SubjectContainsWords', 'BodyContainsWords'].map((name) =>
          has(`parameters.${name}`, ...FRAUD_WORDS),
        ),
      ),
    ],
    description:
      'Deleting or hiding mail with words such as invoice, payment or hacked, or a rule named "." or "..": signs of a mailbox that was taken over.',
    guidance: 'Remove the rule, reset the password, revoke sessions, and warn those to whom the account wrote.',
    techniques: ['T1564.008', 'T1114.003'],
    tags: ['exchange', 'defence-evasion'],
  }),
  packRule('mail.mailbox-forwarding', {
    name: 'Mailbox forwarding set',
    severity: 'high',
    message: 'All mail of a mailbox is forwarded',
    conditions: [
      operation('Set-Mailbox', 'Set-RemoteMailbox'),
      notFailed,
      anyOf(
        { field: 'parameters.ForwardingSmtpAddress', op: 'contains', value: '@' },
        { field: 'parameters.ForwardingAddress', op: 'regex', value: '\\S' },
      ),
    ],
    description: 'Everything that arrives goes to another address as well, and the owner does not see it.',
    guidance: 'Check the address and who set it. Remove it if it leads outside.',
    techniques: ['T1114.003'],
    tags: ['exchange', 'collection'],
  }),
  packRule('mail.transport-rule-copies', {
    name: 'Mail flow rule copies or redirects mail',
    severity: 'high',
    message: 'A mail flow rule sends mail of the company to another address',
    conditions: [
      operation('New-TransportRule', 'Set-TransportRule'),
      notFailed,
      anyOf(...['BlindCopyTo', 'CopyTo', 'RedirectMessageTo', 'AddToRecipients'].map((name) => exists(`parameters.${name}`))),
    ],
    description: 'Such a rule works for all mailboxes at once, and no user can see it.',
    guidance: 'Remove it unless it is journalling that you know. See by message trace what went out.',
    techniques: ['T1114.003'],
    tags: ['exchange', 'collection'],
  }),
  packRule('mail.remote-domain-forwarding', {
    name: 'Automatic forwarding to the outside allowed',
    severity: 'medium',
    message: 'Mail may now be forwarded outside automatically',
    conditions: [
      operation('Set-RemoteDomain', 'New-RemoteDomain', 'Set-HostedOutboundSpamFilterPolicy', 'New-HostedOutboundSpamFilterPolicy'),
      byUser,
      notFailed,
      anyOf(is('parameters.AutoForwardEnabled', true), is('parameters.AutoForwardingMode', 'On')),
    ],
    description: 'The brake on forwarding rules was taken off.',
    guidance: 'Put it back and look for forwarding rules made since.',
    techniques: ['T1114.003', 'T1562.001'],
    tags: ['exchange', 'defence-evasion'],
  }),
  packRule('mail.full-access', {
    name: 'Full access to a mailbox granted',
    severity: 'medium',
    message: 'Somebody was given full access to the mailbox of another',
    conditions: [
      operation('Add-MailboxPermission'),
      byUser,
      notFailed,
      has('parameters.AccessRights', 'FullAccess'),
      not(has('parameters.Identity', 'DiscoverySearchMailbox')),
    ],
    description: 'Shared mailboxes work like this; so does reading the mail of a director.',
    guidance: 'Check whose mailbox it is and whether its owner knows.',
    techniques: ['T1098.002'],
    tags: ['exchange', 'persistence'],
  }),
  packRule('mail.send-as', {
    name: 'Right to send as another granted',
    severity: 'medium',
    message: 'Somebody may now send mail as another',
    conditions: [operation('Add-RecipientPermission'), byUser, notFailed, has('parameters.AccessRights', 'SendAs')],
    description: 'Mail then comes truly from the other address: good for fraud within the company.',
    guidance: 'Check with the owner of the address.',
    techniques: ['T1098.002', 'T1534'],
    tags: ['exchange', 'persistence'],
  }),
  packRule('mail.folder-open-to-all', {
    name: 'Mailbox folder opened to everybody',
    severity: 'medium',
    message: 'A folder of a mailbox can be read by everybody',
    conditions: [
      operation('Add-MailboxFolderPermission', 'Set-MailboxFolderPermission', 'AddFolderPermissions', 'ModifyFolderPermissions'),
      notFailed,
      anyOf(
        is('parameters.User', 'Default', 'Anonymous'),
        is('record.Item.ParentFolder.MemberUpn', 'Everyone', 'Anonymous', 'Default'),
        has('record.Item.ParentFolder.MemberSid', 'S-1-1-0'),
      ),
      anyOf(
        has('parameters.AccessRights', 'Reviewer', 'Editor', 'Owner', 'Author', 'ReadItems'),
        has('record.Item.ParentFolder.MemberRights', 'ReadAny'),
      ),
    ],
    description: 'Default and Anonymous stand for everybody. Calendars are shared like this, the inbox should not be.',
    guidance: 'See which folder it is. Take the right away if it is not a calendar.',
    techniques: ['T1098.002'],
    tags: ['exchange', 'collection'],
  }),
  packRule('mail.items-accessed-throttled', {
    name: 'So much mail read that recording stopped',
    severity: 'medium',
    message: 'A mailbox was read so fast that Exchange stopped recording each item',
    conditions: [operation('MailItemsAccessed'), is('record.OperationProperties.IsThrottled', true)],
    description: 'More than a thousand items within a day. Synchronising a new device does it, and so do tools that copy mailboxes.',
    guidance: 'See which client and address it was. Take the whole mailbox as read.',
    techniques: ['T1114.002'],
    tags: ['exchange', 'collection'],
  }),
  packRule('mail.bulk-hard-delete', {
    name: 'Much mail deleted for good',
    severity: 'medium',
    message: 'One account deleted much mail past the bin',
    conditions: [operation('HardDelete'), isNot('actor.type', 'system'), notFailed],
    threshold: { count: 30, group_by: ['actor'], window_minutes: 10 },
    description: 'Thirty deletions past the bin in ten minutes: tidying up, or removing traces.',
    guidance: 'Look at the subjects. Items can be recovered for 14 days, longer with a hold.',
    techniques: ['T1070.008', 'T1485'],
    tags: ['exchange', 'defence-evasion'],
  }),
];
