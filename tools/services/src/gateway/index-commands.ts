import type { Document } from 'bson';
import { setTimeout as delay } from 'node:timers/promises';
import { sqlStateOf } from './backend';
import { decode, documentIn, encode, execute, isTrue, type Command, type Context } from './command';
import { CommandError, errorCode, unpackSqlState } from './error-codes';
import { statements } from './statements';

/** Build the indexes and answer when they are ready, as MongoDB does; the engine builds those of existing data in the background. */
export async function createIndexes(context: Context, command: Command): Promise<Buffer> {
  const collection = command.requireCollection();
  if ((await documentCount(context, command, collection)) < smallCollection) return createIndexesNow(context, command);
  const [retval, ok, requests] = await execute(context, command, statements.createIndexes, [command.database, command.spec], false);
  const reply = unwrapShards(decode(documentIn(retval)));
  if (!isTrue(ok)) throw failure(reply);
  // Nothing is requested where every index exists already, or where an empty collection got its indexes at once.
  if (requests && Object.keys(decode(requests)).length) await waitForBuild(context, command, requests);
  return encode({ numIndexesBefore: 0, numIndexesAfter: 0, createdCollectionAutomatically: false, ...reply, ok: 1 });
}

/** Up to this many documents, indexes are built at once: the engine's background builds only start every two seconds. */
const smallCollection = 5_000;

async function createIndexesNow(context: Context, command: Command): Promise<Buffer> {
  const [retval] = await execute(context, command, statements.createIndexesNow, [command.database, command.spec], false);
  const reply = unwrapShards(decode(documentIn(retval)));
  if (Number(reply.ok ?? 1) !== 1) throw failure(reply);
  return encode({ numIndexesBefore: 0, numIndexesAfter: 0, createdCollectionAutomatically: false, ...reply, ok: 1 });
}

/** Documents in the collection as far as the engine's statistics know, 0 when there is no such collection. */
async function documentCount(context: Context, command: Command, collection: string): Promise<number> {
  try {
    const [stats] = await execute(context, command, statements.collStats, [command.database, collection, '1']);
    return Number(decode(documentIn(stats)).count ?? 0);
  } catch (error) {
    if (errorCode(sqlStateOf(error) ?? '').code === 26) return 0;
    throw error;
  }
}

async function waitForBuild(context: Context, command: Command, requests: Buffer): Promise<void> {
  for (let pause = 10; ; pause = Math.min(pause * 2, 200)) {
    const [retval, ok, complete] = await execute(context, command, statements.indexStatus, [requests]);
    if (!isTrue(ok)) throw failure(unwrapShards(decode(documentIn(retval))));
    if (isTrue(complete)) return;
    if (context.session.closed) return;
    await delay(pause);
  }
}

/** Index name → key of the collection that the command is about. */
export async function listIndexPatterns(context: Context, command: Command): Promise<Map<string, Document>> {
  const spec = encode({ listIndexes: command.collection, cursor: { batchSize: 1000 } });
  const [page] = await execute(context, command, statements.listIndexes, [command.database, spec]);
  const batch: unknown = decode(documentIn(page)).cursor?.firstBatch;
  const indexes = Array.isArray(batch) ? batch : [];
  return new Map(indexes.map((index: { name: string; key: Document }): [string, Document] => [index.name, index.key]));
}

/** The engine answers per shard, `raw: { defaultShard: {...} }`; there is only one here. */
function unwrapShards(reply: Document): Document {
  const raw: unknown = reply.raw;
  const shards = typeof raw === 'object' && raw !== null ? Object.values(raw) : [];
  const first: unknown = shards[0];
  return typeof first === 'object' && first !== null ? { ...first } : reply;
}

function failure(reply: Document): CommandError {
  const packed = Number(reply.code ?? 1);
  const { code, codeName } =
    packed > 65_535 ? errorCode(unpackSqlState(packed)) : { code: packed, codeName: String(reply.codeName ?? 'CannotCreateIndex') };
  return new CommandError(code, codeName, String(reply.errmsg ?? 'the index could not be built'));
}
