import type { Document } from 'bson';
import { splitSequence } from './bson-bytes';
import { decode, type Command } from './command';

/** What the engine says about one refused write. */
export interface WriteError {
  index: number;
  code: number;
  errmsg: string;
  keyPattern?: Document;
  keyValue?: Document;
}

/** Name of the index in the engine's message, such as `Duplicate key violation on the requested collection: Index 'email_1'`. */
export const violatedIndex = (message: string): string | undefined => /[Ii]ndex:?\s*'?"?([^'"\s]+)'?"?/.exec(message)?.[1];

/** The error as MongoDB words and furnishes it: `E11000 duplicate key error collection: db.c index: name dup key: { ... }`, keyPattern, keyValue. */
export function describeDuplicate(
  command: Command,
  error: WriteError,
  patterns: Map<string, Document>,
  documents: Buffer | null,
): WriteError {
  const index = violatedIndex(error.errmsg) ?? '_id_';
  const keyPattern = patterns.get(index) ?? { _id: 1 };
  const keyValue = keyValueOf(keyPattern, statementAt(command, error.index, documents));
  const shown = keyValue
    ? ` dup key: ${JSON.stringify(keyValue, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`
    : '';
  const errmsg = `E11000 duplicate key error collection: ${command.database}.${command.collection} index: ${index}${shown}`;
  return { ...error, errmsg, keyPattern, ...(keyValue ? { keyValue } : {}) };
}

/** The inserted document, or what is known of an updated one: its query, replacement and `$set` fields. */
function statementAt(command: Command, index: number, sequence: Buffer | null): Document {
  const field = command.name === 'insert' ? 'documents' : 'updates';
  const listed = sequence ? undefined : command.value(field);
  const bytes = sequence && splitSequence(sequence)[index];
  const statement: unknown = bytes
    ? decode(bytes)
    : Array.isArray(listed)
      ? listed[index]
      : command.name === 'findAndModify'
        ? decode(command.spec)
        : undefined;
  if (!isDocument(statement)) return {};
  if (command.name === 'insert') return statement;
  const update = statement.u ?? statement.update;
  const parts = [
    statement.q ?? statement.query,
    update,
    isDocument(update) ? update.$setOnInsert : undefined,
    isDocument(update) ? update.$set : undefined,
  ];
  return Object.assign({}, ...parts.filter(isDocument));
}

function keyValueOf(keyPattern: Document, document: Document): Document | undefined {
  const entries = Object.keys(keyPattern).map((path): [string, unknown] => [path, document[path] ?? valueAt(document, path.split('.'))]);
  return entries.some(([, value]) => value === undefined || isOperator(value)) ? undefined : Object.fromEntries(entries);
}

function valueAt(document: Document, [first = '', ...rest]: string[]): unknown {
  const value: unknown = document[first];
  return rest.length && isDocument(value) ? valueAt(value, rest) : rest.length ? undefined : value;
}

const isDocument = (value: unknown): value is Document => typeof value === 'object' && value !== null && !Array.isArray(value);
const isOperator = (value: unknown): boolean => isDocument(value) && Object.keys(value).some((key) => key.startsWith('$'));
