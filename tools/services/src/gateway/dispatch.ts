import {
  bySpec,
  buildInfo,
  collMod,
  collStats,
  create,
  dbStats,
  drop,
  dropDatabase,
  hello,
  serverStatus,
  serverWide,
} from './admin-commands';
import { isNetworkError, sqlStateOf } from './backend';
import { MalformedBson } from './bson-bytes';
import { encode, type Command, type Context } from './command';
import { firstPage, getMore, killCursors } from './cursor-commands';
import { CommandError, errorCode, isConnectionLoss } from './error-codes';
import { createIndexes } from './index-commands';
import { findAndModify, write } from './write-commands';

type Handler = (context: Context, command: Command) => Promise<Buffer> | Buffer;

const ok: Handler = () => encode({ ok: 1 });

const handlers: Record<string, Handler> = {
  hello,
  isMaster: hello,
  ismaster: hello,
  ping: ok,
  endSessions: ok,
  refreshSessions: ok,
  killSessions: ok,
  logout: ok,
  buildInfo,
  buildinfo: buildInfo,
  serverStatus,
  connectionStatus: () => encode({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] }, ok: 1 }),
  whatsmyuri: () => encode({ you: '127.0.0.1', ok: 1 }),
  insert: (context, command) => write(context, command, 'insert'),
  update: (context, command) => write(context, command, 'update'),
  delete: (context, command) => write(context, command, 'delete'),
  findAndModify,
  findandmodify: findAndModify,
  find: (context, command) => firstPage(context, command, 'find'),
  aggregate: (context, command) => firstPage(context, command, 'aggregate'),
  listCollections: (context, command) => firstPage(context, command, 'listCollections'),
  listIndexes: (context, command) => firstPage(context, command, 'listIndexes'),
  getMore,
  killCursors,
  count: (context, command) => bySpec(context, command, 'count'),
  distinct: (context, command) => bySpec(context, command, 'distinct'),
  validate: (context, command) => bySpec(context, command, 'validate'),
  dropIndexes: (context, command) => bySpec(context, command, 'dropIndexes'),
  createIndexes,
  create,
  drop,
  dropDatabase,
  listDatabases: (context, command) => serverWide(context, command, 'listDatabases'),
  renameCollection: (context, command) => serverWide(context, command, 'renameCollection'),
  collStats,
  dbStats,
  collMod,
};

/** Commands of MongoDB that exist but are not served; the answer says so instead of "no such command". */
const unsupported = new Set(
  'explain currentOp killOp getLog getParameter setParameter top profile bulkWrite commitTransaction abortTransaction startSession saslStart saslContinue authenticate getCmdLineOpts hostInfo replSetGetStatus listCommands fsync compact reIndex mapReduce convertToCapped shardCollection createUser dropUser usersInfo planCacheClear currentop'.split(
    ' ',
  ),
);

/** Run one command; resolves with the reply document, rejects only when the engine is lost and the client must see a broken connection. */
export async function dispatch(context: Context, command: Command): Promise<Buffer> {
  if (command.has('startTransaction') || command.has('autocommit') || command.has('txnNumber'))
    throw new CommandError(20, 'IllegalOperation', 'Transaction numbers are only allowed on a replica set member or mongos');
  const handler = Object.hasOwn(handlers, command.name) ? handlers[command.name] : undefined;
  if (handler) return handler(context, command);
  if (unsupported.has(command.name))
    throw new CommandError(115, 'CommandNotSupported', `Command ${command.name} is not supported by the embedded database.`);
  throw new CommandError(59, 'CommandNotFound', `no such command: '${command.name.slice(0, 100)}'`);
}

/** The reply document for an error, or undefined for one that only a broken connection tells truly. */
export function errorReply(error: unknown): Buffer | undefined {
  if (error instanceof CommandError) return encode({ ok: 0, errmsg: error.message, code: error.code, codeName: error.codeName });
  if (error instanceof MalformedBson) return encode({ ok: 0, errmsg: error.message, code: 22, codeName: 'InvalidBSON' });
  const state = sqlStateOf(error);
  if (state === undefined ? isNetworkError(error) : isConnectionLoss(state)) return undefined;
  const message = error instanceof Error ? error.message : String(error);
  return encode({ ok: 0, errmsg: message, ...errorCode(state ?? 'M0000') });
}
