import type { Actor, JsonObject } from '@aoc/contracts';
import { asObjects, firstText, text } from '../json';
import { guidIn, isGuid, isSid, isUpn } from '../identifiers';
import { parseIp } from '../ip';
import { properName } from '../related-objects';

const WELL_KNOWN_SIDS: ReadonlyMap<string, string> = new Map([
  ['S-1-0-0', 'Nobody'],
  ['S-1-1-0', 'Everyone'],
  ['S-1-5-10', 'Self'],
  ['S-1-5-18', 'NT AUTHORITY\\SYSTEM'],
  ['S-1-5-19', 'NT AUTHORITY\\LOCAL SERVICE'],
  ['S-1-5-20', 'NT AUTHORITY\\NETWORK SERVICE'],
]);

/** UserType of the schema: these act without a person. 3 (DcAdmin) is Microsoft's own datacentre. */
const SYSTEM_TYPES = new Set(['3', '4', '7', '8', 'dcadmin', 'system', 'custompolicy', 'systempolicy']);
const APPLICATION_TYPES = new Set(['5', '6', 'application', 'serviceprincipal']);

/** The parts of the `Actor` and `Target` lists; `Type`: 0 claim, 1 name, 2 other, 3 PUID, 4 service principal name, 5 UPN. */
export interface IdentityList {
  guid: string | null;
  name: string | null;
  upn: string | null;
  puid: string | null;
  /** `User`, `Application`, `ServicePrincipal`, `Group`, ... */
  kind: string | null;
  /** every text of the list */
  all: string[];
}

export function readIdentities(value: unknown): IdentityList {
  const list: IdentityList = { guid: null, name: null, upn: null, puid: null, kind: null, all: [] };
  let plainGuid: string | null = null;
  for (const item of asObjects(value).slice(0, 40)) {
    const id = text(item.ID ?? item.Id ?? item.id);
    if (id === null) continue;
    list.all.push(id);
    const type = text(item.Type ?? item.type);
    const guid = guidIn(id);
    if (guid !== null && !isGuid(id)) {
      list.guid ??= guid;
      list.kind ??= id.slice(0, -37);
    } else if (guid !== null) plainGuid ??= guid;
    else if (type === '1') list.name ??= id;
    else if (type === '5') list.upn ??= id;
    else if (type === '3') list.puid ??= id;
  }
  list.guid ??= plainGuid;
  return list;
}

/** SharePoint's `i:0h.f|membership|1003200126677019@live.com` holds the PUID; PUIDs also come as `<puid>@<tenant domain>`. */
function puidIn(userKey: string | null): string | null {
  if (userKey === null) return null;
  const tail = userKey.slice(userKey.lastIndexOf('|') + 1);
  const name = tail.split('@', 1)[0] ?? '';
  return /^[0-9a-f]{16}$/i.test(name) ? name.toUpperCase() : null;
}

const looksLikeService = (name: string): boolean =>
  name.includes('\\') || name.toLowerCase() === 'app@sharepoint' || /\.prod\.outlook\.com$/i.test(name);

function readIp(record: JsonObject): string | null {
  return parseIp(record.ClientIP) ?? parseIp(record.ClientIPAddress) ?? parseIp(record.ActorIpAddress) ?? parseIp(record.ClientIp);
}

function withoutPerson(userId: string | null, userType: string, list: IdentityList, ip: string | null): Actor {
  const applicationId = userId === null ? null : guidIn(userId);
  if (userId?.toLowerCase().startsWith('serviceprincipal_') || list.kind === 'ServicePrincipal' || APPLICATION_TYPES.has(userType)) {
    const id = applicationId ?? list.guid;
    const display = properName(list.name) ?? (userId !== null && guidIn(userId) === null ? userId : null);
    return { type: id === null && display === null ? 'system' : 'application', id: id ?? display, display, upn: null, ip };
  }
  if (userId === 'Certificate' && list.name !== null) return { type: 'application', id: list.guid, display: list.name, upn: null, ip };
  const display = userId === null ? null : (WELL_KNOWN_SIDS.get(userId.toUpperCase()) ?? userId);
  return { type: 'system', id: userId, display: display ?? list.name, upn: null, ip };
}

/** Who did it, from `UserId`, `UserKey`, `UserType` and the `Actor` list of a Management API record. */
export function readUnifiedActor(record: JsonObject): Actor {
  const ip = readIp(record);
  const userId = text(record.UserId);
  const userKey = text(record.UserKey);
  const userType = text(record.UserType)?.toLowerCase() ?? '';
  const list = readIdentities(record.Actor);
  const personal =
    userId !== null && isUpn(userId) && !looksLikeService(userId) ? userId : list.kind === 'ServicePrincipal' ? null : list.upn;
  if (personal !== null) {
    const id = (userKey !== null && isGuid(userKey) ? userKey.toLowerCase() : null) ?? list.guid ?? puidIn(userKey) ?? list.puid;
    return { type: 'user', id, display: null, upn: personal, ip };
  }
  const isTenant = userId !== null && userId === text(record.OrganizationId);
  if (userId !== null && !isTenant && !SYSTEM_TYPES.has(userType) && !APPLICATION_TYPES.has(userType)) {
    if (isGuid(userId)) return { type: 'user', id: userId.toLowerCase(), display: null, upn: null, ip };
    if (isSid(userId) && !WELL_KNOWN_SIDS.has(userId.toUpperCase())) return { type: 'user', id: userId, display: null, upn: null, ip };
    // A person's key is a PUID, a GUID or a UPN; an account that is its own key is a service of Microsoft's.
    if (userId !== userKey && !looksLikeService(userId) && !isSid(userId) && guidIn(userId) === null && userId !== 'Certificate')
      return { type: 'user', id: puidIn(userKey), display: userId, upn: null, ip };
  }
  return withoutPerson(isTenant ? firstText(userKey) : userId, userType, list, ip);
}
