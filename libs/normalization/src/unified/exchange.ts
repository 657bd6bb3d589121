import type { JsonObject, ModifiedProperty, Target } from '@aoc/contracts';
import { MAX_TARGETS, target } from '../draft';
import { asList, asObject, asObjects, firstText, text } from '../json';
import { isGuid, isUpn } from '../identifiers';
import { modifiedProperties, type NamedValue, namedValues, valueOf } from '../properties';
import { properName } from '../related-objects';
import { typedValue } from '../values';

/** Parameters that steer the command or name its object; they change nothing. */
const NOT_A_CHANGE = new Set([
  'identity',
  'domaincontroller',
  'organization',
  'confirm',
  'force',
  'erroraction',
  'warningaction',
  'verbose',
  'whatif',
  'ignoredehydratedflag',
  'alwaysdeleteoutlookrulesblob',
]);

const READING = /^(?:get|search|test|export|find|measure)-/i;

/** Settings of a cmdlet as changed properties: the log tells the new value only. */
function changes(operation: string, parameters: readonly NamedValue[], modified: readonly ModifiedProperty[]): ModifiedProperty[] {
  if (READING.test(operation)) return [...modified];
  const known = new Set(modified.map(({ property }) => property.toLowerCase()));
  const set = parameters.filter(({ name }) => !NOT_A_CHANGE.has(name.toLowerCase()) && !known.has(name.toLowerCase()));
  return [...modified, ...set.map(({ name, value }) => ({ property: name, old: null, new: typedValue(value) }))];
}

/**
 * The object's own name in a path such as `EURPR04A009.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/contoso.com/Alice\My rule`
 * or an address: the last segment that is no bare GUID.
 */
export function lastSegment(path: string): string {
  const segments = path.slice(-512).split(/[/\\]/);
  return segments.findLast((segment) => segment.trim() !== '' && !isGuid(segment.trim())) ?? path;
}

/** The owner in the same path, where a rule or folder follows it. */
function ownerIn(path: string): string | null {
  const slash = path.lastIndexOf('/');
  const backslash = path.indexOf('\\', slash + 1);
  return backslash > slash + 1 && slash >= 0 ? path.slice(slash + 1, backslash) : null;
}

const PARTNERS = ['User', 'Trustee', 'Member', 'Members', 'Delegate', 'Mailbox', 'Group', 'Manager'];

/** Targets of a cmdlet: the object, then whoever is granted or taken something. */
export function cmdletTargets(record: JsonObject): Target[] {
  const operation = text(record.Operation) ?? '';
  const parameters = namedValues(record.Parameters);
  const objectId = text(record.ObjectId) ?? text(record.ObjectName);
  const identity = text(valueOf(parameters, 'Identity'));
  const named = text(valueOf(parameters, 'Name'));
  const dash = operation.indexOf('-');
  const noun = dash < 0 ? null : operation.slice(dash + 1);
  const path = [objectId, identity].find((value) => value?.includes('/') || value?.includes('\\')) ?? objectId ?? identity;
  const upn = [identity, objectId].find((value): value is string => typeof value === 'string' && isUpn(value)) ?? null;
  const display = (noun?.endsWith('Rule') && named !== null ? named : null) ?? (path === null ? named : lastSegment(path));
  const modified = changes(operation, parameters, modifiedProperties(record.ModifiedProperties));
  const targets =
    path === null && display === null && modified.length === 0 ? [] : [target(noun, path, properName(display), upn, modified)];
  const owner = path === null ? null : ownerIn(path);
  if (owner !== null) targets.push(target('Mailbox', null, properName(owner), isUpn(owner) ? owner : null));
  for (const name of PARTNERS) {
    const partner = text(valueOf(parameters, name));
    if (partner === null || partner === identity || targets.length >= MAX_TARGETS) continue;
    targets.push(target(name, null, properName(lastSegment(partner)), isUpn(partner) ? partner : null));
  }
  return targets;
}

/** Parameters that say what a cmdlet is about, best first. */
const TELLING = [
  'AccessRights',
  'ForwardingSmtpAddress',
  'ForwardingAddress',
  'ForwardTo',
  'RedirectTo',
  'ForwardAsAttachmentTo',
  'BlindCopyTo',
  'CopyTo',
  'RedirectMessageTo',
  'DeleteMessage',
  'MoveToFolder',
  'Roles',
  'Role',
  'AuditEnabled',
  'AuditBypassEnabled',
  'UnifiedAuditLogIngestionEnabled',
];

export function cmdletDetail(record: JsonObject): string | null {
  const parameters = namedValues(record.Parameters);
  for (const name of TELLING) {
    const value = text(valueOf(parameters, name));
    if (value !== null) return /^(?:AccessRights|Roles?)$/.test(name) ? value : `${name} ${value}`;
  }
  return null;
}

const itemTarget = (item: JsonObject): Target | null => {
  const subject = text(item.Subject);
  const id = firstText(item.InternetMessageId, item.Id);
  return subject === null && text(item.InternetMessageId) === null ? null : target('Message', id, subject);
};

/** Targets of a mailbox audit record: the mailbox, whoever is given rights in it, the items, the folders. */
export function mailboxTargets(record: JsonObject): Target[] {
  const owner = text(record.MailboxOwnerUPN);
  const item = asObject(record.Item);
  const folder = asObject(item.ParentFolder);
  const modified = modifiedProperties(record.ModifiedProperties);
  const rights = text(folder.MemberRights);
  if (rights !== null) modified.push({ property: 'MemberRights', old: null, new: rights });
  const targets = [
    target('Mailbox', firstText(record.MailboxGuid, record.ObjectId), owner === null || isGuid(owner) ? null : owner, owner, modified),
  ];
  const member = text(folder.MemberUpn);
  if (member !== null) targets.push(target('User', text(folder.MemberSid), member, isUpn(member) ? member : null));
  for (const entry of [item, ...asObjects(record.AffectedItems)]) {
    const message = itemTarget(entry);
    if (message && targets.length < MAX_TARGETS) targets.push(message);
  }
  for (const entry of [
    asObject(record.Folder),
    asObject(record.DestFolder),
    ...asObjects(record.Folders),
    ...(rights === null ? [] : [folder]),
  ]) {
    const path = firstText(entry.Path, entry.Name);
    if (path !== null && targets.length < MAX_TARGETS) targets.push(target('Folder', text(entry.Id), path));
  }
  return targets;
}

/** Whether the record is of mailbox auditing rather than of a cmdlet. */
export const isMailboxRecord = (record: JsonObject): boolean =>
  record.MailboxOwnerUPN !== undefined || record.MailboxGuid !== undefined || asList(record.AffectedItems).length > 0;
