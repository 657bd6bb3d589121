/** Answers of any size: what the faults `huge-list` and `huge-record` make of a list. */
import type { Fault } from './faults';
import { safeJson, type Reply } from './reply';

const DEFAULT_BYTES = 20_000_000;

/** The record again, as another one: everything but its id is the same. `padding`: bytes that it is to be larger by. */
function copyOf(item: string, number: number, padding = 0): string {
  const record = safeJson(item);
  if (typeof record !== 'object' || record === null) return item;
  const id = 'Id' in record ? 'Id' : 'id';
  const copy = { ...record, [id]: `${String(Reflect.get(record, id))}-${number}` };
  return JSON.stringify(padding > 0 ? { ...copy, Padding: 'x'.repeat(padding) } : copy);
}

/** The list, and copies of its records until the text has so many bytes. */
function* repeated(list: NonNullable<Reply['list']>, bytes: number, padding: number | undefined): Generator<string> {
  let sent = 0;
  yield list.before;
  for (let number = 0; number === 0 || sent < bytes; number++)
    for (const [index, item] of list.items.entries()) {
      if (number > 0 && sent >= bytes) break;
      const text = `${number === 0 && index === 0 ? '' : ','}${number === 0 ? item : copyOf(item, number, padding)}`;
      sent += Buffer.byteLength(text);
      yield text;
    }
  yield list.after;
}

/** The list with one more record in front of the others, one member of which has so many bytes. */
function* withLargeRecord(list: NonNullable<Reply['list']>, bytes: number): Generator<string> {
  yield `${list.before}${copyOf(list.items[0] ?? '{}', 1).slice(0, -1)},"Padding":"`;
  const piece = 'x'.repeat(65_536);
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
  yield `"}${list.items.map((item) => `,${item}`).join('')}${list.after}`;
}

/** Makes answers huge. Makes the same one of the same address from then on, as long as the fault is there: what is listed does not change. */
export class Enlarger {
  private readonly enlarged = new Map<string, Fault>();
  /** Faults that struck an empty list, by endpoint: they wait for the next one. */
  private readonly owed = new Map<string, Fault>();

  /** The huge form of a list; answers to which no such fault belongs, and those that are no list, stay as they are. */
  apply(reply: Reply, at: { address: string; endpoint: string }, faults: readonly Fault[], all: readonly Fault[]): Reply {
    const { list } = reply;
    const struck = faults.find(({ kind }) => kind === 'huge-list' || kind === 'huge-record');
    if (struck) this.owed.set(at.endpoint, struck);
    if (!list || list.items.length === 0) return reply;
    const fault = [this.enlarged.get(at.address), this.owed.get(at.endpoint)].find((known) => known && all.includes(known));
    if (!fault) return reply;
    if (fault === this.owed.get(at.endpoint)) this.owed.delete(at.endpoint);
    this.enlarged.set(at.address, fault);
    const bytes = fault.bytes ?? DEFAULT_BYTES;
    return { ...reply, lines: fault.kind === 'huge-list' ? repeated(list, bytes, fault.padding) : withLargeRecord(list, bytes) };
  }
}
