import { deserialize, serialize, type Document } from 'bson';
import type { BackendConnection, BackendPool, Statement } from './backend';
import { decodeElement, elementsOf, withoutFields, type BsonElement } from './bson-bytes';
import type { CursorStore } from './cursors';
import { CommandError } from './error-codes';
import type { Turns } from './turns';
import type { Request } from './wire';

/** Cancels what a client has running when that client goes away; one per client connection. */
export interface ClientSession {
  id: number;
  /** The engine connection that works for this client now, and whether its work may be cut short. */
  running: { connection: BackendConnection; cancellable: boolean } | undefined;
  closed: boolean;
}

/** Everything that a command handler needs. */
export interface Context {
  pool: BackendPool;
  cursors: CursorStore;
  turns: Turns;
  session: ClientSession;
}

/** Fields of the protocol that the engine's functions do not know. */
const protocolFields = new Set([
  'lsid',
  'txnNumber',
  'autocommit',
  'startTransaction',
  'readConcern',
  'writeConcern',
  'maxTimeMS',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
  'comment',
]);

/** One command: its name, target and specification as the engine takes it. */
export class Command {
  readonly name: string;
  readonly database: string;
  /** Value of the first field when it is a string: the collection. */
  readonly collection: string;
  readonly spec: Buffer;
  /** Milliseconds that the client gives the command, or 0 for no limit. */
  readonly maxTimeMs: number;
  private readonly elements: BsonElement[];

  constructor(private readonly request: Request) {
    this.elements = elementsOf(request.command);
    this.name = this.elements[0]?.name ?? '';
    const database = this.value('$db') ?? request.database;
    if (typeof database !== 'string' || !database) throw new CommandError(40571, 'Location40571', 'OP_MSG requests require a $db argument');
    this.database = database;
    const target = this.elements[0] ? decodeElement(request.command, this.elements[0]) : undefined;
    this.collection = typeof target === 'string' ? target : '';
    const limit = this.value('maxTimeMS');
    this.maxTimeMs = this.name === 'getMore' || limit === undefined ? 0 : Number(limit);
    this.spec = withoutFields(request.command, this.elements, (name) => name.startsWith('$') || protocolFields.has(name));
  }

  has(name: string): boolean {
    return this.elements.some((element) => element.name === name);
  }

  value(name: string): unknown {
    const element = this.elements.find((candidate) => candidate.name === name);
    return element && decodeElement(this.request.command, element);
  }

  /** Documents that came in a section of their own rather than inside the command. */
  sequence(name: string): Buffer | null {
    return this.request.sequences.get(name) ?? null;
  }

  requireCollection(): string {
    if (!this.collection) throw new CommandError(73, 'InvalidNamespace', `${this.name}: the collection name must be a non-empty string`);
    return this.collection;
  }
}

/**
 * Run one statement for the client; reads are cancelled in the engine when the client goes away, writes run to their end. `again`:
 * whether it runs again by itself when another statement was in its way.
 */
export async function execute(
  context: Context,
  command: Command,
  statement: Statement,
  values: (Buffer | string | null)[],
  { cancellable = true, again = true } = {},
): Promise<(Buffer | null)[]> {
  const work = async (connection: BackendConnection) => ({
    result: await guarded(context, command, connection, statement, values, cancellable),
    keep: false,
  });
  return context.pool.use(work, { again });
}

/** As `execute` on a connection that the caller holds, with the client's time limit. */
export async function guarded(
  { session }: Context,
  { maxTimeMs }: Command,
  connection: BackendConnection,
  statement: Statement,
  values: (Buffer | string | null)[],
  cancellable: boolean,
): Promise<(Buffer | null)[]> {
  session.running = { connection, cancellable };
  try {
    return await connection.row(statement, values, maxTimeMs);
  } finally {
    session.running = undefined;
  }
}

/** The document in the cell; throws when the engine sent none. */
export function documentIn(cell: Buffer | null | undefined): Buffer {
  if (!cell?.length) throw new CommandError(1, 'InternalError', 'the engine sent no document');
  return cell;
}

export const isTrue = (cell: Buffer | null | undefined): boolean => cell?.toString() === 't';
export const encode = (document: Document): Buffer => Buffer.from(serialize(document));
export const decode = (bytes: Buffer): Document => deserialize(bytes, { useBigInt64: true });
