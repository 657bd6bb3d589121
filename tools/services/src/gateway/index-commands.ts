import type { Document } from 'bson';
import { setTimeout as delay } from 'node:timers/promises';
import { decode, documentIn, encode, execute, isTrue, type Command, type Context } from './command';
import { CommandError, errorCode, unpackSqlState } from './error-codes';
import { statements } from './statements';

/** Build the indexes and answer when they are ready, as MongoDB does; the engine builds those of existing data in the background. */
export async function createIndexes(context: Context, command: Command): Promise<Buffer> {
  command.requireCollection();
  const [retval, ok, requests] = await execute(context, command, statements.createIndexes, [command.database, command.spec], {
    cancellable: false,
  });
  const reply = unwrapShards(decode(documentIn(retval)));
  if (!isTrue(ok)) throw failure(reply);
  // Nothing is requested where every index exists already, or where an empty collection got its indexes at once.
  if (requests && Object.keys(decode(requests)).length) await waitForBuild(context, command, requests);
  return encode({ numIndexesBefore: 0, numIndexesAfter: 0, createdCollectionAutomatically: false, ...reply, ok: 1 });
}

/**
 * The engine's own schedule starts a build only now and then; the procedure behind the schedule may be called by anyone and returns at once
 * where another connection is building already.
 */
async function waitForBuild(context: Context, command: Command, requests: Buffer): Promise<void> {
  for (let pause = 1; ; pause = Math.min(pause * 2, 200)) {
    await execute(context, command, statements.buildIndex, [], { cancellable: false });
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
