import type { Document } from 'bson';
import { splitSequence } from './bson-bytes';
import { decode } from './command';
import type { WriteError } from './duplicate-key';

/** The reply to a write command, as far as it is put together here. */
export interface WriteReply extends Document {
  n: number;
  nModified?: number;
  upserted?: { index: number; _id: unknown }[];
  writeErrors?: WriteError[];
}

/** Statements of a write command that were refused only because another client was in the way. */
export interface Retry {
  documents: Buffer;
  /** Position of each of them in the run before. */
  indexes: number[];
}

/**
 * Two refusals are worth another run. The engine ended a deadlock (the statement left nothing behind). Or two clients upserted the same unique key:
 * the loser's insert fails although its update would now find the document; MongoDB, too, runs it again, provided that the filter asks for exactly
 * the violated key. Undefined when nothing is to be run again.
 */
export function planRetry(documents: Buffer, ordered: boolean, errors: WriteError[]): Retry | undefined {
  const statements = splitSequence(documents);
  const lost = errors.filter(
    (error) => error.code === 112 || (error.code === 11000 && isLostUpsert(decodeAt(statements, error.index), error)),
  );
  const [first] = lost;
  if (!first) return undefined;
  // An ordered batch ended at its first error, so what follows was not tried yet.
  const indexes = ordered ? statements.map((_, index) => index).filter((index) => index >= first.index) : lost.map(({ index }) => index);
  return { documents: Buffer.concat(indexes.map((index) => statements[index] ?? Buffer.alloc(0))), indexes };
}

const decodeAt = (statements: Buffer[], index: number): Document => {
  const bytes = statements[index];
  return bytes ? decode(bytes) : {};
};

/** True when `statement` is an upsert whose filter asks for exactly the key that it then violated. */
export function isLostUpsert({ q: filter, upsert }: { q?: unknown; upsert?: unknown }, { keyPattern, keyValue }: WriteError): boolean {
  if (upsert !== true || !keyPattern || !keyValue || typeof filter !== 'object' || filter === null) return false;
  const asked = new Map(Object.entries(filter));
  return Object.keys(keyPattern).every((field) => asked.has(field) && comparable(asked.get(field)) === comparable(keyValue[field]));
}

const comparable = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner)) ?? '';

/** One reply for both runs, with positions as in the original command. */
export function mergeRetry(before: WriteReply, after: WriteReply, { indexes }: Retry): WriteReply {
  const original = <T extends { index: number }>(entries: T[] = []): T[] =>
    entries.map((entry) => ({ ...entry, index: indexes[entry.index] ?? entry.index }));
  const upserted = [...(before.upserted ?? []), ...original(after.upserted)].sort((a, b) => a.index - b.index);
  const settled = (before.writeErrors ?? []).filter(({ index }) => !indexes.includes(index));
  const writeErrors = [...settled, ...original(after.writeErrors)].sort((a, b) => a.index - b.index);
  const { writeErrors: _errors, upserted: _upserted, ...rest } = before;
  return {
    ...rest,
    n: before.n + after.n,
    ...(before.nModified === undefined ? {} : { nModified: before.nModified + (after.nModified ?? 0) }),
    ...(upserted.length ? { upserted } : {}),
    ...(writeErrors.length ? { writeErrors } : {}),
  };
}
