import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { UserError } from '../shared/user-error';

/** Listens for a moment; resolves to the port (a free one for 0) or rejects with the listen error. */
function tryListen(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}

/** A port of the loopback interface that is free now. */
export const freePort = (): Promise<number> => tryListen(0, '127.0.0.1');

const errorCode = (error: unknown): unknown => (typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined);

/** Resolves when `port` can be listened on; otherwise rejects with who has it and what to do. */
export async function ensurePortFree(port: number, host: string): Promise<void> {
  try {
    await tryListen(port, host);
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') {
      const owner = portOwner(port);
      throw new UserError(
        `Port ${port} is already used by ${owner ?? 'another program'}. Stop that program, or start AOC on another port: npm start -- --port ${port === 65_535 ? 8001 : port + 1}`,
      );
    }
    if (errorCode(error) === 'EACCES') {
      throw new UserError(
        `This user may not listen on port ${port}: ports below 1024 belong to root. Choose another one: npm start -- --port 8000`,
      );
    }
    throw error;
  }
}

/** "process 123 (node)" from /proc, where it exists and this user may look. */
function portOwner(port: number): string | null {
  const inodes = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => listeningInodes(file, port)));
  if (inodes.size === 0) return null;
  for (const pid of list('/proc').filter((name) => /^\d+$/.test(name))) {
    const holds = list(`/proc/${pid}/fd`).some((fd) => inodes.has(attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? ''));
    if (holds) return `process ${pid} (${programName(pid)})`;
  }
  return null;
}

/** The first word of the command line: `comm` is only the name of a thread. */
function programName(pid: string): string {
  const [command] = (attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '').split('\0');
  return command ? path.basename(command) : 'name unknown';
}

/** Format of proc(5): the second column is address:port in hex, the fourth the state (0A: listening), the tenth the inode. */
function listeningInodes(file: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  const rows = (attempt(() => readFileSync(file, 'utf8')) ?? '').split('\n').map((line) => line.trim().split(/\s+/));
  return rows.filter((columns) => columns[1]?.endsWith(`:${wanted}`) && columns[3] === '0A').map((columns) => `socket:[${columns[9]}]`);
}

const list = (folder: string): string[] => attempt(() => readdirSync(folder)) ?? [];

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
