import { z } from 'zod';
import { instantSchema, jsonObjectSchema, sourceSchema, tenantIdSchema } from './primitives';

export const actorTypeSchema = z.enum(['user', 'application', 'system']);

/** Who did it. Every part but the type may be null: real records often carry only one of them. */
export const actorSchema = z.object({
  type: actorTypeSchema,
  id: z.string().nullable(),
  display: z.string().nullable(),
  upn: z.string().nullable(),
  ip: z.string().nullable().meta({ description: 'IPv4 or IPv6 address without port; null when absent or not an address' }),
});
export type Actor = z.infer<typeof actorSchema>;

/** One changed property; `old` and `new` are JSON values (strings that held JSON are parsed). */
export const modifiedPropertySchema = z.object({ property: z.string(), old: z.unknown(), new: z.unknown() });
export type ModifiedProperty = z.infer<typeof modifiedPropertySchema>;

export const targetSchema = z.object({
  type: z.string().nullable(),
  id: z.string().nullable(),
  display: z.string().nullable(),
  upn: z.string().nullable(),
  modified: z.array(modifiedPropertySchema),
});
export type Target = z.infer<typeof targetSchema>;

export const commentSchema = z.object({ id: z.string(), text: z.string(), author: z.string(), timestamp: instantSchema });
export type Comment = z.infer<typeof commentSchema>;

/** An event as it goes over the wire in lists. */
export const eventSchema = z
  .object({
    id: z.string().meta({ description: "the source's own id; the dedupe key where the record has none" }),
    tenant_id: tenantIdSchema,
    source: sourceSchema,
    dedupe_key: z.string(),
    timestamp: instantSchema.meta({ description: 'when it happened' }),
    ingested_at: instantSchema.meta({ description: 'when it was first stored' }),
    service: z.string(),
    operation: z.string(),
    result: z.string().nullable(),
    actor: actorSchema,
    actor_display: z.string().nullable(),
    actor_upn: z.string().nullable(),
    targets: z.array(targetSchema),
    target_displays: z.array(z.string()),
    display_category: z.string(),
    display_summary: z.string(),
    entity_keys: z.array(z.string()),
    tags: z.array(z.string()),
    comments: z.array(commentSchema),
  })
  .meta({ id: 'Event' });
export type AuditEvent = z.infer<typeof eventSchema>;

/** One event with the untouched record. */
export const eventDetailSchema = eventSchema.extend({ raw: jsonObjectSchema }).meta({ id: 'EventDetail' });
export type EventDetail = z.infer<typeof eventDetailSchema>;

/** What normalisation makes of one raw record: everything but who stored it when. */
export interface NormalizedEvent {
  id: string;
  source: AuditEvent['source'];
  dedupe_key: string;
  timestamp: Date;
  service: string;
  operation: string;
  result: string | null;
  actor: Actor;
  actor_display: string | null;
  actor_upn: string | null;
  targets: Target[];
  target_displays: string[];
  display_category: string;
  display_summary: string;
  raw: Record<string, unknown>;
  search_text: string;
  entity_keys: string[];
  /** Keys by which targets and changes are found; internal to storage (see libs/normalization/src/lookup-keys.ts). */
  lookup_keys: string[];
}

/** Why a record was not stored as an event. */
export const rejectionReasonSchema = z.enum([
  'not_json',
  'not_an_object',
  'no_timestamp',
  'timestamp_out_of_range',
  'too_large',
  'unknown_shape',
  'blob_unreadable',
]);
export type RejectionReason = z.infer<typeof rejectionReasonSchema>;
