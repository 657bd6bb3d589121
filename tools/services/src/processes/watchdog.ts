import { spawn, type ChildProcess } from 'node:child_process';

/** Reads "add PID" and "drop PID" lines; when its input ends, because the owner is gone in whatever way, it kills the groups that are left. */
const script = `trap '' INT HUP
pids=
while read -r verb pid; do
  case $verb in
    add) pids="$pids $pid" ;;
    drop) rest=; for p in $pids; do [ "$p" = "$pid" ] || rest="$rest $p"; done; pids=$rest ;;
  esac
done
for p in $pids; do kill -KILL -- "-$p" 2>/dev/null; done`;

let shell: ChildProcess | undefined;
const guarded = new Set<number>();

/**
 * Have the process group killed when this process ends without stopping it, even by SIGKILL. Where the kernel's parent-death signal
 * exists (Linux) that is faster; this works on any system.
 */
export function guard(group: number): void {
  guarded.add(group);
  tell(`add ${group}`);
}

/** The group was stopped in an orderly way. */
export function release(group: number): void {
  if (!guarded.delete(group)) return;
  tell(`drop ${group}`);
  if (guarded.size) return;
  shell?.stdin?.end();
  shell = undefined;
}

function tell(line: string): void {
  if (!shell) {
    shell = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    shell.unref();
    shell.stdin?.on('error', () => undefined);
    if (shell.stdin && 'unref' in shell.stdin && typeof shell.stdin.unref === 'function') shell.stdin.unref();
    shell.on('error', () => undefined);
  }
  shell.stdin?.write(`${line}\n`);
}
