import { alertSchema, type Alert } from '@aoc/contracts';
import { getAlert as readAlert } from '@aoc/server/alerts';
import { z } from 'zod';
import { clip, withinTokens } from '../compact/shorten';
import { tool, type ReadingDeps } from '../tool';
import { alertIdArgument } from './arguments';

const MAX_EVENTS = 25;
const MAX_ENTRIES = 30;
const MATCHED_TOKENS = 2000;

const output = alertSchema.omit({ _id: true, matched: true, event_ids: true, event_dedupe_key: true, notified_at: true }).extend({
  matched: z.array(z.unknown()).meta({ description: 'conditions of the rule that held: field, op, expected, found' }),
  event_ids: z.array(z.string()).meta({ description: 'newest events of the alert, for get_event' }),
  events_in_all: z.int(),
  note: z.string(),
});

/** An alert in full as far as it stays readable. */
export function alertAnswer(alert: Alert): z.input<typeof output> {
  const { _id, event_dedupe_key: _key, notified_at: _told, matched, event_ids, comments, history, ...rest } = alert;
  const shown = withinTokens(matched, MATCHED_TOKENS).value;
  return {
    ...rest,
    targets: rest.targets.slice(0, 20),
    entity_keys: rest.entity_keys.slice(0, 40),
    matched: Array.isArray(shown) ? shown : [],
    event_ids: event_ids.slice(-MAX_EVENTS).reverse(),
    events_in_all: alert.occurrences,
    comments: comments.slice(-MAX_ENTRIES).map((comment) => ({ ...comment, text: clip(comment.text, 600) })),
    history: history.slice(-MAX_ENTRIES),
    note: 'get_event shows an event of event_ids; entity_timeline what else entity_keys did.',
  };
}

export const getAlert = tool({
  name: 'get_alert',
  title: 'Read one alert',
  description: 'One alert in full: why it was raised, its events, entities, guidance, comments and history.',
  input: z.strictObject({ alert_id: alertIdArgument }),
  output,
  role: 'viewer',
  readOnly: true,
  idempotent: true,
  crossTenant: false,
  heavy: false,
  run: async (ctx, { detection }: ReadingDeps, { alert_id }) => alertAnswer(await readAlert(ctx, detection.alerts, alert_id)),
});
