import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { isConnectionLoss, isRetryable } from './error-codes';
import { statements } from './statements';

/** SQL with a name of its own, so that PostgreSQL parses it once per connection. */
export interface Statement {
  name: string;
  text: string;
}

/** One connection to the engine, with what is known of its state. */
export class BackendConnection {
  private closed = false;
  /** Number of the server process behind this connection, as pg_cancel_backend takes it. */
  pid = '';

  private constructor(private readonly client: pg.Client) {
    client.on('error', () => (this.closed = true));
    client.on('end', () => (this.closed = true));
  }

  static async open(port: number): Promise<BackendConnection> {
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: 'postgres',
      database: 'postgres',
      connectionTimeoutMillis: 10_000,
      application_name: 'gateway',
    });
    const connection = new BackendConnection(client);
    await client.connect();
    connection.pid = await connection.processId();
    return connection;
  }

  get usable(): boolean {
    return !this.closed;
  }

  /** Takes no more work: what is to be cancelled on it may end by itself first, and the cancellation would hit what comes next. */
  retire(): void {
    this.closed = true;
  }

  /** Run one prepared statement; the cells of its first row come back as bytes: of the document, or of PostgreSQL's text form. */
  async row(statement: Statement, values: (Buffer | string | null)[], timeoutMs = 0): Promise<(Buffer | null)[]> {
    if (!timeoutMs) return this.query(statement, values);
    await this.query(statements.statementTimeout, [String(Math.ceil(timeoutMs))]);
    try {
      return await this.query(statement, values);
    } finally {
      if (this.usable) await this.query(statements.statementTimeout, ['0']);
    }
  }

  private async processId(): Promise<string> {
    const [pid] = await this.query({ name: 'pid', text: 'SELECT pg_backend_pid()::text' }, []);
    return pid?.toString() ?? '';
  }

  private async query({ name, text }: Statement, values: (Buffer | string | null)[]): Promise<(Buffer | null)[]> {
    try {
      const { rows } = await this.client.query<(Buffer | null)[]>({ name, text, values, rowMode: 'array', types: rawTypes });
      return rows[0] ?? [];
    } catch (error) {
      if (isConnectionLoss(sqlStateOf(error))) this.closed = true;
      throw error;
    }
  }

  close(): void {
    this.closed = true;
    this.client.end().catch(() => undefined);
  }
}

/** Documents arrive as hexadecimal digits after `\\x` (bytea) or `BSONHEX` (procedures' own results): the client library cannot read binary results. */
const byteaType = 17;
const rawTypes: pg.CustomTypesConfig = {
  getTypeParser: (type: number) => (value: string) => {
    if (type === byteaType) return Buffer.from(value.slice(2), 'hex');
    return value.startsWith('BSONHEX') ? Buffer.from(value.slice(7), 'hex') : Buffer.from(value);
  },
};

/** SQLSTATE of an error that the engine sent, or undefined when it never got that far (connection refused, reset). */
export function sqlStateOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/**
 * Connections to the engine. At most `limit` statements run at a time, the rest wait in order; connections that carry an open cursor
 * are lent out and do not count while they rest.
 */
export class BackendPool {
  private readonly idle: BackendConnection[] = [];
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(
    private readonly port: number,
    private readonly limit: number,
    private readonly onLoss: () => void,
  ) {}

  /** Run `work` with `own`, or a connection of the pool. The connection goes back to the pool unless `work` says that it keeps it. */
  async use<T>(
    work: (connection: BackendConnection) => Promise<{ result: T; keep: boolean }>,
    { own, again = true }: { own?: BackendConnection | undefined; again?: boolean } = {},
  ): Promise<T> {
    await this.enter();
    let connection = own;
    try {
      for (let attempt = 1; ; attempt++) {
        connection ??= await this.take();
        try {
          const { result, keep } = await work(connection);
          if (!keep) this.give(connection);
          return result;
        } catch (error) {
          if (!again || !isRetryable(sqlStateOf(error)) || attempt >= 10 || own) throw error;
          await delay(Math.random() * 2 ** attempt);
        }
      }
    } catch (error) {
      if (connection?.usable && sqlStateOf(error) !== undefined) this.give(connection);
      else connection?.close();
      if (isConnectionLoss(sqlStateOf(error)) && isNetworkError(error)) this.onLoss();
      throw error;
    } finally {
      this.leave();
    }
  }

  /** Forget all resting connections, after the engine went away. */
  clear(): void {
    for (const connection of this.idle.splice(0)) connection.close();
  }

  private async take(): Promise<BackendConnection> {
    for (let connection = this.idle.pop(); connection; connection = this.idle.pop()) if (connection.usable) return connection;
    return BackendConnection.open(this.port);
  }

  private give(connection: BackendConnection): void {
    if (connection.usable && this.idle.length < this.limit) this.idle.push(connection);
    else connection.close();
  }

  private async enter(): Promise<void> {
    if (this.running >= this.limit) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running++;
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running--;
  }
}

/** The engine or the way to it failed, rather than our own code. */
export function isNetworkError(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return true;
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return /^E[A-Z]+$/.test(code) || /connection|Connection/.test(error.message) || error instanceof AggregateError;
}

/** True once the engine accepts a connection and answers. */
export async function engineAnswers(port: number): Promise<boolean> {
  try {
    const connection = await BackendConnection.open(port);
    await connection.row(statements.probe, []);
    connection.close();
    return true;
  } catch {
    return false;
  }
}
