import { alertSchema, eventSchema, type Alert } from '@aoc/contracts';
import { matchesEvent, type Query } from '@aoc/query';
import { isVisible, privacyKey, type ReadContext } from '@aoc/server/context';
import { limitedTenants, narrowed } from '@aoc/server/alerts';
import type { LiveEvent } from '@aoc/server/events';
import type { LiveBatch } from '@aoc/server/queues';
import { z } from 'zod';

interface Message extends LiveEvent {
  alert: Alert | undefined;
  /** As it goes to every caller who may see it, and of alerts to those who may not see all that it counts. */
  text: string;
  narrowText: string;
}

const liveEventSchema = z.object({ event: eventSchema, search_text: z.string(), alert: alertSchema.optional() });

const NOTHING_SEEN: ReadonlyMap<string, string> = new Map();

/** Batches are parsed once for all views of the process. */
const parsed = new WeakMap<LiveBatch, Message[]>();

function messagesOf(batch: LiveBatch): Message[] {
  const known = parsed.get(batch);
  if (known) return known;
  const messages = batch.items.flatMap((item, index): Message[] => {
    const result = liveEventSchema.safeParse(JSON.parse(item));
    if (!result.success) return [];
    const { event, search_text, alert } = result.data;
    const head = `id: ${batch.id}.${index}\nevent: ${alert ? 'alert' : 'stored'}\ndata: `;
    const text = `${head}${JSON.stringify(alert ?? event)}\n\n`;
    const narrowText = alert ? `${head}${JSON.stringify(narrowed(alert, NOTHING_SEEN))}\n\n` : text;
    return [{ event, search_text, alert, text, narrowText }];
  });
  parsed.set(batch, messages);
  return messages;
}

/** Id of a message, `batch.index`; null when it is none. */
export function parseMessageId(text: string | undefined): { batch: string; index: number } | null {
  const match = /^(\d{1,16}-\d{1,10})\.(\d{1,4})$/.exec(text ?? '');
  return match ? { batch: match[1] ?? '', index: Number(match[2]) } : null;
}

/** The messages of a batch that a caller may see and wants, as one text. `after`: only those behind this index. */
export function textFor(ctx: ReadContext, query: Query, batch: LiveBatch, after = -1): string {
  const now = ctx.clock.now().getTime();
  const limited = limitedTenants(ctx);
  // An alert is seen by who may see the event that opened it, also when another one made it grow.
  const seen = ({ event, alert }: Message) => isVisible(ctx, event) && (!alert || isVisible(ctx, alert));
  return messagesOf(batch)
    .filter(
      (message, index) =>
        index > after && seen(message) && matchesEvent(query, { ...message.event, search_text: message.search_text }, now),
    )
    .map(({ event, text, narrowText }) => (limited.has(event.tenant_id) ? narrowText : text))
    .join('');
}

/** What each view of a batch is sent, by what the view asks and may see: most callers of a process ask the same. */
const encoded = new WeakMap<LiveBatch, Map<string, Buffer>>();

/** Bytes for a view: {@link textFor}, worked out once per batch for all callers with the same query, tenants and limits. */
export function bytesFor(ctx: ReadContext, query: Query): (batch: LiveBatch) => Buffer {
  const same = JSON.stringify([privacyKey(ctx), query]);
  return (batch) => {
    const known = encoded.get(batch) ?? new Map<string, Buffer>();
    encoded.set(batch, known);
    const bytes = known.get(same) ?? Buffer.from(textFor(ctx, query, batch));
    known.set(same, bytes);
    return bytes;
  };
}
