import type { BackendConnection } from './backend';

/** A query with pages left. */
export interface OpenCursor {
  id: bigint;
  database: string;
  collection: string;
  /** Where the engine goes on; handed back to it with the next getMore. */
  continuation: Buffer;
  /** Set when the engine keeps the cursor's state in this very connection. */
  connection: BackendConnection | undefined;
  /** The client connection that used it last. */
  owner: object;
}

interface Held {
  cursor: OpenCursor;
  timer: NodeJS.Timeout;
}

/**
 * Cursors that wait for their next getMore. A driver may ask from another connection of its pool, so a cursor outlives its client connection,
 * but only for a moment: an abruptly ended client must not hold connections of the engine.
 */
export class CursorStore {
  private readonly held = new Map<bigint, Held>();

  constructor(
    private readonly idleMs: number,
    private readonly orphanMs: number,
    private readonly maxPinned: number,
  ) {}

  get size(): number {
    return this.held.size;
  }

  /** Keep a cursor until it is taken, killed or times out. When too many pin a connection, the one that has rested longest gives way. */
  put(cursor: OpenCursor): void {
    if (cursor.connection) {
      const pinned = [...this.held.values()].filter((other) => other.cursor.connection);
      if (pinned.length >= this.maxPinned && pinned[0]) this.kill(pinned[0].cursor.id);
    }
    this.held.set(cursor.id, { cursor, timer: this.expire(cursor.id, this.idleMs) });
  }

  /** Take a cursor out for one getMore; undefined when there is none of that id in that database. */
  take(id: bigint, database: string): OpenCursor | undefined {
    const held = this.held.get(id);
    if (!held || held.cursor.database !== database) return undefined;
    clearTimeout(held.timer);
    this.held.delete(id);
    return held.cursor;
  }

  kill(id: bigint): boolean {
    const held = this.held.get(id);
    if (!held) return false;
    clearTimeout(held.timer);
    this.held.delete(id);
    // The engine frees a cursor that lives in a connection when that connection ends.
    held.cursor.connection?.close();
    return true;
  }

  /** A client connection ended: its cursors have little time left. */
  orphan(owner: object): void {
    for (const held of this.held.values()) {
      if (held.cursor.owner !== owner) continue;
      clearTimeout(held.timer);
      held.timer = this.expire(held.cursor.id, this.orphanMs);
    }
  }

  clear(): void {
    for (const id of [...this.held.keys()]) this.kill(id);
  }

  private expire(id: bigint, ms: number): NodeJS.Timeout {
    return setTimeout(() => this.kill(id), ms).unref();
  }
}
