import { decode, documentIn, encode, execute, isTrue, type Command, type Context } from './command';
import { CommandError } from './error-codes';
import { statements } from './statements';
import { maxDocumentBytes, maxMessageBytes } from './wire';

/** The protocol generation announced to drivers: MongoDB 7.0. */
export const serverVersion = { text: '7.0.0', numbers: [7, 0, 0, 0], wire: 21 } as const;

/** A standalone server: drivers then neither try transactions nor retry writes with transaction numbers. */
export function hello({ session }: Context, command: Command): Buffer {
  return encode({
    ...(command.name === 'hello' ? { isWritablePrimary: true } : { ismaster: true }),
    helloOk: true,
    maxBsonObjectSize: maxDocumentBytes,
    maxMessageSizeBytes: maxMessageBytes,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: session.id,
    minWireVersion: 0,
    maxWireVersion: serverVersion.wire,
    readOnly: false,
    ok: 1,
  });
}

export function buildInfo(): Buffer {
  return encode({
    version: serverVersion.text,
    versionArray: serverVersion.numbers,
    modules: [],
    bits: 64,
    maxBsonObjectSize: maxDocumentBytes,
    storageEngines: ['documentdb'],
    ok: 1,
  });
}

export function serverStatus({ cursors }: Context): Buffer {
  return encode({
    host: '127.0.0.1',
    version: serverVersion.text,
    process: 'documentdb',
    pid: process.pid,
    uptime: process.uptime(),
    metrics: { cursor: { open: { total: cursors.size } } },
    ok: 1,
  });
}

export async function create(context: Context, command: Command): Promise<Buffer> {
  command.requireCollection();
  return single(context, command, statements.create, [command.database, command.spec]);
}

export async function drop(context: Context, command: Command): Promise<Buffer> {
  const collection = command.requireCollection();
  const [dropped] = await execute(context, command, statements.drop, [command.database, collection], { cancellable: false });
  return encode({ ...(isTrue(dropped) ? { nIndexesWas: 1 } : {}), ns: `${command.database}.${collection}`, ok: 1 });
}

export async function dropDatabase(context: Context, command: Command): Promise<Buffer> {
  await execute(context, command, statements.dropDatabase, [command.database], { cancellable: false });
  return encode({ dropped: command.database, ok: 1 });
}

export async function collStats(context: Context, command: Command): Promise<Buffer> {
  const scale = Number(command.value('scale') ?? 1);
  return single(context, command, statements.collStats, [command.database, command.requireCollection(), String(scale)]);
}

export async function dbStats(context: Context, command: Command): Promise<Buffer> {
  return single(context, command, statements.dbStats, [command.database, String(Number(command.value('scale') ?? 1))]);
}

export async function collMod(context: Context, command: Command): Promise<Buffer> {
  return single(context, command, statements.collMod, [command.database, command.requireCollection(), command.spec]);
}

/** listDatabases and renameCollection name no database of their own. */
export async function serverWide(context: Context, command: Command, kind: 'listDatabases' | 'renameCollection'): Promise<Buffer> {
  if (command.database !== 'admin') throw new CommandError(13, 'Unauthorized', `${kind} may only be run against the admin database.`);
  return single(context, command, statements[kind], [command.spec]);
}

/** Commands whose function takes the database and the specification. */
export async function bySpec(context: Context, command: Command, kind: 'count' | 'distinct' | 'validate' | 'dropIndexes'): Promise<Buffer> {
  return single(context, command, statements[kind], [command.database, command.spec], { cancellable: kind !== 'dropIndexes' });
}

async function single(...args: Parameters<typeof execute>): Promise<Buffer> {
  const [cell] = await execute(...args);
  const reply = documentIn(cell);
  // The engine leaves `ok` out of some answers; drivers take that for a failure.
  const decoded = decode(reply);
  return 'ok' in decoded ? reply : encode({ ...decoded, ok: 1 });
}
