/**
 * Where a wait that Microsoft asked for is remembered, so that all jobs of the tenant keep it. Several processes share one
 * through the database or queue. Key: `${tenantId}:graph` or `${tenantId}:management`.
 */
export interface ThrottleGate {
  /** The end of the wait, or null when the tenant may call now. An end that has passed counts as null for the caller. */
  blockedUntil(key: string): Promise<Date | null>;
  /** Must not shorten a longer wait that is already known. */
  block(key: string, until: Date): Promise<void>;
}

/** A gate for one process. Holds at most one entry per key ever blocked: tenants times two. */
export function memoryThrottleGate(): ThrottleGate {
  const ends = new Map<string, Date>();
  return {
    blockedUntil: (key) => Promise.resolve(ends.get(key) ?? null),
    block: (key, until) => {
      const known = ends.get(key);
      if (!known || known < until) ends.set(key, until);
      return Promise.resolve();
    },
  };
}
