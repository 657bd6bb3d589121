import type { Document } from 'bson';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { sqlStateOf } from './backend';
import { documentLength } from './bson-bytes';
import { decode, documentIn, encode, execute, isTrue, type Command, type Context } from './command';
import { describeDuplicate, type WriteError } from './duplicate-key';
import { CommandError, errorCode, isRetryable, unpackSqlState } from './error-codes';
import { listIndexPatterns } from './index-commands';
import { statements } from './statements';
import { isLostUpsert, mergeRetry, planRetry, type WriteReply } from './write-retry';

type WriteKind = 'insert' | 'update' | 'delete';

const sequences = { insert: 'documents', update: 'updates', delete: 'deletes' } as const;

/** insert, update and delete, in one statement each: the documents go to the engine as the bytes they came in. */
export async function write(context: Context, command: Command, kind: WriteKind): Promise<Buffer> {
  command.requireCollection();
  const field = sequences[kind];
  const documents = command.sequence(field);
  if (!documents && !command.has(field))
    throw new CommandError(40414, 'Location40414', `BSON field '${kind}.${field}' is missing but a required field`);
  const reply = await runWrite(context, command, kind, documents);
  return Buffer.isBuffer(reply) ? reply : encode(documents ? await retried(context, command, kind, documents, reply) : reply);
}

/**
 * Runs a write. A batch is one transaction in the engine and holds the keys it wrote until its end: two batches that write the same keys in
 * different order would deadlock, so the batches of one collection take turns. Single writes need not, until some deadlock all the same:
 * writers that want the same place of a unique index each wait for all others there, and when there are always new ones none of them gets it.
 */
async function inTurn(
  context: Context,
  command: Command,
  run: () => Promise<(Buffer | null)[]>,
  { several = false } = {},
): Promise<(Buffer | null)[]> {
  const { turns } = context;
  const key = `${command.database}.${command.collection}`;
  for (let attempt = 1; ; attempt++) {
    try {
      return await (several || attempt > 1 || turns.isCrowded(key) ? turns.take(key, run) : run());
    } catch (error) {
      if (!isRetryable(sqlStateOf(error))) throw error;
      turns.noteConflict(key);
      if (attempt === maxRetries) throw error;
    }
  }
}

/** The engine's reply as it came when all went well, else decoded and with MongoDB's codes. */
async function runWrite(context: Context, command: Command, kind: WriteKind, documents: Buffer | null): Promise<Buffer | WriteReply> {
  const several = documents !== null && documentLength(documents) < documents.length;
  const values = [command.database, command.spec, documents];
  const run = () => execute(context, command, statements[kind], values, { cancellable: false, again: false });
  const [result, success] = await inTurn(context, command, run, { several });
  const reply = documentIn(result);
  if (isTrue(success)) return reply;
  const translated = await translateWriteErrors(context, command, decode(reply), documents);
  if (translated.writeErrors?.some(({ code }) => code === WRITE_CONFLICT))
    context.turns.noteConflict(`${command.database}.${command.collection}`);
  return translated;
}

const WRITE_CONFLICT = 112;
const maxRetries = 8;

/** Run what other clients were in the way of again, and give one reply for all runs. */
async function retried(context: Context, command: Command, kind: WriteKind, documents: Buffer, first: WriteReply): Promise<WriteReply> {
  const ordered = command.value('ordered') !== false;
  let reply = first;
  for (let attempt = 1; attempt <= maxRetries; attempt++) {
    const retry = planRetry(documents, ordered, reply.writeErrors ?? []);
    if (!retry) break;
    // Those who were in each other's way would meet again at once.
    await delay(Math.random() * 2 ** attempt);
    const again = await runWrite(context, command, kind, retry.documents);
    reply = mergeRetry(reply, Buffer.isBuffer(again) ? readReply(decode(again)) : again, retry);
  }
  return reply;
}

export async function findAndModify(context: Context, command: Command): Promise<Buffer> {
  command.requireCollection();
  for (let attempt = 1; ; attempt++) {
    try {
      const values = [command.database, command.spec];
      const run = () => execute(context, command, statements.findAndModify, values, { cancellable: false, again: false });
      const [result] = await inTurn(context, command, run);
      return documentIn(result);
    } catch (error) {
      const described = await describeFailure(context, command, error);
      const statement = { q: command.value('query'), upsert: command.value('upsert') };
      if (attempt < 3 && isLostUpsert(statement, described)) continue;
      const { index: _, ...duplicate } = described;
      return encode({ ok: 0, ...duplicate, codeName: 'DuplicateKey' });
    }
  }
}

/** findAndModify has no `writeErrors`: PostgreSQL's own complaint names the constraint, and the constraint the index. */
async function describeFailure(context: Context, command: Command, error: unknown): Promise<WriteError> {
  if (!(error instanceof pg.DatabaseError) || errorCode(error.code ?? '').code !== 11000) throw error;
  const id = /_index_(\d+)$/.exec(error.constraint ?? '')?.[1];
  const [name] = id ? await execute(context, command, statements.indexName, [id]) : [];
  const patterns = await listIndexPatterns(context, command);
  return describeDuplicate(command, { index: 0, code: 11000, errmsg: `Index '${name?.toString() ?? '_id_'}'` }, patterns, null);
}

/** A reply with `writeErrors`: the engine's packed SQLSTATEs become MongoDB's codes, and duplicates get keyPattern and keyValue. */
async function translateWriteErrors(context: Context, command: Command, reply: Document, documents: Buffer | null): Promise<WriteReply> {
  const found = Array.isArray(reply.writeErrors) ? reply.writeErrors.map(readWriteError) : [];
  const patterns = found.some(({ code }) => code === 11000) ? await listIndexPatterns(context, command) : new Map<string, Document>();
  const writeErrors = found.map((error) => (error.code === 11000 ? describeDuplicate(command, error, patterns, documents) : error));
  return { ...readReply(reply), ...(writeErrors.length ? { writeErrors } : {}) };
}

function readReply(reply: Document): WriteReply {
  const counts = { n: Number(reply.n ?? 0), nModified: Number(reply.nModified ?? 0) };
  return 'nModified' in reply ? { ...reply, ...counts } : { ...reply, n: counts.n };
}

function readWriteError(raw: unknown): WriteError {
  const { index, code, errmsg }: Record<string, unknown> = typeof raw === 'object' && raw !== null ? { ...raw } : {};
  const packed = Number(code);
  return { index: Number(index), code: packed > 65_535 ? errorCode(unpackSqlState(packed)).code : packed, errmsg: String(errmsg) };
}
