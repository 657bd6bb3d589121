// Installs the packages when the lock file asks for it, then goes on with the workspace's own Node.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withFileLock } from './file-lock.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const modules = path.join(root, 'node_modules');
const marker = path.join(modules, '.aoc-lock');
const localNode = path.join(modules, 'node/bin/node');
const linkedNode = path.join(modules, '.bin/node');

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
  if (readText(marker) === hash && existsSync(linkedNode)) return true;
  // Someone may have run `npm install` by hand: then all is there and only our mark is missing.
  if (!existsSync(linkedNode) || !installedMatchesLock(lockText, readText(path.join(modules, '.package-lock.json')))) return false;
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

/** Exit code of a program, once it has ended; null when it could not be started. */
function run(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, ...options });
    child.once('error', () => resolve(null));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** The package with the program of `node` for a machine, as the install script of that package names it; null where it is left to that script. */
export function nodePackage(platform, processor) {
  if (platform !== 'linux' && platform !== 'darwin') return null;
  return `${platform === 'darwin' && processor === 'arm64' ? 'node-bin' : 'node'}-${platform}-${processor}`;
}

/**
 * Fetches the Node of the package `node` beside the other packages: its install script has npm unpack 3,000 files after them, which takes 10 s.
 * @returns its path, or null where that did not work
 */
async function fetchNode(npm) {
  const { version } = JSON.parse(readText(path.join(root, 'package-lock.json'))).packages['node_modules/node'];
  const name = nodePackage(process.platform, process.arch);
  if (name === null) return null;
  const folder = path.join(root, '.aoc/node');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const quiet = { stdio: 'ignore', env: npm.env };
  const pack = [...npm.args, 'pack', `${name}@${version}`, '--pack-destination', folder, '--ignore-scripts'];
  if ((await run(npm.command, pack, quiet)) !== 0) return null;
  const unpack = ['-xzf', path.join(folder, `${name}-${version}.tgz`), '-C', folder, 'package/bin/node'];
  if ((await run('tar', unpack, quiet)) !== 0) return null;
  const program = path.join(folder, 'package/bin/node');
  return (await run(program, ['--version'], quiet)) === 0 ? program : null;
}

/**
 * `npm install --no-save` keeps to the versions of the lock file and leaves it alone. `npm ci` would refuse a lock file that was
 * written where the packages of other platforms (all optional) could not be had. No package needs its install script but `node`.
 */
async function install() {
  console.log('Installing the packages named in package-lock.json (about a minute the first time) ...');
  const started = Date.now();
  const npm = npmCommand();
  const shown = { stdio: 'inherit', env: npm.env };
  const args = [...npm.args, 'install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const [code, node] = await Promise.all([run(npm.command, args, shown), fetchNode(npm)]);
  if (code === null) {
    throw new ExpectedError('npm could not be started. Install Node with npm from https://nodejs.org and run the command again.');
  }
  if (code !== 0) {
    throw new ExpectedError(
      `"npm install" failed with exit code ${code}; its own message is above. Usually the package registry cannot be reached or the disk is full (about 1 GB is needed): put that right and run the command again.`,
    );
  }
  if (node !== null) {
    mkdirSync(path.dirname(localNode), { recursive: true });
    renameSync(node, localNode);
    // npm makes the link only where the program is there already.
    rmSync(linkedNode, { force: true });
    symlinkSync(path.relative(path.dirname(linkedNode), localNode), linkedNode);
  } else await run(npm.command, [...npm.args, 'rebuild', 'node', '--loglevel=error'], shown);
  rmSync(path.join(root, '.aoc/node'), { recursive: true, force: true });
  if (!existsSync(linkedNode)) {
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
    async () => {
      if (!isInstalled()) await install();
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
