import type { Actor, JsonObject, Source, Target } from '@aoc/contracts';
import { target, type Draft, type Family } from './draft';
import { asList, asObject, asObjects, firstText, isObject, text } from './json';
import { lookupKeys } from './lookup-keys';
import { eventOf, normalize, type Normalized, type NormalizeOptions } from './normalize';
import { parseIp } from './ip';
import { foldResult } from './result';
import { chooseTimestamp } from './timestamp';
import { typedValue } from './values';

/** Those that 1.x could read, each with a source of that name. */
type LegacyFamily = Exclude<Family, 'azure'>;

const FAMILY_BY_SERVICE: ReadonlyMap<string, LegacyFamily> = new Map(
  Object.entries<LegacyFamily>({
    intune: 'intune',
    signin: 'signin',
    exchange: 'unified',
    sharepoint: 'unified',
    onedrive: 'unified',
    teams: 'unified',
    microsoftteams: 'unified',
    azureactivedirectory: 'unified',
    securitycompliancecenter: 'unified',
  }),
);
const FAMILIES: readonly LegacyFamily[] = ['directory', 'signin', 'intune', 'unified'];

const familyOf = (name: string): LegacyFamily | undefined => FAMILIES.find((family) => family === name);

function actorOf(document: JsonObject): Actor {
  const outer = asObject(document.actor);
  const app = asObject(outer.app);
  const user = asObject(outer.user);
  const isApp = Object.keys(app).length > 0 && Object.keys(user).length === 0;
  const inner = isApp ? app : Object.keys(user).length > 0 ? user : outer;
  const display = firstText(document.actor_display, inner.displayName, inner.display_name, inner.display, inner.name);
  const upn = firstText(document.actor_upn, inner.userPrincipalName, inner.upn);
  const id = firstText(inner.id, inner.userId, inner.appId, inner.servicePrincipalId);
  const ip = parseIp(firstText(inner.ipAddress, inner.ip, outer.ipAddress) ?? '');
  const known = id !== null || display !== null || upn !== null;
  return { type: isApp ? 'application' : known ? 'user' : 'system', id, display, upn, ip };
}

function targetsOf(document: JsonObject): Target[] {
  const targets = asObjects(document.targets).map((one) =>
    target(
      firstText(one.type, one['@odata.type']),
      firstText(one.id, one.resourceId),
      firstText(one.displayName, one.display_name, one.display, one.name),
      firstText(one.userPrincipalName, one.upn),
      asObjects(one.modifiedProperties ?? one.modified).map((change) => ({
        property: firstText(change.displayName, change.property, change.name) ?? 'property',
        old: typedValue(change.oldValue ?? change.old),
        new: typedValue(change.newValue ?? change.new),
      })),
    ),
  );
  const named = asList(document.target_displays).flatMap((name) => text(name) ?? []);
  return targets.length > 0 ? targets : named.map((name) => target(null, null, name));
}

/** The record in an event of 1.x; empty when there is none. */
function recordOf(raw: unknown): JsonObject {
  const record = asObject(raw);
  if (Object.keys(record).length > 0 || raw === null || raw === undefined || raw === '' || isObject(raw)) return record;
  return { record: raw };
}

/** An event from the fields that 1.x had derived, for a record that this version cannot read. */
function fromFields(document: JsonObject, record: JsonObject, options: Pick<NormalizeOptions, 'mappings' | 'now'>): Normalized {
  const time = chooseTimestamp([document.timestamp], options.now);
  if (!time.ok) return { ok: false, reason: time.reason, detail: time.detail };
  const service = text(document.service) ?? 'Directory';
  const family = familyOf(text(document.source) ?? '') ?? FAMILY_BY_SERVICE.get(service.toLowerCase()) ?? 'directory';
  const draft: Draft = {
    family,
    id: text(document.id),
    record,
    times: [document.timestamp],
    service,
    operation: text(document.operation) ?? 'Unknown operation',
    category: null,
    result: foldResult(document.result),
    actor: actorOf(document),
    targets: targetsOf(document),
    detail: null,
    keys: [],
    words: [],
    tenants: [],
  };
  const event = eventOf(draft, time.timestamp, record, { source: family, mappings: options.mappings });
  return { ok: true, event: { ...event, display_summary: text(document.display_summary) ?? event.display_summary } };
}

/**
 * An event as 1.x stored it (JSON: dates as ISO strings) as an event of this version. Its record decides, so that reading the same
 * record again is recognised; where the record cannot be read, the fields that 1.x derived from it do. The source is the API that
 * the record is of. Pure.
 */
export function normalizeLegacy(document: JsonObject, options: Pick<NormalizeOptions, 'mappings' | 'now'>): Normalized {
  const record = recordOf(document.raw);
  const read = normalize(record, { ...options, source: 'import' });
  if (!read.ok) return fromFields(document, record, options);
  const source: Source = familyOf(read.event.dedupe_key.slice(0, read.event.dedupe_key.indexOf(':'))) ?? 'import';
  const event = { ...read.event, source };
  return { ok: true, event: { ...event, lookup_keys: lookupKeys(event) } };
}
