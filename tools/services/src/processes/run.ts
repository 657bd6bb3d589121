import { spawn } from 'node:child_process';
import { ServicesError } from '../errors';

export interface RunResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Run a command to its end, at most `timeoutMs`; resolves with its output whatever its exit code, rejects only when it cannot be run or takes too long. */
export function run(command: string, args: string[], { timeoutMs = 60_000, env = process.env, input = '' } = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    let stdout = '';
    let stderr = '';
    const timer = setTimeout(() => {
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
      reject(new ServicesError(`The command "${command}" did not finish within ${timeoutMs / 1000} s and was stopped.`));
    }, timeoutMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code: code ?? (signal ? 128 : 1), stdout, stderr });
    });
  });
}

/** As `run`, but any exit code other than 0 is an error that carries the last lines of what the command said. */
export async function runOrThrow(
  command: string,
  args: string[],
  options: { timeoutMs?: number; env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<string> {
  const result = await run(command, args, options);
  if (result.code === 0) return result.stdout;
  const said = `${result.stderr}\n${result.stdout}`.trim().split('\n').slice(-4).join(' ');
  if (/No space left on device/.test(said))
    throw new ServicesError('The disk is full. Free about 2 GB, or choose another place with AOC_CACHE_DIR or --data DIR.');
  throw new ServicesError(`"${command} ${args[0] ?? ''}" ended with code ${result.code}: ${said}`);
}
