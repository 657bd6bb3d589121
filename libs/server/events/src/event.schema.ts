import type { Actor, Source, Target, TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';
import type { ObjectId } from 'mongodb';

/** A comment as stored. */
export interface StoredComment {
  id: string;
  text: string;
  author: string;
  timestamp: Date;
}

/** An event as stored (spec 01). */
export interface EventDocument {
  _id: ObjectId;
  id: string;
  tenant_id: TenantId;
  source: Source;
  dedupe_key: string;
  timestamp: Date;
  ingested_at: Date;
  service: string;
  operation: string;
  result: string | null;
  actor: Actor;
  actor_display: string | null;
  actor_upn: string | null;
  /** Display name and UPN in one lower-case value: one index serves the actor filter whichever of the two it matches. */
  actor_key: string;
  targets: Target[];
  target_displays: string[];
  display_category: string;
  display_summary: string;
  raw: Record<string, unknown>;
  search_text: string;
  raw_text?: string;
  entity_keys: string[];
  /** `w:` words, `t:` targets, `p:` changed properties, `n:` new and `o:` old values, as @aoc/normalization makes them. */
  lookup_keys: string[];
  tags: string[];
  comments: StoredComment[];
  /** Id of the ingest batch that stored it; lets a crashed batch be finished exactly once. */
  ingest_batch: string;
}

/** Value of `actor_key` for a display name and a UPN. */
export const actorKey = (display: string | null, upn: string | null): string => `${display ?? ''}\n${upn ?? ''}`.toLowerCase();

/** Hints for queries; the planner does not always choose the index that the sort needs. */
export const eventIndex = {
  newest: 'tenant_newest',
  service: 'tenant_service_newest',
  operation: 'tenant_operation_newest',
  result: 'tenant_result_newest',
  actor: 'tenant_actor_newest',
  tag: 'tenant_tag_newest',
  entity: 'tenant_entity_newest',
  lookup: 'tenant_lookup_newest',
  sourceId: 'tenant_source_id',
  dedupe: 'tenant_dedupe',
} as const;

export const eventCollection: CollectionDefinition = {
  name: 'events',
  indexes: [
    { name: eventIndex.newest, serves: 'newest-first page of a tenant', key: { tenant_id: 1, timestamp: -1, _id: -1 } },
    { name: eventIndex.service, serves: 'newest-first page of a service', key: { tenant_id: 1, service: 1, timestamp: -1, _id: -1 } },
    { name: eventIndex.operation, serves: 'newest-first page of operations', key: { tenant_id: 1, operation: 1, timestamp: -1, _id: -1 } },
    { name: eventIndex.result, serves: 'newest-first page of results', key: { tenant_id: 1, result: 1, timestamp: -1, _id: -1 } },
    { name: eventIndex.actor, serves: 'newest-first page of actors', key: { tenant_id: 1, actor_key: 1, timestamp: -1, _id: -1 } },
    {
      name: eventIndex.tag,
      serves: 'newest-first page of a tag, count of a tag',
      key: { tenant_id: 1, tags: 1, timestamp: -1, _id: -1 },
    },
    {
      name: eventIndex.entity,
      serves: 'exact identifier search and entity timeline',
      key: { tenant_id: 1, entity_keys: 1, timestamp: -1, _id: -1 },
    },
    {
      name: eventIndex.lookup,
      serves: 'search by word, by target, and by changed property, new and old value',
      key: { tenant_id: 1, lookup_keys: 1, timestamp: -1, _id: -1 },
    },
    { name: eventIndex.sourceId, serves: 'one event by the id of its source', key: { tenant_id: 1, id: 1 } },
    { name: eventIndex.dedupe, serves: 'the same record is one document', key: { tenant_id: 1, dedupe_key: 1 }, unique: true },
  ],
};
