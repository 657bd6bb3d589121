import { commentSchema, eventDetailSchema, jsonObjectSchema, type EventDetail } from '@aoc/contracts';
import { getEvent as readEvent } from '@aoc/server/events';
import { z } from 'zod';
import { withinTokens } from '../compact/shorten';
import { tool, type ReadingDeps } from '../tool';
import { eventIdArgument } from './arguments';

const RAW_TOKENS = 4000;
const EVENT_TOKENS = 3000;

const { id, tenant_id, source, timestamp, ingested_at, service, operation, result, actor, display_summary, tags } = eventDetailSchema.shape;
const kept = { id, tenant_id, source, timestamp, ingested_at, service, operation, result, actor, display_summary, tags };
const output = z.object({
  ...kept,
  dedupe_key: z.string(),
  display_category: z.string(),
  targets: z.array(z.unknown()).meta({ description: 'type, id, display, upn, modified (property, old, new) of each' }),
  entity_keys: z.array(z.string()).meta({ description: 'identifiers that occur; entity_timeline takes each' }),
  comments: z.array(commentSchema),
  raw: jsonObjectSchema.nullable().meta({ description: 'the record as Microsoft sent it' }),
  cut: z.boolean().meta({ description: 'true when long texts or lists were shortened' }),
  note: z.string(),
});

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** An event in full as far as it stays readable: long parts are shortened and say so. */
export function eventAnswer(event: EventDetail): z.input<typeof output> {
  const { raw, targets, entity_keys, comments, actor_display: _display, actor_upn: _upn, target_displays: _targets, ...rest } = event;
  const shownTargets = withinTokens(targets, EVENT_TOKENS);
  const shownRaw = withinTokens(raw, RAW_TOKENS);
  const cut = shownTargets.cut || shownRaw.cut || comments.length > 20;
  return {
    ...rest,
    targets: listOf(shownTargets.value),
    entity_keys: entity_keys.slice(0, 40),
    comments: comments.slice(-20),
    raw: jsonObjectSchema.safeParse(shownRaw.value).data ?? null,
    cut,
    note: cut
      ? `Long parts are shortened. The whole record: GET /api/events/${encodeURIComponent(event.dedupe_key)}`
      : 'This is the whole record.',
  };
}

export const getEvent = tool({
  name: 'get_event',
  title: 'Read one event',
  description:
    'One event in full: actor, targets with old and new values, tags, comments and the raw record. The call is written to the audit trail.',
  input: z.strictObject({ event_id: eventIdArgument }),
  output,
  role: 'viewer',
  readOnly: true,
  idempotent: true,
  crossTenant: false,
  heavy: false,
  audit: { action: 'getEvent', target: 'event_id' },
  run: async (ctx, { events }: ReadingDeps, { event_id }) => eventAnswer(await readEvent(ctx, events, event_id)),
});
