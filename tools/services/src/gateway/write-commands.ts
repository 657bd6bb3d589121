import type { Document } from 'bson';
import pg from 'pg';
import { decode, documentIn, encode, execute, isTrue, type Command, type Context } from './command';
import { describeDuplicate, type WriteError } from './duplicate-key';
import { CommandError, errorCode, unpackSqlState } from './error-codes';
import { listIndexPatterns } from './index-commands';
import { statements } from './statements';

const sequences = { insert: 'documents', update: 'updates', delete: 'deletes' } as const;

/** insert, update and delete, in one statement each: the documents go to the engine as the bytes they came in. */
export async function write(context: Context, command: Command, kind: keyof typeof sequences): Promise<Buffer> {
  command.requireCollection();
  const field = sequences[kind];
  const documents = command.sequence(field);
  if (!documents && !command.has(field))
    throw new CommandError(40414, 'Location40414', `BSON field '${kind}.${field}' is missing but a required field`);
  const [result, success] = await execute(context, command, statements[kind], [command.database, command.spec, documents], false);
  const reply = documentIn(result);
  return isTrue(success) ? reply : translateWriteErrors(context, command, decode(reply));
}

export async function findAndModify(context: Context, command: Command): Promise<Buffer> {
  command.requireCollection();
  try {
    const [result] = await execute(context, command, statements.findAndModify, [command.database, command.spec], false);
    return documentIn(result);
  } catch (error) {
    return duplicateReply(context, command, error);
  }
}

/** findAndModify has no `writeErrors`: PostgreSQL's own complaint names the constraint, and the constraint the index. */
async function duplicateReply(context: Context, command: Command, error: unknown): Promise<Buffer> {
  if (!(error instanceof pg.DatabaseError) || errorCode(error.code ?? '').code !== 11000) throw error;
  const id = /_index_(\d+)$/.exec(error.constraint ?? '')?.[1];
  const [name] = id ? await execute(context, command, statements.indexName, [id]) : [];
  const patterns = await listIndexPatterns(context, command);
  const { index: _, ...described } = describeDuplicate(
    command,
    { index: 0, code: 11000, errmsg: `Index '${name?.toString() ?? '_id_'}'` },
    patterns,
  );
  return encode({ ok: 0, ...described, codeName: 'DuplicateKey' });
}

/** A reply with `writeErrors`: the engine's packed SQLSTATEs become MongoDB's codes, and duplicates get keyPattern and keyValue. */
async function translateWriteErrors(context: Context, command: Command, reply: Document): Promise<Buffer> {
  const errors: unknown = reply.writeErrors;
  if (!Array.isArray(errors)) return encode(reply);
  const found = errors.map(readWriteError);
  const patterns = found.some(({ code }) => code === 11000) ? await listIndexPatterns(context, command) : new Map<string, Document>();
  const writeErrors = found.map((error) => (error.code === 11000 ? describeDuplicate(command, error, patterns) : error));
  return encode({ ...reply, writeErrors });
}

function readWriteError(raw: unknown): WriteError {
  const { index, code, errmsg }: Record<string, unknown> = typeof raw === 'object' && raw !== null ? { ...raw } : {};
  const packed = Number(code);
  return { index: Number(index), code: packed > 65_535 ? errorCode(unpackSqlState(packed)).code : packed, errmsg: String(errmsg) };
}
