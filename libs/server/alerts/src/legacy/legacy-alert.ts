import { alertStatusSchema, matchedConditionSchema, severitySchema, type AlertStatus } from '@aoc/contracts';
import { legacyComments, legacyDate, type EventDocument, type StoredComment } from '@aoc/server/events';
import { z } from 'zod';
import { SEVERITIES, type AlertDocument } from '../alert.schema';
import { tiesOf } from '../join-incidents';

const some = z.string().trim().min(1);
const text = some.nullish().catch(null);
/** `{display, upn}` or the name itself. */
const actorSchema = z
  .union([some, z.object({ display: text, upn: text, displayName: text, userPrincipalName: text })])
  .nullish()
  .catch(null);

/** What 1.x wrote into an alert, by every name that its versions used; anything else in a field counts as absent. */
const legacySchema = z.object({
  rule_id: z.unknown().optional(),
  rule_name: text,
  title: text,
  severity: severitySchema.catch('medium'),
  message: text,
  description: text,
  event_id: z.unknown().optional(),
  service: text,
  operation: text,
  actor: actorSchema,
  actor_display: text,
  actor_upn: text,
  status: text,
  assignee: text,
  occurrences: z.int().min(1).catch(1),
  matched: z.array(matchedConditionSchema).catch([]),
  close_reason: text,
  resolution: text,
  updated_by: text,
});
type Legacy = z.infer<typeof legacySchema>;

/** Further fields that are read below, so that they are not kept as unknown ones. */
const READ = new Set([
  ...Object.keys(legacySchema.shape),
  ...['_id', 'id', 'tenant_id', 'timestamp', 'created_at', 'updated_at', 'acknowledged_at', 'resolved_at', 'closed_at', 'notified_at'],
  ...['first_seen', 'last_seen', 'comments', 'event_dedupe_key', 'event_ids', 'targets', 'target_displays'],
]);
const MAX_KEPT = 4000;

/** 1.x said `closed` in places; whatever else is no status of ours is looked at again. */
function statusOf({ status }: Legacy): AlertStatus {
  const named = alertStatusSchema.safeParse(status?.toLowerCase().replace(/[\s-]/g, '_'));
  return named.success ? named.data : status?.toLowerCase() === 'closed' ? 'resolved' : 'open';
}

/** Ids are text, numbers or the database's own. */
function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  const isId = typeof value === 'object' && value !== null && 'toHexString' in value && typeof value.toHexString === 'function';
  return isId ? String(value) : '';
}

/** Fields that this version has no place for, kept where people see them. */
function keptFields(document: Readonly<Record<string, unknown>>, at: Date, id: string): StoredComment[] {
  const unknown = Object.entries(document).filter(([name, value]) => !READ.has(name) && value !== null && value !== '');
  if (unknown.length === 0) return [];
  const said = JSON.stringify(Object.fromEntries(unknown)).toWellFormed().slice(0, MAX_KEPT);
  return legacyComments([{ text: `Further fields of this alert in 1.x: ${said}`, author: 'AOC' }], at, id);
}

/** Who it was about and what was done: of the event where it is stored, else what the alert itself says. */
function subjectOf(legacy: Legacy, event: EventDocument | undefined) {
  if (event)
    return {
      ...{ event_key: event.dedupe_key, event_keys: [event.dedupe_key], summary: event.display_summary },
      ...{ service: event.service, operation: event.operation, actor: event.actor_display, actor_upn: event.actor_upn },
      ...{ targets: event.target_displays.slice(0, 50), entity_keys: event.entity_keys.slice(0, 200), tied_by: tiesOf(event) },
    };
  const { actor } = legacy;
  const upn = legacy.actor_upn ?? (typeof actor === 'object' ? (actor?.upn ?? actor?.userPrincipalName) : null) ?? null;
  const name = legacy.actor_display ?? (typeof actor === 'string' ? actor : (actor?.display ?? actor?.displayName)) ?? upn;
  const key = (upn ?? name)?.toLowerCase();
  return {
    ...{ event_key: '', event_keys: [], summary: legacy.message ?? legacy.description ?? '' },
    ...{ service: legacy.service ?? '', operation: legacy.operation ?? '', actor: name ?? null, actor_upn: upn },
    ...{ targets: [], entity_keys: key === undefined ? [] : [key], tied_by: key === undefined ? [] : [key] },
  };
}

/** When somebody reacted and closed it, and the history that follows. */
function courseOf(document: Readonly<Record<string, unknown>>, legacy: Legacy, timestamp: Date) {
  const status = statusOf(legacy);
  const isClosed = status === 'resolved' || status === 'false_positive';
  const changed = legacyDate(document.closed_at) ?? legacyDate(document.resolved_at) ?? legacyDate(document.updated_at) ?? timestamp;
  const reason = legacy.close_reason ?? legacy.resolution ?? null;
  const raised = { at: timestamp, by: 'AOC', change: 'raised' as const, from: null, to: 'open', reason: null };
  const moved = { at: changed, by: legacy.updated_by ?? 'AOC 1.x', change: 'status' as const, from: 'open', to: status, reason };
  return {
    status,
    history: status === 'open' ? [raised] : [raised, moved],
    close_reason: isClosed ? reason : null,
    acknowledged_at: legacyDate(document.acknowledged_at) ?? (status === 'open' ? null : changed),
    closed_at: isClosed ? changed : null,
  };
}

/** What the alert names its event by: the id of its source, or of the stored document. */
export const eventIdOf = (document: Readonly<Record<string, unknown>>): string => textOf(document.event_id);

/**
 * An alert of 1.x as one of this version. `event` is the stored one that it is about; without it the alert keeps what it says itself.
 * @param storedAt time in the document's id, for alerts that say none. Pure
 */
export function alertOfLegacy(
  document: Readonly<Record<string, unknown>>,
  { event, storedAt }: { event: EventDocument | undefined; storedAt: Date },
): Omit<AlertDocument, 'tenant_id'> {
  const legacy = legacySchema.parse(document);
  const id = textOf(document._id);
  const timestamp = legacyDate(document.timestamp) ?? legacyDate(document.created_at) ?? storedAt;
  const subject = subjectOf(legacy, event);
  const name = legacy.rule_name ?? legacy.title ?? 'Alert of 1.x';
  const happened = event?.timestamp ?? timestamp;
  return {
    _id: id,
    timestamp,
    rule_id: textOf(legacy.rule_id),
    rule_name: name,
    rule_version: 1,
    severity: legacy.severity,
    rank: SEVERITIES.indexOf(legacy.severity),
    techniques: [],
    tags: [],
    message: (legacy.message ?? legacy.description ?? name).slice(0, 2000),
    guidance: '',
    event_id: event?.id ?? eventIdOf(document),
    ...subject,
    actor_folded: `${subject.actor ?? ''}\n${subject.actor_upn ?? ''}`.toLowerCase(),
    ...courseOf(document, legacy, timestamp),
    assignee: legacy.assignee ?? null,
    occurrences: legacy.occurrences,
    first_seen: legacyDate(document.first_seen) ?? happened,
    last_seen: legacyDate(document.last_seen) ?? happened,
    late_by_seconds: 0,
    matched: legacy.matched,
    window: null,
    comments: [...legacyComments(document.comments, timestamp, id), ...keptFields(document, timestamp, id)],
    notified_at: legacyDate(document.notified_at),
    incident_id: id,
    version: 1,
  };
}
