import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { noDownload, reasonOf } from '../errors';
import { leftOut } from './left-out';
import { run, runOrThrow } from '../processes/run';
import { candidateSources, parseDeb822Sources, parseOneLineSources, type DebianSource } from './sources';

type Log = (line: string) => void;

/** dash, coreutils and util-linux give the root its shell, `env` and `setpriv`, libc-bin the locale C.UTF-8. */
export const packages = ['postgresql-18-documentdb', 'valkey-server', 'dash', 'coreutils', 'util-linux', 'libc-bin'];

/** Ask for most of what nobody loads. */
const postgis = 'postgresql-18-postgis-3';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** The Debian mirrors that this machine itself is set up to use. */
export async function machineSources(etc = '/etc/apt'): Promise<DebianSource[]> {
  const parts = path.join(etc, 'sources.list.d');
  const names = existsSync(parts) ? (await readdir(parts)).sort() : [];
  const read = async (file: string): Promise<string> => (existsSync(file) ? readFile(file, 'utf8') : '');
  const lists = await Promise.all(
    [path.join(etc, 'sources.list'), ...names.filter((n) => n.endsWith('.list')).map((n) => path.join(parts, n))].map(read),
  );
  const stanzas = await Promise.all(names.filter((n) => n.endsWith('.sources')).map((n) => read(path.join(parts, n))));
  return [...lists.flatMap(parseOneLineSources), ...stanzas.flatMap(parseDeb822Sources)];
}

/** An apt state of our own below `dir`: the machine's package lists and installed packages are neither read nor changed. */
async function privateApt(dir: string, source: DebianSource): Promise<string[]> {
  for (const sub of ['lists/partial', 'cache/archives/partial', 'empty']) await mkdir(path.join(dir, sub), { recursive: true });
  await writeFile(path.join(dir, 'status'), '');
  const key = source.signedBy ?? (existsSync(keyring) ? keyring : undefined);
  await writeFile(path.join(dir, 'sources.list'), `deb ${key ? `[signed-by=${key}] ` : ''}${source.uri} ${source.suite} main\n`);
  const settings = {
    'Dir::Etc::sourcelist': path.join(dir, 'sources.list'),
    'Dir::Etc::sourceparts': path.join(dir, 'empty'),
    'Dir::Etc::preferences': path.join(dir, 'none'),
    'Dir::Etc::preferencesparts': path.join(dir, 'empty'),
    'Dir::State::Lists': path.join(dir, 'lists'),
    'Dir::State::status': path.join(dir, 'status'),
    'Dir::Cache': path.join(dir, 'cache'),
    'APT::Sandbox::User': 'root',
    'Debug::NoLocking': '1',
    'Acquire::Retries': '2',
    'Acquire::http::Timeout': '10',
    'Acquire::https::Timeout': '10',
    'Acquire::Languages': 'none',
    'APT::Get::AllowUnauthenticated': 'false',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/** How much to download: what the servers load, or also what the packages ask for besides. */
export type Extent = 'used' | 'all';

/** Download the packages and what they depend on below `dir`; resolves to the archives. */
export async function downloadPackages(dir: string, extent: Extent, log: Log): Promise<string[]> {
  const candidates = candidateSources(await machineSources(), ['testing', 'sid']);
  if (!candidates.length) throw noDownload('no Debian mirror is named in /etc/apt');
  const reasons = new Map<string, string>();
  for (const source of candidates) {
    if (reasons.get(source.uri)?.startsWith(unreachable)) continue;
    try {
      const archives = await downloadFrom(path.join(dir, source.suite), source, extent, log);
      if (archives) return archives;
      reasons.set(source.uri, `${source.suite} has no ${packages[0]}`);
    } catch (error) {
      reasons.set(source.uri, `${source.suite}: ${shortReason(error)}`);
      if (networkFailure.test(reasonOf(error))) reasons.set(source.uri, `${unreachable}: ${shortReason(error)}`);
    }
  }
  throw noDownload([...reasons].map(([uri, reason]) => `${uri} ${reason}`).join('; '));
}

const unreachable = 'cannot be reached';
const networkFailure =
  /Temporary failure resolving|Could not resolve|Could not connect|Unable to connect|Connection (?:refused|timed out|failed)|Network is unreachable/;

/** The part of apt's complaint that names the cause. */
const shortReason = (error: unknown): string =>
  /E: (?:Failed to fetch \S+\s+)?(.*?)(?: E: |$)/.exec(reasonOf(error))?.[1] ?? reasonOf(error);

async function downloadFrom(dir: string, source: DebianSource, extent: Extent, log: Log): Promise<string[] | undefined> {
  const options = await privateApt(dir, source);
  await runOrThrow('apt-get', [...options, '-qq', '-o', 'APT::Update::Error-Mode=any', 'update'], { timeoutMs: 90_000 });
  const { stdout: shown } = await run('apt-cache', [...options, 'show', packages[0] ?? '', postgis]);
  if (!shown.includes(`Package: ${packages[0]}\n`)) return undefined;
  if (extent === 'used') await writeFile(path.join(dir, 'status'), leftOut(shown));
  log(`downloading database and queue packages from ${source.uri} (${source.suite}), about ${extent === 'used' ? 80 : 150} MB, once`);
  await runOrThrow('apt-get', [...options, '-qq', '-y', '--no-install-recommends', '--download-only', 'install', ...packages], {
    timeoutMs: 600_000,
  });
  const archives = path.join(dir, 'cache/archives');
  return (await readdir(archives)).filter((name) => name.endsWith('.deb')).map((name) => path.join(archives, name));
}

/** Unpack archives into one root folder and add what Debian's maintainer scripts would have made. */
export async function unpackRoot(archives: string[], root: string): Promise<void> {
  for (const dir of ['usr/bin', 'usr/lib', 'usr/lib64', 'usr/sbin', 'etc', 'dev', 'tmp', 'run', 'data'])
    await mkdir(path.join(root, dir), { recursive: true });
  const links = 'for d in bin lib lib64 sbin; do ln -s usr/$d "$0/$d"; done';
  await runOrThrow('sh', ['-c', links, root]);
  // Debian's archives carry /usr-merged paths; two at a time, because unpacking is bound by the processor.
  await runOrThrow(
    'xargs',
    [
      '-0',
      '-P',
      '2',
      '-n',
      '1',
      'sh',
      '-c',
      'dpkg-deb --fsys-tarfile "$1" | tar -x --no-same-owner --keep-directory-symlink -C "$0" -f -',
      root,
    ],
    {
      input: archives.join('\0'),
      timeoutMs: 300_000,
    },
  );
  await writeFile(path.join(root, 'etc/hosts'), '127.0.0.1 localhost\n');
  await writeFile(path.join(root, 'etc/nsswitch.conf'), 'passwd: files\ngroup: files\nhosts: files\n');
  const uid = process.getuid?.() === 0 ? 61_999 : process.getuid?.();
  await writeFile(path.join(root, 'etc/passwd'), `root:x:0:0:root:/root:/bin/sh\npostgres:x:${uid}:${uid}:postgres:/data:/bin/sh\n`);
  await writeFile(path.join(root, 'etc/group'), `root:x:0:\npostgres:x:${uid}:\n`);
  const extensions = path.join(root, 'usr/share/postgresql/18/extension');
  const control = path.join(extensions, 'postgis.control');
  if (!existsSync(control)) await copyFile(path.join(extensions, 'postgis-3.control'), control);
}
