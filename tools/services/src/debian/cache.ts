import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { explainFileError, reasonOf, ServicesError } from '../errors';
import { withFileLock } from '../processes/lock';
import type { Log } from '../types';
import { downloadPackages, unpackRoot, type Extent } from './packages';
import { detectSandbox, serviceUid, type SandboxMode } from './sandbox';
import { makeTemplate } from './template';

/** Raised whenever what the cache holds, or how it is made, changes. */
const version = '8';

/** Unpacked packages and an initialised database cluster, shared by all clones of this user. */
export interface DebianCache {
  root: string;
  /** A cluster with the extensions in place, to be copied for each new data folder. */
  template: string;
  mode: SandboxMode;
}

export function cacheDirectory(env: NodeJS.ProcessEnv): string {
  return env.AOC_CACHE_DIR || path.join(env.XDG_CACHE_HOME || path.join(env.HOME || homedir(), '.cache'), 'aoc');
}

/** The cache, made first where it is missing; processes that need it at the same time wait for the one that makes it. */
export async function prepareCache(env: NodeJS.ProcessEnv, log: Log): Promise<DebianCache> {
  const mode = await detectSandbox();
  const base = cacheDirectory(env);
  const dir = path.join(base, `services-${version}`);
  const cache: DebianCache = { root: path.join(dir, 'root'), template: path.join(dir, 'template'), mode };
  if (existsSync(dir)) return cache;
  try {
    await mkdir(base, { recursive: true });
    await withFileLock(
      `${dir}.lock`,
      () => log('another process is preparing the services, waiting for it'),
      async () => {
        if (!existsSync(dir)) await build(dir, mode, log);
      },
    );
  } catch (error) {
    throw explainFileError(error, base);
  }
  return cache;
}

async function build(dir: string, mode: SandboxMode, log: Log): Promise<void> {
  const half = `${dir}.partial`;
  try {
    await fill(half, 'used', mode, log);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    // Debian's testing release moves: the database may come to load what it did not load before.
    log(`the packages that it takes usually do not suffice (${reasonOf(error)}), so all are taken`);
    await fill(half, 'all', mode, log);
  }
  await rename(half, dir);
}

/** The database did not start, or lacks something, with the packages that there are. */
class TemplateError extends ServicesError {}

async function fill(half: string, extent: Extent, mode: SandboxMode, log: Log): Promise<void> {
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { recursive: true });
  const packages = path.join(half, 'packages');
  const root = path.join(half, 'root');
  const archives = await downloadPackages(packages, extent, log);
  log(`unpacking ${archives.length} packages`);
  await unpackRoot(archives, root);
  await rm(packages, { recursive: true });
  log('initialising the database once');
  const template = path.join(half, 'template');
  await makeOwned(template, mode);
  try {
    await makeTemplate({ root, data: template, mode });
  } catch (error) {
    throw new TemplateError(reasonOf(error), { cause: error });
  }
}

/** A folder that the sandboxed servers may write. */
export async function makeOwned(dir: string, mode: SandboxMode): Promise<void> {
  await mkdir(dir, { recursive: true });
  await chmod(dir, 0o700);
  if (mode === 'root') await chown(dir, serviceUid, serviceUid);
}
