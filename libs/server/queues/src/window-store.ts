import type { ChainableCommander, Redis } from 'ioredis';
import { randomBytes } from 'node:crypto';

/** One entry of a window: its event time (ms) and what is kept of it, as JSON text. The same text twice is one entry. */
export interface StoredEntry {
  at: number;
  text: string;
}

/** Names a window: parts are joined, so that none can be taken for another. */
export type WindowKey = readonly string[];

/** A stretch of a window: between two event times (ms), both inclusive. */
export interface WindowRange {
  key: WindowKey;
  from: number;
  to: number;
}

const MAX_ENTRIES = 10_000;

// Entry, bounds and life of the set in one step. With ARGV[3] = 'ends' only the first and the last entry stay.
const ADD = `
for i = 4, #ARGV, 2 do redis.call('ZADD', KEYS[1], ARGV[i], ARGV[i + 1]) end
local size = redis.call('ZCARD', KEYS[1])
if ARGV[3] == 'ends' and size > 2 then redis.call('ZREMRANGEBYRANK', KEYS[1], 1, size - 2)
elseif ARGV[3] ~= 'ends' and size > tonumber(ARGV[2]) then redis.call('ZREMRANGEBYRANK', KEYS[1], 0, size - tonumber(ARGV[2]) - 1) end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return size`;

// Complete only if nothing was lost while the windows were made.
const SET_SINCE = `
if redis.call('GET', KEYS[2]) ~= ARGV[3] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

const ADDED_AT_ONCE = 1000;

/** Replies to commands that are sent together. @throws the first error among them */
async function repliesOf(commands: ChainableCommander): Promise<unknown[]> {
  const replies = (await commands.exec()) ?? [];
  for (const [error] of replies) if (error) throw error;
  return replies.map(([, reply]) => reply);
}

function entriesOf(reply: unknown): StoredEntry[] {
  const cells = Array.isArray(reply) ? reply.map(String) : [];
  const entries: StoredEntry[] = [];
  for (let at = 0; at + 1 < cells.length; at += 2) entries.push({ text: cells[at] ?? '', at: Number(cells[at + 1]) });
  return entries;
}

/**
 * Entries by event time, shared by all workers: the state of rules that look at more than one event. Everything in it can be made again
 * from stored events, so it may be lost at any time; {@link since} tells whether it was.
 */
export class WindowStore {
  constructor(
    private readonly client: Redis,
    private readonly prefix: string,
  ) {}

  /**
   * Adds entries to windows, all in one message: a batch of events goes into hundreds. `keepMs`: how long a window is kept after the last
   * entry came; `ends`: only the first and last entry are kept.
   */
  async add(
    windows: readonly { key: WindowKey; entries: readonly StoredEntry[] }[],
    { keepMs, ends }: { keepMs: number; ends?: boolean },
  ): Promise<void> {
    const commands = this.client.pipeline();
    for (const { key, entries } of windows) {
      for (let from = 0; from < entries.length; from += ADDED_AT_ONCE) {
        const part = entries.slice(from, from + ADDED_AT_ONCE).flatMap(({ at, text }) => [String(at), text]);
        commands.eval(ADD, 1, this.name('w', key), String(Math.ceil(keepMs)), String(MAX_ENTRIES), ends ? 'ends' : 'all', ...part);
      }
    }
    await repliesOf(commands);
  }

  /** Entries of each stretch, oldest first. */
  async between(ranges: readonly WindowRange[]): Promise<StoredEntry[][]> {
    const commands = this.client.pipeline();
    for (const { key, from, to } of ranges) commands.zrange(this.name('w', key), String(from), String(to), 'BYSCORE', 'WITHSCORES');
    return (await repliesOf(commands)).map(entriesOf);
  }

  /** Since when (ms) the windows of a rule are complete; null when they are not (any more). */
  async since(rule: WindowKey): Promise<number | null> {
    const value = await this.client.get(this.name('since', rule));
    return value === null ? null : Number(value);
  }

  /** @returns false, with nothing set, when windows have been lost since they were of that generation */
  async setSince(rule: WindowKey, since: number, keepMs: number, generation: string): Promise<boolean> {
    const names = [this.name('since', rule), this.name('generation', [])];
    return (await this.client.eval(SET_SINCE, 2, ...names, String(since), String(Math.ceil(keepMs)), generation)) === 1;
  }

  /** Names the present windows of all rules: another name says that those of the old one were lost. */
  async generation(): Promise<string> {
    const name = this.name('generation', []);
    const known = await this.client.get(name);
    if (known !== null) return known;
    const fresh = randomBytes(9).toString('base64url');
    return (await this.client.set(name, fresh, 'NX', 'GET')) ?? fresh;
  }

  private name(kind: string, key: WindowKey): string {
    return `${this.prefix}:window:${kind}:${key.map(encodeURIComponent).join(':')}`;
  }
}
