// Adds what package-lock.json lacks. Run after `npm install`: node tools/dev/complete-lock.mjs
// - Platform packages: npm leaves out optional packages that the registry it asked does not carry (mirrors often hold those
//   of their own platform only), and `npm ci` then refuses the lock file everywhere.
// - Addresses of archives, at a host that stands for the configured registry (see .npmrc): without them npm asks the
//   registry about each package first, a fifth of the time of an installation.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const systems = ['darwin', 'linux', 'win32', 'android', 'freebsd', 'openharmony', 'aix', 'sunos'];
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'wasm32'];

/** Platform in a package name such as `@swc/core-linux-x64-musl`, or null when the name holds none. */
export function platformOf(name) {
  const words = name.split(/[-/]/);
  const cpu = processors.find((one) => words.includes(one));
  const os = systems.find((one) => words.includes(one));
  if (!cpu || (!os && cpu !== 'wasm32')) return null;
  const libc = words.includes('musl') ? 'musl' : words.includes('gnu') ? 'glibc' : null;
  return { cpu: [cpu], ...(os ? { os: [os] } : {}), ...(libc && os === 'linux' ? { libc: [libc] } : {}) };
}

/** The entry that Node would load as `name` from the package at `parent`. */
function resolve(packages, parent, name) {
  for (let folder = parent; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const entry = packages[`${folder}${folder ? '/' : ''}node_modules/${name}`];
    if (entry || folder === '') return entry;
  }
}

/** Entries to add to `packages` of a lock file, by path. */
export function missingPlatformPackages(packages) {
  const added = {};
  for (const [parent, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const platform = platformOf(name);
      const found = resolve({ ...packages, ...added }, parent, name);
      if (!platform || !/^\d/.test(version) || found?.version === version) continue;
      // Beside the parent where that place is free, otherwise inside it.
      const beside = `${parent.slice(0, parent.lastIndexOf('node_modules/'))}node_modules/${name}`;
      const place = packages[beside] || added[beside] ? `${parent}/node_modules/${name}` : beside;
      added[place] = { version, ...platform, ...(dev ? { dev } : {}), optional: true };
    }
  }
  return added;
}

/** Stands for the registry that npm is configured for: `replace-registry-host` in .npmrc. */
const REGISTRY = 'https://packages.invalid';

/** Entries of a lock file with the address of each package's archive. */
export function withAddresses(packages) {
  const addressed = ([place, entry]) => {
    if (place === '' || entry.link || entry.inBundle) return [place, entry];
    const name = entry.name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const resolved = `${REGISTRY}/${name}/-/${name.split('/').at(-1)}-${entry.version}.tgz`;
    // Beside the version, where npm writes it.
    const fields = Object.entries({ ...entry, resolved: undefined }).filter(([, value]) => value !== undefined);
    return [place, Object.fromEntries(fields.flatMap((field) => (field[0] === 'version' ? [field, ['resolved', resolved]] : [field])))];
  };
  return Object.fromEntries(Object.entries(packages).map(addressed));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const added = missingPlatformPackages(lock.packages);
  const [root, ...rest] = Object.entries({ ...lock.packages, ...added });
  lock.packages = withAddresses(Object.fromEntries([root, ...rest.sort(([a], [b]) => a.localeCompare(b, 'en'))]));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${Object.keys(added).length} platform packages added to package-lock.json`);
}
