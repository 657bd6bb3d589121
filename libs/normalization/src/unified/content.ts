import type { JsonObject, Target } from '@aoc/contracts';
import { MAX_TARGETS, target } from '../draft';
import { asList, asObject, asObjects, firstText, text } from '../json';
import { isUpn } from '../identifiers';
import { modifiedProperties } from '../properties';
import { properName } from '../related-objects';
import { lastSegment } from './exchange';

const decoded = (segment: string): string => {
  try {
    return segment.includes('%') ? decodeURIComponent(segment) : segment;
  } catch {
    return segment;
  }
};

/** SharePoint's login names: `i:0#.f|membership|alice@contoso.com`, `c:0o.c|federateddirectoryclaimprovider|<guid>`. */
const loginName = (name: string): string => name.slice(name.lastIndexOf('|') + 1);

/** SharePoint and OneDrive: the file, list or site; then whoever it is shared with; then the site. */
export function sharePointTargets(record: JsonObject): Target[] {
  const url = text(record.ObjectId);
  const name =
    firstText(record.SourceFileName, record.ListTitle, record.DestinationFileName) ?? (url === null ? null : decoded(lastSegment(url)));
  const modified = modifiedProperties(record.ModifiedProperties);
  const targets =
    url === null && name === null && modified.length === 0
      ? []
      : [target(text(record.ItemType), url, properName(name) ?? url, null, modified)];
  const partner = text(record.TargetUserOrGroupName);
  if (partner !== null) {
    const login = loginName(partner);
    targets.push(target(text(record.TargetUserOrGroupType), null, properName(login) ?? login, isUpn(login) ? login : null));
  }
  const site = text(record.SiteUrl);
  if (site !== null && site !== url) targets.push(target('Site', site, decoded(lastSegment(site))));
  return targets;
}

/** Teams: the members, the team, the channel or chat. */
export function teamsTargets(record: JsonObject): Target[] {
  const modified = modifiedProperties(record.ModifiedProperties);
  const setting = text(record.Name);
  if (setting !== null && (record.NewValue !== undefined || record.OldValue !== undefined))
    modified.push(...modifiedProperties([{ Name: setting, OldValue: record.OldValue, NewValue: record.NewValue }]));
  const members = asObjects(record.Members).slice(0, MAX_TARGETS - 5);
  const targets = members.map((member) => target('User', text(member.UserId), properName(member.DisplayName), text(member.UPN)));
  const team = text(record.TeamName);
  if (team !== null || text(record.TeamGuid) !== null) targets.push(target('Team', firstText(record.AADGroupId, record.TeamGuid), team));
  const channel = text(record.ChannelName);
  if (channel !== null) targets.push(target('Channel', text(record.ChannelGuid), channel));
  const addOn = text(record.AddOnName);
  if (addOn !== null) targets.push(target('App', text(record.AddOnGuid), addOn));
  const chat = text(record.ChatName) ?? (targets.length === 0 ? text(record.ObjectId) : null);
  if (chat !== null) targets.push(target('Chat', text(record.ChatThreadId), chat));
  const [first] = targets;
  if (first) first.modified.push(...modified);
  return targets;
}

/** Policies, alerts, threats, labels and every workload without its own reader. */
export function otherTargets(record: JsonObject): Target[] {
  const common = asObject(record.Common);
  const objectId = text(record.ObjectId);
  const subject = firstText(record.Subject, asObject(record.ExchangeMetaData).Subject, asObject(record.SharePointMetaData).FileName);
  const label = firstText(record.AlertEntityId, record.ObjectName, record.ItemName, record.Recipient);
  const name = subject ?? properName(objectId === null ? null : lastSegment(objectId)) ?? label;
  const modified = modifiedProperties(record.ModifiedProperties);
  const id = objectId ?? firstText(record.InternetMessageId, record.MessageId, asObject(record.ExchangeMetaData).MessageID, record.AlertId);
  const targets =
    id === null && name === null && modified.length === 0
      ? []
      : [target(text(record.ItemType), id, name, name !== null && isUpn(name) ? name : null, modified)];
  for (const recipient of asList(record.Recipients).slice(0, 20)) {
    const upn = text(recipient);
    if (upn !== null) targets.push(target('Recipient', null, upn, isUpn(upn) ? upn : null));
  }
  const device = firstText(common.DeviceName, record.DeviceName);
  if (device !== null) targets.push(target('Device', null, device));
  const policy = firstText(record.PolicyName, record.Policy, asObject(asList(record.PolicyDetails)[0]).PolicyName);
  if (policy !== null) targets.push(target('Policy', null, policy));
  return targets;
}
