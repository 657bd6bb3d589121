import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const installLimitMs = 240_000;

/** Absolute path of `program` on the PATH, or `null`. */
export function findProgram(program: string, searchPath = process.env.PATH ?? ''): string | null {
  for (const folder of searchPath.split(path.delimiter).filter(Boolean)) {
    const file = path.join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not here
    }
  }
  return null;
}

export interface DebianTool {
  program: string;
  packages: readonly string[];
  /** What it is needed for, as the end of "needed for …". */
  purpose: string;
  /** A program that does as well, if slower, where the first is missing and cannot be installed. */
  substitute?: string;
}

const hint = ({ program, packages, purpose }: DebianTool) =>
  `${program} is needed for ${purpose} and is not on the PATH. Install it, on Debian or Ubuntu with "sudo apt-get install ${packages.join(' ')}", and run the command again.`;

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Installs what is missing. Rejects with what is missing, why it could not be installed and what to do. */
async function install(missing: readonly DebianTool[], log: (line: string) => void): Promise<void> {
  const hints = missing.map(hint).join('\n');
  if (process.getuid?.() !== 0 || findProgram('apt-get') === null) throw new Error(hints);
  const packages = missing.flatMap((tool) => tool.packages);
  log(`Installing ${packages.join(', ')} from Debian packages (${missing.map(({ purpose }) => purpose).join('; ')}) ...`);
  try {
    await aptInstall(packages);
  } catch (error) {
    throw new Error(`${hints}\napt-get failed: ${messageOf(error)}`, { cause: error });
  }
}

/**
 * Paths of the programs, by the name of each tool's `program`, installed from Debian packages where missing (as root with apt-get only).
 * Rejects with one message that says what is missing, why it could not be installed and what to do.
 */
export async function provideDebianTools(tools: readonly DebianTool[], log: (line: string) => void): Promise<Map<string, string>> {
  const missing = tools.filter(({ program }) => findProgram(program) === null);
  const refusal = missing.length > 0 ? await install(missing, log).then(() => null, messageOf) : null;
  return new Map(
    tools.map((tool) => {
      const file = findProgram(tool.program) ?? (tool.substitute === undefined ? null : findProgram(tool.substitute));
      if (file === null) throw new Error(refusal ?? hint(tool));
      return [tool.program, file];
    }),
  );
}

async function aptInstall(packages: readonly string[]): Promise<void> {
  const options = { timeout: installLimitMs, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, maxBuffer: 16 * 1024 * 1024 };
  // Another run may hold the package database.
  const wait = ['-o', 'DPkg::Lock::Timeout=180'];
  const install = ['install', '-y', '--no-install-recommends', ...wait, ...packages];
  try {
    await run('apt-get', ['update', ...wait], options);
  } catch {
    // Old package lists may do.
  }
  await run('apt-get', install, options);
}
