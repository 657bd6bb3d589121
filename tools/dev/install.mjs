// Installs the packages when the lock file asks for it, then goes on with the workspace's own Node.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withFileLock } from './file-lock.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const modules = path.join(root, 'node_modules');
const marker = path.join(modules, '.aoc-lock');
const localNode = path.join(modules, 'node/bin/node');

/** Failure that the user can act on: printed without a stack trace. */
class ExpectedError extends Error {
  expected = true;
}

const readText = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** Whether npm's record of what is installed holds exactly what the lock file asks for (packages of other platforms aside). */
export function installedMatchesLock(lockText, installedText) {
  if (!installedText) return false;
  const wanted = JSON.parse(lockText).packages ?? {};
  const installed = JSON.parse(installedText).packages ?? {};
  const same = (a, b) => a.version === b.version && a.integrity === b.integrity && a.link === b.link;
  for (const [name, entry] of Object.entries(wanted)) {
    if (name === '') continue;
    const present = installed[name];
    if (present ? !same(entry, present) : !entry.optional && !entry.devOptional) return false;
  }
  return Object.keys(installed).every((name) => name in wanted);
}

/** `true` when nothing is to install. Remembers the lock file's hash, so that the usual check reads two small files. */
function isInstalled() {
  const lockText = readText(path.join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lockText).digest('hex');
  if (readText(marker) === hash && existsSync(localNode)) return true;
  // Someone may have run `npm install` by hand: then all is there and only our mark is missing.
  if (!existsSync(localNode) || !installedMatchesLock(lockText, readText(path.join(modules, '.package-lock.json')))) return false;
  writeFileSync(marker, hash);
  return true;
}

/** npm as the user started it, outside node_modules: npm may replace the Node in there while it runs. */
function npmCommand() {
  const env = { ...process.env };
  env.PATH = (env.PATH ?? '')
    .split(path.delimiter)
    .filter((entry) => !entry.startsWith(modules))
    .join(path.delimiter);
  const node = env.npm_node_execpath;
  const cli = env.npm_execpath;
  if (cli?.endsWith('npm-cli.js') && node && existsSync(node) && !node.startsWith(modules)) return { command: node, args: [cli], env };
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [], env };
}

/**
 * `npm install --no-save` keeps to the versions of the lock file and leaves it alone. `npm ci` would refuse a lock file that was
 * written where the packages of other platforms (all optional) could not be had.
 */
function install() {
  console.log('Installing the packages named in package-lock.json (about a minute the first time) ...');
  const started = Date.now();
  const { command, args, env } = npmCommand();
  const result = spawnSync(command, [...args, 'install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  if (result.error) {
    throw new ExpectedError(
      `npm could not be started (${result.error.message}). Install Node with npm from https://nodejs.org and run the command again.`,
    );
  }
  if (result.status !== 0) {
    throw new ExpectedError(
      `"npm install" failed with exit code ${result.status}; its own message is above. Usually the package registry cannot be reached or the disk is full (about 1 GB is needed): put that right and run the command again.`,
    );
  }
  if (!existsSync(localNode)) {
    throw new ExpectedError(
      'The package "node" did not install its program, probably because install scripts are switched off. Run "npm rebuild node" and then the command again.',
    );
  }
  writeFileSync(
    marker,
    createHash('sha256')
      .update(readFileSync(path.join(root, 'package-lock.json')))
      .digest('hex'),
  );
  console.log(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** Resolves to whether packages were installed just now. */
async function ensureInstalled() {
  if (isInstalled()) return false;
  mkdirSync(path.join(root, '.aoc'), { recursive: true });
  await withFileLock(
    path.join(root, '.aoc/install.lock'),
    () => console.log('Another command is installing the packages: waiting for it ...'),
    () => {
      if (!isInstalled()) install();
    },
  );
  return true;
}

/** Run launch.mjs on the workspace's Node; the channel tells it when this process is gone, even after kill -9. */
function reexecute(args) {
  const script = fileURLToPath(new URL('launch.mjs', import.meta.url));
  const env = { ...process.env, PATH: [path.join(modules, '.bin'), process.env.PATH].filter(Boolean).join(path.delimiter) };
  const child = spawn(localNode, [script, ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}

/** Install if needed, then run `args` (`start|test|run NAME`, with its own arguments). */
export async function prepareAndRun(args) {
  const replaced = await ensureInstalled();
  if (replaced || realpathSync(process.execPath) !== realpathSync(localNode)) return reexecute(args);
  const { launch } = await import('./launch.mjs');
  return launch(args);
}
