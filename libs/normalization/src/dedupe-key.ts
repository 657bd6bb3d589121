import { createHash, type Hash } from 'node:crypto';
import type { JsonObject } from '@aoc/contracts';
import type { Draft } from './draft';
import { isObject } from './json';
import { isGuid } from './identifiers';

/** Feed a JSON value to the hash with object members in the order of their names. Expects a depth that `measure` has checked. */
function update(hash: Hash, value: unknown): void {
  if (Array.isArray(value)) {
    hash.update('[');
    for (const item of value) {
      update(hash, item);
      hash.update(',');
    }
    hash.update(']');
  } else if (isObject(value)) {
    hash.update('{');
    for (const key of Object.keys(value).sort()) {
      hash.update(`${JSON.stringify(key)}:`);
      update(hash, value[key]);
      hash.update(',');
    }
    hash.update('}');
  } else hash.update(JSON.stringify(value) ?? 'null');
}

function hashOf(draft: Draft, timestamp: Date): string {
  const { type, id, display, upn } = draft.actor;
  const identity: JsonObject = {
    family: draft.family,
    timestamp: timestamp.toISOString(),
    service: draft.service,
    operation: draft.operation,
    actor: { type, id, display, upn },
    targets: draft.targets.map((target) => ({ type: target.type, id: target.id, display: target.display, upn: target.upn })),
    record: draft.record,
  };
  const hash = createHash('sha256');
  update(hash, identity);
  return hash.digest('hex');
}

/** Longest source id that is used as it is. Real ones have at most about 120 characters. */
const MAX_ID = 512;

/**
 * Stable identity of the action within a tenant: `<family>:<source id>`, or `<family>:h:<sha256>` for a record without an id.
 * Independent of the way in and of the order of keys. See docs/adr/0003-dedupe-key.md.
 */
export function dedupeKey(draft: Draft, timestamp: Date): string {
  const { id, family } = draft;
  if (id === null || id.length > MAX_ID) return `${family}:h:${hashOf(draft, timestamp)}`;
  return `${family}:${isGuid(id) ? id.toLowerCase() : id}`;
}
