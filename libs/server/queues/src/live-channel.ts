import type { TenantId } from '@aoc/contracts';
import type { Redis } from 'ioredis';

/** Batches of a tenant that are kept for those who come back, and for how long. */
const KEPT_BATCHES = 200;
const KEPT_SECONDS = 900;

/** One published batch. `id` grows; items are JSON texts, in the order of publication. */
export interface LiveBatch {
  id: string;
  items: readonly string[];
}

// Kept and sent in one step, so that order and ids are the same for who listens and for who comes back.
const PUBLISH = `
local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'items', ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('PUBLISH', KEYS[2], id .. ' ' .. ARGV[3])
return id`;

const streamOf = (prefix: string, tenant: TenantId): string => `${prefix}:live:${tenant}`;
const channelOf = (prefix: string, tenant: TenantId): string => `${prefix}:live-now:${tenant}`;

function parseItems(json: string): string[] {
  const items: unknown = JSON.parse(json);
  return Array.isArray(items) ? items.filter((item) => typeof item === 'string') : [];
}

/** Tells every API process of what was stored in a tenant; kept for a quarter of an hour. */
export async function publishLive(client: Redis, prefix: string, tenant: TenantId, items: readonly string[]): Promise<void> {
  if (items.length === 0) return;
  const keys = [streamOf(prefix, tenant), channelOf(prefix, tenant)];
  await client.eval(PUBLISH, keys.length, ...keys, KEPT_BATCHES, KEPT_SECONDS, JSON.stringify(items));
}

/** True when `a` was published before `b`; ids are `milliseconds-number`. */
export function isBefore(a: string, b: string): boolean {
  const [aTime = 0, aNumber = 0] = a.split('-').map(Number);
  const [bTime = 0, bNumber = 0] = b.split('-').map(Number);
  return aTime < bTime || (aTime === bTime && aNumber < bNumber);
}

/** Batches from `id` on, that one included where it is still kept. */
export async function liveFrom(client: Redis, prefix: string, tenant: TenantId, id: string): Promise<LiveBatch[]> {
  const rows = await client.xrange(streamOf(prefix, tenant), id, '+');
  return rows.map(([batchId, fields]) => ({ id: batchId, items: parseItems(fields[1] ?? '[]') }));
}

async function newestLive(client: Redis, prefix: string, tenant: TenantId): Promise<string> {
  return (await client.xrevrange(streamOf(prefix, tenant), '+', '-', 'COUNT', 1))[0]?.[0] ?? '0-0';
}

type Listener = (batch: LiveBatch) => void;

/** Listens to tenants over one connection for a whole process, and makes up for what a lost connection missed. */
export class LiveListener {
  private readonly listeners = new Map<TenantId, Set<Listener>>();
  private readonly newest = new Map<TenantId, string>();
  private readonly subscriber: Redis;

  /** @param commands connection for ordinary commands; a second one is opened for listening */
  constructor(
    private readonly commands: Redis,
    private readonly prefix: string,
  ) {
    this.subscriber = commands.duplicate({ enableOfflineQueue: true, maxRetriesPerRequest: null, lazyConnect: true });
    this.subscriber.on('error', () => undefined);
    this.subscriber.on('message', (channel: string, message: string) => this.receive(channel, message));
    this.subscriber.on('ready', () => void this.catchUp().catch(() => undefined));
  }

  /** Calls `listener` for every batch from now on. @returns what ends it */
  async listen(tenant: TenantId, listener: Listener): Promise<() => Promise<void>> {
    const known = this.listeners.get(tenant);
    const set = known ?? new Set<Listener>();
    set.add(listener);
    if (!known) {
      this.listeners.set(tenant, set);
      await this.subscriber.subscribe(channelOf(this.prefix, tenant));
      if (!this.newest.has(tenant)) this.newest.set(tenant, await newestLive(this.commands, this.prefix, tenant));
    }
    return async () => {
      set.delete(listener);
      if (set.size > 0 || this.listeners.get(tenant) !== set) return;
      this.listeners.delete(tenant);
      this.newest.delete(tenant);
      await this.subscriber.unsubscribe(channelOf(this.prefix, tenant)).catch(() => undefined);
    };
  }

  close(): void {
    this.subscriber.disconnect();
  }

  private receive(channel: string, message: string): void {
    for (const tenant of this.listeners.keys()) {
      if (channelOf(this.prefix, tenant) !== channel) continue;
      const space = message.indexOf(' ');
      this.deliver(tenant, { id: message.slice(0, space), items: parseItems(message.slice(space + 1)) });
    }
  }

  private deliver(tenant: TenantId, batch: LiveBatch): void {
    const newest = this.newest.get(tenant);
    if (newest !== undefined && !isBefore(newest, batch.id)) return;
    this.newest.set(tenant, batch.id);
    for (const listener of this.listeners.get(tenant) ?? []) listener(batch);
  }

  /** After a reconnect: what was published while nobody listened. */
  private async catchUp(): Promise<void> {
    for (const tenant of this.listeners.keys()) {
      const since = this.newest.get(tenant);
      if (since === undefined) continue;
      for (const batch of await liveFrom(this.commands, this.prefix, tenant, since)) this.deliver(tenant, batch);
    }
  }
}
