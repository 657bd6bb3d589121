import type { NormalizedEvent } from '@aoc/contracts';
import { toStorableRaw } from '@aoc/normalization';
import { NO_PRIVACY_LIMITS, type TenantContext } from '@aoc/server/context';
import { eventIndex, toEvent, type LiveEvent } from '@aoc/server/events';
import type { Ingestion } from '../ingestion';

const CHUNK = 100;

/** Tells live views of events that were just stored. A failure loses nothing but the liveliness: lists show them all the same. */
export async function announce(ctx: TenantContext, { onStored, onProblem }: Ingestion, events: readonly NormalizedEvent[]): Promise<void> {
  if (!onStored || events.length === 0) return;
  await send(
    ctx,
    { onStored, onProblem },
    events.map((event) => liveEvent(ctx, event)),
  );
}

/** An event that is stored now, as live views get it. */
export const liveEvent = (ctx: TenantContext, event: NormalizedEvent): LiveEvent => ({
  event: toEvent({
    ...event,
    targets: toStorableRaw(event.targets),
    tenant_id: ctx.tenantId,
    ingested_at: ctx.clock.now(),
    tags: [],
    comments: [],
  }),
  search_text: event.search_text,
});

/** The same for events of a batch that another process left unfinished. */
export async function announceStored(ctx: TenantContext, ingestion: Ingestion, keys: readonly string[]): Promise<void> {
  const { onStored, onProblem, stores } = ingestion;
  if (!onStored) return;
  const everything: TenantContext = { ...ctx, privacy: NO_PRIVACY_LIMITS };
  for (let at = 0; at < keys.length; at += CHUNK) {
    const filter = { dedupe_key: { $in: keys.slice(at, at + CHUNK) } };
    const found = await stores.events.find(everything, filter, { projection: { raw: 0 }, hint: eventIndex.dedupe }).toArray();
    await send(
      ctx,
      { onStored, onProblem },
      found.map((document) => ({ event: toEvent(document), search_text: document.search_text })),
    );
  }
}

async function send(
  ctx: TenantContext,
  { onStored, onProblem }: Pick<Ingestion, 'onStored' | 'onProblem'>,
  events: LiveEvent[],
): Promise<void> {
  for (let at = 0; at < events.length; at += CHUNK) {
    try {
      await onStored?.(ctx.tenantId, events.slice(at, at + CHUNK));
    } catch (error) {
      onProblem?.('live', error);
      return;
    }
  }
}
