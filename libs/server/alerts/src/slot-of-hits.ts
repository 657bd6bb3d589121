import type { TenantContext } from '@aoc/server/context';
import { isDuplicateKey } from '@aoc/server/mongo';
import { createHash } from 'node:crypto';
import type { AlertStore } from './alert.repository';
import { alertIndex, MAX_EVENT_KEYS, type AlertDocument } from './alert.schema';
import { newAlert, type Hit } from './new-alert';
import { leaveSlot, takeSlot, type SlotCache } from './take-slot';

const MAX_TRIES = 50;

/** Names alerts and slots. */
export const hash = (...parts: unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 24);

/** What is known of hits before they are raised, read for all of them at once. */
export interface Known {
  /** alert by rule and event: of the same event again, after a crash say */
  repeated: ReadonlyMap<string, string>;
  slots: SlotCache;
}

export const pairOf = (ruleId: string, eventKey: string): string => `${ruleId} ${eventKey}`;

const isClosed = ({ status }: AlertDocument): boolean => status === 'resolved' || status === 'false_positive';

/** What became of a hit. */
export interface Outcome {
  alert: AlertDocument;
  /** false when it joined an alert that was there */
  isNew: boolean;
}

/** Names the alert that a hit opens. */
export const ownIdOf = (slot: string, hit: Hit): string => hash(slot, hit.event.dedupe_key);

/** The alert that hits open together; the first one gives it its name and text. Pure. */
export function opened(ctx: TenantContext, id: string, first: Hit, others: readonly Hit[]): AlertDocument {
  const bare: AlertDocument = { ...newAlert(ctx, first, id), tenant_id: ctx.tenantId };
  return { ...bare, ...grown(bare, others) };
}

/** An alert with what is new of hits; null when nothing is. Its version is that of people's changes and stays. Pure. */
function grown(before: AlertDocument, hits: readonly Hit[]) {
  const known = new Set(before.event_keys);
  const added = new Set(hits.flatMap(({ eventKeys }) => eventKeys).filter((key) => !known.has(key)));
  if (added.size === 0) return null;
  const adding = hits.filter(({ eventKeys }) => eventKeys.some((key) => added.has(key)));
  const first_seen = new Date(Math.min(before.first_seen.getTime(), ...adding.map(({ first }) => first.getTime())));
  const last_seen = new Date(Math.max(before.last_seen.getTime(), ...adding.map(({ last }) => last.getTime())));
  const counts = adding.flatMap(({ window }) => (window ? [window.count] : []));
  const window =
    before.window && counts.length > 0
      ? { ...before.window, count: Math.max(before.window.count, ...counts), first: first_seen, last: last_seen }
      : before.window;
  return {
    event_keys: [...before.event_keys, ...added].slice(-MAX_EVENT_KEYS),
    occurrences: before.occurrences + added.size,
    first_seen,
    last_seen,
    window,
  };
}

/** @returns the alert as it is with what is new of the hits; null when it is gone */
async function extend(
  ctx: TenantContext,
  { alerts }: AlertStore,
  found: AlertDocument | null,
  hits: readonly Hit[],
): Promise<AlertDocument | null> {
  let before = found;
  for (let tries = 0; tries < MAX_TRIES && before; tries += 1) {
    const change = grown(before, hits);
    if (!change) return before;
    const { matchedCount } = await alerts.updateOne(ctx, { _id: before._id, occurrences: before.occurrences }, { $set: change });
    if (matchedCount === 1) return { ...before, ...change };
    before = await alerts.findOne(ctx, { _id: before._id });
  }
  if (before) throw new Error(`the alert ${before._id} changes too fast to be extended`);
  return null;
}

/** Raises the hits of one slot; they are decided together, so that a burst costs about as much as one. */
export class SlotOfHits {
  readonly outcomes = new Map<Hit, Outcome>();

  constructor(
    private readonly ctx: TenantContext,
    private readonly store: AlertStore,
    private readonly known: Known,
    private readonly slot: string,
  ) {}

  async raise(hits: readonly Hit[]): Promise<void> {
    const repeated = Map.groupBy(hits, (hit) => this.known.repeated.get(pairOf(hit.rule.id, hit.event.dedupe_key)) ?? '');
    let waiting = repeated.get('') ?? [];
    repeated.delete('');
    for (const [id, own] of repeated) await this.grow(await this.alert(id), own);
    if (this.store.dedupeMs === 0) {
      for (const hit of waiting.filter(({ window }) => !window)) await this.open(this.ownId(hit), [hit]);
      waiting = waiting.filter(({ window }) => window);
    }
    for (let tries = 0; waiting.length > 0; tries += 1) {
      if (tries === MAX_TRIES) throw new Error('the alerts of a rule are closed faster than they are raised');
      const ids = await takeSlot(this.ctx, this.store, {
        slot: this.slot,
        hits: waiting,
        ownId: (hit) => this.ownId(hit),
        cache: this.known.slots,
      });
      const again: Hit[] = [];
      for (const [id, own] of Map.groupBy(waiting, (hit) => ids.get(hit) ?? '')) {
        const [first] = own;
        if (first && tries === 0 && id === this.ownId(first)) await this.open(id, own);
        else again.push(...(await this.join(id, own)));
      }
      waiting = again;
    }
  }

  private ownId = (hit: Hit): string => ownIdOf(this.slot, hit);
  private alert = (id: string): Promise<AlertDocument | null> => this.store.alerts.findOne(this.ctx, { _id: id });

  private async grow(found: AlertDocument | null, hits: readonly Hit[]): Promise<void> {
    const alert = await extend(this.ctx, this.store, found, hits);
    if (alert) for (const hit of hits) this.outcomes.set(hit, { alert, isNew: false });
  }

  /** Hits of an alert that is not there yet; when it is after all, it grows. */
  private async open(id: string, hits: readonly Hit[]): Promise<void> {
    const [first, ...others] = hits;
    if (!first) return;
    const { tenant_id, ...alert } = opened(this.ctx, id, first, others);
    try {
      await this.store.alerts.insertOne(this.ctx, alert);
      for (const hit of hits) this.outcomes.set(hit, { alert: { ...alert, tenant_id }, isNew: hit === first });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      await this.grow(await this.alert(id), hits);
    }
  }

  /** @returns hits to be decided again: an alert that was closed takes no more, so that what goes on after it is seen */
  private async join(id: string, hits: readonly Hit[]): Promise<readonly Hit[]> {
    const alert = await this.alert(id);
    if (!alert) {
      await this.open(id, hits);
      return [];
    }
    const missing = hits.filter(({ event }) => !alert.event_keys.includes(event.dedupe_key));
    const elsewhere = await this.raisedSince(missing);
    for (const [other, own] of Map.groupBy(elsewhere.keys(), (hit) => elsewhere.get(hit)?._id ?? ''))
      await this.grow([...elsewhere.values()].find(({ _id }) => _id === other) ?? null, own);
    const going = missing.filter((hit) => !elsewhere.has(hit));
    const closed = isClosed(alert) && going.length > 0;
    const staying = hits.filter((hit) => !elsewhere.has(hit) && !(closed && going.includes(hit)));
    if (staying.length > 0) await this.grow(alert, staying);
    if (!closed) return [];
    this.known.slots.delete(this.slot);
    await leaveSlot(this.ctx, this.store, this.slot, id);
    return going;
  }

  /** Alerts that somebody raised for these events since all hits were looked up; he may have closed them, too. */
  private async raisedSince(hits: readonly Hit[]): Promise<Map<Hit, AlertDocument>> {
    const [first] = hits;
    if (!first) return new Map();
    const filter = { event_keys: { $in: hits.map(({ event }) => event.dedupe_key) }, rule_id: first.rule.id };
    const found = await this.store.alerts.find(this.ctx, filter, { hint: alertIndex.events }).toArray();
    return new Map(
      hits.flatMap((hit) => {
        const alert = found.find(({ event_keys }) => event_keys.includes(hit.event.dedupe_key));
        return alert ? [[hit, alert] as const] : [];
      }),
    );
  }
}
