import { createServer, type Server, type Socket } from 'node:net';
import { BackendPool, engineAnswers } from './backend';
import { Command, type ClientSession, type Context } from './command';
import { CursorStore } from './cursors';
import { dispatch, errorReply } from './dispatch';
import { statements } from './statements';
import { Turns } from './turns';
import { encodeReply, FrameReader, parseRequest, type Frame } from './wire';

export interface GatewayOptions {
  /** Port of the engine on 127.0.0.1. */
  backendPort: number;
  /** Port to listen on; 0 takes a free one. */
  port: number;
  /** Statements that may run in the engine at once. */
  concurrency?: number;
  cursorIdleMs?: number;
  cursorOrphanMs?: number;
}

/** Speaks MongoDB's wire protocol to clients and SQL to the engine. While the engine is away, connections are refused, as a stopped server would. */
export class Gateway {
  private readonly sockets = new Set<Socket>();
  private readonly cursors: CursorStore;
  private readonly pool: BackendPool;
  private readonly turns = new Turns();
  private readonly server: Server;
  private up = true;
  private closed = false;
  private sessions = 0;

  constructor(private readonly options: GatewayOptions) {
    this.cursors = new CursorStore(options.cursorIdleMs ?? 600_000, options.cursorOrphanMs ?? 20_000, 60);
    this.pool = new BackendPool(options.backendPort, options.concurrency ?? 24, () => this.engineLost());
    this.server = createServer({ noDelay: true }, (socket) => this.accept(socket));
  }

  /** Start listening; resolves to the port. */
  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.options.port, '127.0.0.1', () => {
        const address = this.server.address();
        resolve(typeof address === 'object' && address ? address.port : this.options.port);
      });
    });
  }

  close(): void {
    this.closed = true;
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    this.cursors.clear();
    this.pool.clear();
  }

  private accept(socket: Socket): void {
    if (!this.up) return void socket.resetAndDestroy();
    this.sockets.add(socket);
    const session: ClientSession = { id: ++this.sessions, running: undefined, closed: false };
    const context: Context = { pool: this.pool, cursors: this.cursors, turns: this.turns, session };
    const reader = new FrameReader();
    let work: Promise<void> = Promise.resolve();
    let queued = 0;
    socket.on('data', (chunk) => {
      try {
        for (const frame of reader.push(chunk)) {
          // One command at a time, in order; a client that sends ahead waits in its own socket.
          if (++queued > 4) socket.pause();
          work = work.then(async () => {
            await serve(context, socket, frame);
            if (--queued <= 4) socket.resume();
          });
        }
      } catch {
        socket.destroy();
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.sockets.delete(socket);
      this.clientGone(session);
    });
  }

  private clientGone(session: ClientSession): void {
    session.closed = true;
    this.cursors.orphan(session);
    const { running } = session;
    if (!running?.cancellable || !this.up) return;
    running.connection.retire();
    const { pid } = running.connection;
    this.pool.use(async (connection) => ({ result: await connection.row(statements.cancel, [pid]), keep: false })).catch(() => undefined);
  }

  /** The engine ended: clients must see broken connections, not wrong answers, until it is back. */
  private engineLost(): void {
    if (!this.up || this.closed) return;
    this.up = false;
    this.cursors.clear();
    this.pool.clear();
    for (const socket of this.sockets) socket.resetAndDestroy();
    this.probe();
  }

  private probe(): void {
    if (this.closed) return;
    void engineAnswers(this.options.backendPort).then((answers) => {
      if (answers) this.up = true;
      else setTimeout(() => this.probe(), 50);
    });
  }
}

async function serve(context: Context, socket: Socket, frame: Frame): Promise<void> {
  if (socket.destroyed) return;
  let request;
  try {
    request = parseRequest(frame);
  } catch {
    socket.destroy();
    return;
  }
  let reply: Buffer | undefined;
  try {
    reply = await dispatch(context, new Command(request));
  } catch (error) {
    reply = errorReply(error);
  }
  if (socket.destroyed) return;
  if (!reply) socket.resetAndDestroy();
  else if (!request.silent) for (const part of encodeReply(request, reply)) socket.write(part);
}
