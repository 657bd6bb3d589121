import type { BackendConnection } from './backend';
import { decodeElement, elementsOf } from './bson-bytes';
import { documentIn, encode, guarded, isTrue, type Command, type Context } from './command';
import { CommandError } from './error-codes';
import { inOrder } from './in-order';
import { statements } from './statements';

type CursorCommand = 'find' | 'aggregate' | 'listCollections' | 'listIndexes';

/** First page of a query; what is left is kept as an open cursor. */
export async function firstPage(context: Context, command: Command, kind: CursorCommand): Promise<Buffer> {
  return context.pool.use(async (connection) => {
    const values = [command.database, inOrder(command.spec)];
    const [page, continuation, persist, id] = await guarded(context, command, connection, statements[kind], values, true);
    const keep = isTrue(persist);
    const cursorId = BigInt(id?.toString() ?? 0);
    const open = continuation?.length && cursorId !== 0n && (keep || pageCursorId(documentIn(page)) !== 0n);
    if (!open) return { result: documentIn(page), keep: false };
    hold(context, {
      id: cursorId,
      database: command.database,
      collection: command.collection,
      continuation,
      connection: keep ? connection : undefined,
    });
    return { result: documentIn(page), keep };
  });
}

/** The next page of an open cursor. */
export async function getMore(context: Context, command: Command): Promise<Buffer> {
  const id = command.value('getMore');
  const cursor = typeof id === 'bigint' || typeof id === 'number' ? context.cursors.take(BigInt(id), command.database) : undefined;
  if (!cursor) throw new CommandError(43, 'CursorNotFound', `cursor id ${String(id)} not found`);
  const { connection: pinned } = cursor;
  return context.pool.use(
    async (connection) => {
      const values = [command.database, command.spec, cursor.continuation];
      const [page, continuation] = await guarded(context, command, connection, statements.getMore, values, true);
      const reply = documentIn(page);
      if (!continuation?.length || pageCursorId(reply) === 0n) return { result: reply, keep: false };
      hold(context, { ...cursor, continuation });
      return { result: reply, keep: pinned !== undefined };
    },
    { own: pinned },
  );
}

export function killCursors(context: Context, command: Command): Buffer {
  const listed = command.value('cursors');
  const ids = Array.isArray(listed) ? listed.map((id: unknown) => BigInt(String(id))) : [];
  const killed = ids.filter((id) => context.cursors.kill(id));
  return encode({
    cursorsKilled: killed,
    cursorsNotFound: ids.filter((id) => !killed.includes(id)),
    cursorsAlive: [],
    cursorsUnknown: [],
    ok: 1,
  });
}

function hold(
  context: Context,
  cursor: { id: bigint; database: string; collection: string; continuation: Buffer; connection: BackendConnection | undefined },
): void {
  context.cursors.put({ ...cursor, owner: context.session });
  if (context.session.closed) context.cursors.orphan(context.session);
}

/** `cursor.id` of a reply, without decoding the batch beside it. */
function pageCursorId(page: Buffer): bigint {
  const cursor = elementsOf(page).find(({ name }) => name === 'cursor');
  if (!cursor) return 0n;
  const inner = page.subarray(cursor.value, cursor.end);
  const id = elementsOf(inner).find(({ name }) => name === 'id');
  const value = id && decodeElement(inner, id);
  return typeof value === 'bigint' || typeof value === 'number' ? BigInt(value) : 0n;
}
