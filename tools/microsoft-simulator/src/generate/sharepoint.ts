/** SharePoint and OneDrive records of the unified log. They carry no ResultStatus. */
import type { JsonObject } from '../model';
import type { Group, User } from '../world/company';
import { fileStems, fileTypes } from '../world/names';
import { pickPerson, unifiedTime, type Build } from './build';

export interface FileUse {
  operation: string;
  user: User;
  ip: string;
  /** A team's site, or the user's own OneDrive. */
  site: Group | null;
  file?: string;
  agent?: string;
  sharedWith?: { name: string; type: 'Member' | 'Guest' | 'SecurityGroup' };
}

const recordType = (operation: string): number =>
  /^(Sharing|AddedTo|Anonymous|SecureLink|SiteCollection)/.test(operation)
    ? 14
    : operation === 'PageViewed'
      ? 4
      : operation.startsWith('List')
        ? 36
        : 6;

function place({ company, rng }: Build, use: FileUse): { siteUrl: string; site: string; web: string; listId: string; folder: string } {
  if (use.site)
    return {
      siteUrl: `${use.site.siteUrl}/`,
      site: use.site.siteId,
      web: use.site.webId,
      listId: use.site.listId,
      folder: 'Shared Documents/General',
    };
  const personal = use.user.upn.replace(/[@.]/g, '_');
  return {
    siteUrl: `https://${company.sharePoint}-my.sharepoint.com/personal/${personal}/`,
    site: use.user.mailboxGuid,
    web: use.user.device.id,
    listId: rng.guid(),
    folder: 'Documents',
  };
}

export function sharePointRecord(build: Build, use: FileUse): { id: string; body: JsonObject } {
  const { rng, at, company } = build;
  const id = rng.guid();
  const { user } = use;
  const where = place(build, use);
  const page = use.operation === 'PageViewed';
  const name = use.file ?? `${rng.pick(fileStems)} ${2020 + rng.int(7)}.${rng.pick(fileTypes)}`;
  const body: JsonObject = {
    CreationTime: unifiedTime(at),
    Id: id,
    Operation: use.operation,
    OrganizationId: company.tenantId,
    RecordType: recordType(use.operation),
    UserKey: `i:0h.f|membership|${user.puid.toLowerCase()}@live.com`,
    UserType: 0,
    Version: 1,
    Workload: use.site ? 'SharePoint' : 'OneDrive',
    ClientIP: use.ip,
    ObjectId: page ? `${where.siteUrl}SitePages/Home.aspx` : `${where.siteUrl}${where.folder}/${name}`,
    UserId: user.upn,
    CorrelationId: rng.guid(),
    EventSource: 'SharePoint',
    ItemType: page ? 'Page' : 'File',
    ListId: where.listId,
    ListItemUniqueId: rng.guid(),
    Site: where.site,
    UserAgent: use.agent ?? user.browser.agent,
    WebId: where.web,
  };
  if (page) return { id, body: { ...body, CustomUniqueId: true } };
  Object.assign(body, {
    SourceFileExtension: name.slice(name.lastIndexOf('.') + 1),
    SiteUrl: where.siteUrl,
    SourceFileName: name,
    SourceRelativeUrl: where.folder,
  });
  if (use.sharedWith)
    Object.assign(body, {
      EventData: '<Permissions granted>System.LimitedEdit</Permissions granted><MembersCanShareApplied>False</MembersCanShareApplied>',
      TargetUserOrGroupType: use.sharedWith.type,
      TargetUserOrGroupName: use.sharedWith.name,
    });
  else Object.assign(body, { HighPriorityMediaProcessing: false });
  return { id, body };
}

const operations = [
  ['FileAccessed', 40],
  ['FileModified', 16],
  ['PageViewed', 16],
  ['FileUploaded', 9],
  ['FilePreviewed', 7],
  ['FileDownloaded', 7],
  ['ListViewed', 4],
  ['FileRenamed', 1.5],
  ['FileRecycled', 2],
  ['SharingSet', 2.5],
  ['SecureLinkCreated', 0.8],
  ['AddedToGroup', 0.5],
] as const;

export function ordinaryFileUse(build: Build): { id: string; body: JsonObject } {
  const { rng, company } = build;
  const user = pickPerson(build);
  const operation = rng.weighted(operations, ([, weight]) => weight)[0];
  const sharing = operation === 'SharingSet' || operation === 'AddedToGroup';
  const colleague = rng.pick(company.people).upn;
  return sharePointRecord(build, {
    operation,
    user,
    ip: user.ip,
    site: rng.chance(0.55) ? rng.pick(company.groups) : null,
    ...(sharing ? { sharedWith: { name: colleague, type: 'Member' as const } } : {}),
  });
}
