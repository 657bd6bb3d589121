/** Exchange records of the unified log: administration cmdlets, the service's own housekeeping, mailbox access. */
import type { Json, JsonObject } from '../model';
import { newsletters, subjects } from '../world/names';
import type { User } from '../world/company';
import { adminActivity, pickPerson, unifiedTime, withPort, type Build } from './build';

export type Parameters = [name: string, value: string][];

const server = ({ rng }: Build): string =>
  `${rng.pick(['VI1PR04MB', 'DB8PR04MB', 'AM6PR04MB', 'HE1PR04MB'])}${1000 + rng.int(9000)} (15.20.8${100 + rng.int(90)}.0${10 + rng.int(30)})`;
const list = (parameters: Parameters): Json[] => parameters.map(([Name, Value]) => ({ Name, Value }));

interface Admin {
  cmdlet: string;
  objectId: string;
  parameters: Parameters;
  /** null: the service itself. */
  actor: User | null;
  ip?: string;
  component?: string;
  failed?: boolean;
}

/** RecordType 1, `ExchangeAdmin`. */
export function exchangeAdmin(build: Build, admin: Admin): { id: string; body: JsonObject } {
  const { rng, at, company } = build;
  const id = rng.guid();
  const system = `NT AUTHORITY\\SYSTEM (${admin.component ?? 'Microsoft.Exchange.Servicehost'})`;
  const body: JsonObject = {
    CreationTime: unifiedTime(at),
    Id: id,
    Operation: admin.cmdlet,
    OrganizationId: company.tenantId,
    RecordType: 1,
    ResultStatus: admin.failed ? 'False' : 'True',
    UserKey: admin.actor?.puid ?? system,
    UserType: admin.actor ? 2 : 3,
    Version: 1,
    Workload: 'Exchange',
    ...(admin.actor ? { ClientIP: withPort(admin.ip ?? admin.actor.ip, rng) } : {}),
    ObjectId: admin.objectId,
    UserId: admin.actor?.upn ?? system,
    AppId: admin.actor ? '00000002-0000-0ff1-ce00-000000000000' : '',
    ClientAppId: '',
    ExternalAccess: admin.actor === null,
    OrganizationName: company.initialDomain,
    OriginatingServer: server(build),
    Parameters: list(admin.parameters),
    ...(admin.actor ? { SessionId: rng.guid() } : {}),
  };
  return { id, body };
}

export const mailboxPath = ({ company }: Build, name: string): string =>
  `${company.exchangeForest}/Microsoft Exchange Hosted Organizations/${company.initialDomain}/${name}`;

/** Two thirds of a real Exchange log: the service keeping its own house. */
export function exchangeHousekeeping(build: Build): { id: string; body: JsonObject } {
  const { rng, company } = build;
  const cmdlet = rng.weighted(housekeeping, (h) => h.weight);
  const user = rng.pick(company.people);
  const identity =
    cmdlet.of === 'mailbox'
      ? mailboxPath(build, user.mailNickname)
      : cmdlet.of === 'system'
        ? mailboxPath(build, 'SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}')
        : `${company.initialDomain}\\${cmdlet.of}`;
  const parameters: Parameters = [['Identity', identity], ...cmdlet.parameters, ['DomainController', '']];
  return exchangeAdmin(build, { cmdlet: cmdlet.name, objectId: identity, parameters, actor: null, component: cmdlet.component });
}

const housekeeping: { name: string; weight: number; of: string; component?: string; parameters: Parameters }[] = [
  {
    name: 'Set-Mailbox',
    weight: 40,
    of: 'system',
    parameters: [
      ['Force', 'True'],
      ['Arbitration', 'True'],
      ['MaxSendSize', '1 GB (1,073,741,824 bytes)'],
      ['OABGen', 'True'],
      ['GMGen', 'True'],
    ],
  },
  {
    name: 'Set-MailboxPlan',
    weight: 31,
    of: 'ExchangeOnline-d9695fe8',
    component: 'Microsoft.Exchange.ServiceHost',
    parameters: [
      ['UseDatabaseRetentionDefaults', 'False'],
      ['RecoverableItemsQuota', '30 GB (32,212,254,720 bytes)'],
    ],
  },
  { name: 'Set-TransportConfig', weight: 4, of: 'Transport Settings', parameters: [['JournalingReportNdrTo', '<>']] },
  {
    name: 'Set-User',
    weight: 6,
    of: 'mailbox',
    component: 'Microsoft.Exchange.Management.ForwardSync',
    parameters: [
      ['SyncMailboxLocationGuids', 'True'],
      ['ErrorAction', 'Stop'],
      ['WarningAction', 'SilentlyContinue'],
    ],
  },
  { name: 'Install-DefaultSharingPolicy', weight: 2, of: 'Default Sharing Policy', parameters: [] },
  { name: 'Install-DataClassificationConfig', weight: 2, of: 'Default Data Config', parameters: [] },
  { name: 'Set-OwaMailboxPolicy', weight: 2, of: 'OwaMailboxPolicy-Default', parameters: [['ReferenceAttachmentsEnabled', 'True']] },
  { name: 'Set-TenantObjectVersion', weight: 2, of: 'Default', parameters: [] },
  {
    name: 'New-Mailbox',
    weight: 1,
    of: 'mailbox',
    component: 'Microsoft.Exchange.Management.ForwardSync',
    parameters: [['MailboxPlan', 'ExchangeOnlineEnterprise']],
  },
];

const cmdlets: { weight: number; name: string; parameters(build: Build, user: User): Parameters }[] = [
  {
    weight: 8,
    name: 'Set-Mailbox',
    parameters: (_, u) => [
      ['Identity', u.upn],
      ['HiddenFromAddressListsEnabled', 'True'],
    ],
  },
  {
    weight: 5,
    name: 'Set-CASMailbox',
    parameters: (_, u) => [
      ['Identity', u.upn],
      ['ImapEnabled', 'False'],
      ['PopEnabled', 'False'],
    ],
  },
  {
    weight: 3,
    name: 'Add-MailboxPermission',
    parameters: (b, u) => [
      ['Identity', u.mailNickname],
      ['User', b.rng.pick(b.company.people).upn],
      ['AccessRights', 'ReadPermission'],
      ['InheritanceType', 'All'],
    ],
  },
  {
    weight: 8,
    name: 'New-InboxRule',
    parameters: (b) => [
      ['AlwaysDeleteOutlookRulesBlob', 'False'],
      ['Force', 'False'],
      ['SubjectContainsWords', b.rng.pick(newsletters)],
      ['MoveToFolder', b.rng.pick(['Inbox\\Archive', 'Inbox\\Reading', 'Inbox\\Tickets'])],
      ['Name', b.rng.pick(['Newsletters', 'Tickets', 'Archive'])],
    ],
  },
  {
    weight: 4,
    name: 'Set-MailboxJunkEmailConfiguration',
    parameters: (_, u) => [
      ['Identity', u.upn],
      ['Enabled', 'True'],
    ],
  },
  {
    weight: 2,
    name: 'Set-DistributionGroup',
    parameters: (b) => [
      ['Identity', b.rng.pick(b.company.groups).name],
      ['MemberJoinRestriction', 'Closed'],
    ],
  },
  {
    weight: 0.3,
    name: 'Set-TransportRule',
    parameters: () => [
      ['Identity', 'Add disclaimer'],
      ['ApplyHtmlDisclaimerText', '<p>Confidential</p>'],
    ],
  },
];

/** What people set in their own mailbox. */
const isOwn = (name: string): boolean => name === 'New-InboxRule' || name === 'Set-MailboxJunkEmailConfiguration';

export function exchangeCmdlet(build: Build): { id: string; body: JsonObject } {
  const { rng, company } = build;
  const atWork = adminActivity(build.at);
  const cmdlet = rng.weighted(cmdlets, ({ name, weight }) => (isOwn(name) ? weight : weight * atWork));
  const own = isOwn(cmdlet.name);
  const user = own ? pickPerson(build) : rng.pick(company.people);
  return exchangeAdmin(build, {
    cmdlet: cmdlet.name,
    objectId: own ? mailboxPath(build, user.mailNickname) : user.mailNickname,
    parameters: cmdlet.parameters(build, user),
    actor: own ? user : rng.pick(company.admins),
    failed: rng.chance(0.03),
  });
}

export interface MailboxUse {
  operation: 'MailItemsAccessed' | 'Send' | 'MoveToDeletedItems' | 'SoftDelete' | 'Create';
  user: User;
  ip: string;
  items: number;
  client: string;
  appId?: string;
}

const messageId = ({ rng }: Build): string =>
  `<DB8PR04MB${1000 + rng.int(9000)}${rng.hexDigits(24)}@DB8PR04MB6875.eurprd04.prod.outlook.com>`;

/** RecordTypes 50 (MailItemsAccessed), 2 (one item) and 3 (several items). */
export function mailboxRecord(build: Build, use: MailboxUse): { id: string; body: JsonObject } {
  const { rng, at, company } = build;
  const id = rng.guid();
  const { user, operation } = use;
  const accessed = operation === 'MailItemsAccessed';
  const single = operation === 'Send' || operation === 'Create';
  const body: JsonObject = {
    CreationTime: unifiedTime(at),
    Id: id,
    Operation: operation,
    OrganizationId: company.tenantId,
    RecordType: accessed ? 50 : single ? 2 : 3,
    ResultStatus: 'Succeeded',
    UserKey: user.puid,
    UserType: 0,
    Version: 1,
    Workload: 'Exchange',
    ...(accessed ? {} : { ClientIP: use.ip }),
    UserId: user.upn,
    AppId: use.appId ?? '00000002-0000-0ff1-ce00-000000000000',
    ClientIPAddress: use.ip,
    ClientInfoString: use.client,
    ExternalAccess: false,
    InternalLogonType: 0,
    LogonType: 0,
    LogonUserSid: user.sid,
    MailboxGuid: user.mailboxGuid,
    MailboxOwnerSid: user.sid,
    MailboxOwnerUPN: user.upn,
    ...(accessed
      ? {
          OperationProperties: [
            { Name: 'MailAccessType', Value: use.items > 50 ? 'Sync' : 'Bind' },
            { Name: 'IsThrottled', Value: 'False' },
          ],
        }
      : {}),
    OrganizationName: company.initialDomain,
    OriginatingServer: `${server(build)}\r\n`,
  };
  const ids = (): Json[] => Array.from({ length: Math.min(use.items, 10) }, () => ({ InternetMessageId: messageId(build) }));
  if (accessed)
    Object.assign(body, {
      Folders: [{ FolderItems: ids(), Id: `LgAAAAD${rng.hexDigits(12)}`, Path: '\\Inbox' }],
      OperationCount: use.items,
    });
  else if (single)
    Object.assign(body, {
      SessionId: rng.guid(),
      Item: { Id: 'Unknown', InternetMessageId: messageId(build), Subject: rng.pick(subjects) },
    });
  else
    Object.assign(body, {
      SessionId: rng.guid(),
      AffectedItems: ids(),
      CrossMailboxOperation: false,
      DestFolder: { Path: '\\Deleted Items' },
      Folder: { Path: '\\Inbox' },
    });
  return { id, body };
}

export function ordinaryMailboxUse(build: Build): { id: string; body: JsonObject } {
  const { rng } = build;
  const user = pickPerson(build);
  const operation = rng.weighted(
    [
      ['MailItemsAccessed', 60],
      ['Send', 22],
      ['MoveToDeletedItems', 10],
      ['SoftDelete', 5],
      ['Create', 3],
    ] as const,
    ([, weight]) => weight,
  )[0];
  const client = rng.chance(0.5) ? 'Client=REST;Client=RESTSystem;;' : `Client=OWA;${user.browser.agent};`;
  return mailboxRecord(build, { operation, user, ip: user.ip, items: 1 + rng.int(9), client });
}
