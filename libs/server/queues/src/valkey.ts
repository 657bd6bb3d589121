import { Redis } from 'ioredis';

export type { Redis } from 'ioredis';

/** Connection for BullMQ and for shared state; commands wait for a reconnect instead of failing after a few tries, as BullMQ asks. */
export function connectValkey(url: string, options: { failFast?: boolean } = {}): Redis {
  const client = new Redis(url, {
    maxRetriesPerRequest: options.failFast ? 1 : null,
    enableOfflineQueue: !options.failFast,
    connectTimeout: 5000,
    // A server that has gone silent must not hold a caller for ever. Not for BullMQ's consumers: they wait for jobs as long as it takes.
    ...(options.failFast ? { commandTimeout: 4000 } : {}),
    retryStrategy: (attempt) => Math.min(attempt * 100, 2000),
  });
  // Without a listener a lost connection would end the process; the client reconnects by itself and callers see failing commands.
  client.on('error', () => undefined);
  return client;
}

/** True when the queue server answers within `timeoutMs`. */
export async function queueAnswers(client: Redis, timeoutMs = 2000): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  try {
    return await Promise.race([client.ping().then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Waits that an API asked for, shared by all processes. A key holds the end of the wait in milliseconds since 1970 and
 * vanishes by itself.
 */
export function sharedWaits(client: Redis, prefix: string) {
  const name = (key: string): string => `${prefix}:throttle:${key}`;
  return {
    async blockedUntil(key: string): Promise<Date | null> {
      const end = Number(await client.get(name(key)));
      return end > 0 ? new Date(end) : null;
    },
    /** Does not shorten a longer wait that is known. */
    async block(key: string, until: Date): Promise<void> {
      const known = Number(await client.get(name(key)));
      if (known < until.getTime()) await client.set(name(key), String(until.getTime()), 'PXAT', until.getTime());
    },
  };
}
