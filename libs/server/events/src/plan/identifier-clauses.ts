import { DomainError } from '@aoc/contracts';
import { networkKey } from '@aoc/normalization';
import type { ReadContext } from '@aoc/server/context';
import type { EventStore } from '../event-store';
import { eventIndex } from '../event.schema';
import { anyOf, type Clause, type EventCondition } from './clause';
import { wordsClause } from './lookup-clauses';
import { escapePattern, type ValueMatch } from './value-match';

/** A single word with a character that identifiers have and plain words do not. */
export const looksLikeIdentifier = (text: string): boolean => /^\S+$/.test(text) && /[@.:/\\\-_\d]/.test(text);

/** Most networks, or addresses, that an address range is written as. */
const MAX_PARTS = 128;

/** One identifier: UPN, GUID, address, device name, site; or how it begins. @throws DomainError bad_query */
export function entityClause(match: ValueMatch, label: string): Clause {
  if (match.kind === 'exists') return { filter: { 'entity_keys.0': { $exists: true } }, events: null, label };
  if (match.kind === 'regex' || (match.kind === 'wildcard' && !/^[^*]+\*$/.test(match.value)))
    throw refused(label, 'identifiers are found whole, or by how they begin (value*)');
  const key = match.value.trim().toLowerCase();
  if (match.kind === 'wildcard')
    return {
      filter: { entity_keys: { $regex: `^${escapePattern(key.slice(0, -1))}` } },
      events: null,
      label,
      access: { index: eventIndex.entity, ordered: false, values: 1 },
    };
  return { filter: { entity_keys: key }, events: null, label, access: { index: eventIndex.entity, ordered: true, values: 1 } };
}

/** An address, or a range of IPv4 addresses such as 10.1.0.0/16. @throws DomainError bad_query */
export function addressClause(match: ValueMatch, label: string): Clause {
  const range = 'value' in match ? /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(match.value.trim()) : null;
  if (!range) {
    if ('value' in match && match.value.includes('/')) throw refused(label, 'ranges are IPv4 with a prefix length, such as 10.1.0.0/16');
    return entityClause(match, label);
  }
  const octets = range.slice(1, 5).map(Number);
  const bits = Number(range[5]);
  if (octets.some((octet) => octet > 255) || bits > 32 || bits < 8)
    throw refused(label, 'the prefix length is 8 to 32 and each part at most 255');
  if (bits === 32) return entityClause({ kind: 'exact', value: octets.join('.') }, label);
  // What the index knows of an address: its first two numbers, its first three, and itself.
  const known = Math.max(2, Math.ceil(bits / 8));
  const parts = 2 ** (8 * known - bits);
  if (bits === 8)
    return {
      filter: { lookup_keys: { $regex: `^${escapePattern(networkKey(String(octets[0])))}\\.` } },
      events: null,
      label,
      access: { index: eventIndex.lookup, ordered: false, values: 1 },
    };
  if (parts > MAX_PARTS) throw refused(label, 'the range is too large');
  const fixed = octets.slice(0, known - 1);
  const last = octets[known - 1] ?? 0;
  const first = last - (last % parts);
  const names = Array.from({ length: parts }, (_, i) => [...fixed, first + i].join('.'));
  return anyOf(
    names.map((name): Clause => {
      const filter: EventCondition = known === 4 ? { entity_keys: name } : { lookup_keys: networkKey(name) };
      return {
        filter,
        events: null,
        label,
        access: { index: known === 4 ? eventIndex.entity : eventIndex.lookup, ordered: true, values: 1 },
      };
    }),
    label,
  );
}

/** One event by its id or dedupe key. */
export async function idClause(ctx: ReadContext, store: EventStore, id: string, label: string): Promise<Clause> {
  const byKey = await store.events.findOne(ctx, { dedupe_key: id }, { projection: { _id: 1 }, hint: eventIndex.dedupe });
  if (byKey) return { filter: { dedupe_key: id }, events: 1, label, access: { index: eventIndex.dedupe, ordered: false, values: 1 } };
  return { filter: { id }, events: 1, label, access: { index: eventIndex.sourceId, ordered: false, values: 1 } };
}

/** What 1.x calls search: an identifier that occurs, or the id of a record, else words. */
export async function searchClause(ctx: ReadContext, store: EventStore, text: string, total: number): Promise<Clause> {
  if (looksLikeIdentifier(text)) {
    const key = text.toLowerCase();
    const known = await store.events.findOne(ctx, { entity_keys: key }, { projection: { _id: 1 }, hint: eventIndex.entity });
    if (known) return entityClause({ kind: 'exact', value: key }, text);
    const record = await store.events.findOne(ctx, { id: text }, { projection: { _id: 1 }, hint: eventIndex.sourceId });
    if (record) return idClause(ctx, store, text, text);
  }
  return wordsClause(ctx, store, text, false, total);
}

const refused = (label: string, why: string): DomainError =>
  new DomainError('bad_query', `No index can serve "${label}": ${why}.`, { errors: [{ path: 'query.q', message: `"${label}": ${why}` }] });
