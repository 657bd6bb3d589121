import { findSystemProgram } from '../processes/programs';
import { lockedExitCode } from '../processes/managed-process';
import { run } from '../processes/run';
import { noSandbox } from '../errors';

/** How a program of the Debian root is run: as an unprivileged user after chroot, or in a user namespace of the caller. */
export type SandboxMode = 'root' | 'user-namespace';

export interface Sandbox {
  /** Folder that holds the unpacked Debian packages. */
  root: string;
  /** Folder of this instance, seen as /data inside. */
  data: string;
  mode: SandboxMode;
}

/** PostgreSQL refuses to run as root: this unprivileged number owns the files when the caller is root. */
export const serviceUid = 61_999;

/**
 * Runs inside a private mount, PID and IPC namespace: the mounts vanish with the process, nothing is visible outside, and when
 * the namespace's first process ends the kernel kills all others. /proc is left out: containers often forbid to mount it.
 */
const script = `set -e
root=$1 data=$2 user=$3; shift 3
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
mkdir -m 1777 "$root/dev/shm"
for node in null zero random urandom; do : > "$root/dev/$node"; mount --bind "/dev/$node" "$root/dev/$node"; done
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=1777 tmpfs "$root/run"
mount --bind "$data" "$root/data"
exec chroot $user "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin LANG=C.UTF-8 LC_ALL=C.UTF-8 TZ=UTC HOME=/data /usr/bin/setpriv --pdeathsig KILL -- "$@"`;

const setpriv = ['setpriv', '--pdeathsig', 'KILL', '--'];
/** Every process of the server inherits the lock, so that a data folder is free again exactly when the last of them is gone. */
const lock = (data: string): string[] => [
  'flock',
  '--no-fork',
  '--timeout',
  '5',
  '--conflict-exit-code',
  String(lockedExitCode),
  `${data}/lock`,
];
const namespaces = ['unshare', '--mount', '--pid', '--ipc', '--fork', '--kill-child', '--'];
const asSelf = ['unshare', '--user', '--map-current-user', '--keep-caps', '--'];

/** Command line that runs `command` inside the sandbox; when the caller dies, the kernel kills it and everything it started. */
export function sandboxed({ root, data, mode }: Sandbox, command: string[]): { command: string; args: string[] } {
  const user = mode === 'root' ? `--userspec=${serviceUid}:${serviceUid}` : '';
  // Changing credentials clears the parent-death signal, so it is set after the user namespace, and again inside after the change of user.
  const prefix = mode === 'root' ? [...setpriv, ...lock(data), ...namespaces] : [...asSelf, ...setpriv, ...lock(data), ...namespaces];
  const [first = 'unshare', ...args] = [...prefix, '/bin/sh', '-c', script, 'sandbox', root, data, user, ...command];
  return { command: first, args };
}

/** Environment for `sandboxed` commands: chroot and mount are looked up where the system keeps them. */
export const sandboxEnv = (env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv => ({
  PATH: `${env.PATH ?? ''}:/usr/sbin:/usr/bin:/sbin:/bin`,
});

/** Find a mode that works here by trying it; throws the explanation when none does. */
export async function detectSandbox(): Promise<SandboxMode> {
  const missing = ['unshare', 'setpriv', 'chroot', 'mount', 'flock'].filter((name) => !findSystemProgram(name));
  if (missing.length) throw noSandbox(`${missing.join(', ')} not found`);
  const mode: SandboxMode = process.getuid?.() === 0 ? 'root' : 'user-namespace';
  const probe = [...(mode === 'root' ? [] : asSelf), ...namespaces, 'sh', '-c', 'mount -t tmpfs tmpfs /tmp && chroot / true'];
  const [command = 'unshare', ...args] = probe;
  const result = await run(command, args, { timeoutMs: 5_000, env: sandboxEnv() });
  if (result.code === 0) return mode;
  throw noSandbox(result.stderr.trim().split('\n')[0] ?? 'unshare failed');
}
