// What the container images hold: the bundles of the programs, the dashboard, and dist/package.json, which names only
// the packages that the bundles load: in its place `npm prune` removes all others.
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { bundle, programs, root } from './build.mjs';

/** Packages that no bundle imports by name: Nest and the API load them when a feature asks for them. */
const loadedAtRunTime = ['@fastify/static', 'swagger-ui-dist', 'reflect-metadata'];

const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Packages in the import statements of a bundle, which rolldown writes at the beginning of lines. */
function importedPackages(file) {
  const code = readFileSync(file, 'utf8');
  const found = [...code.matchAll(/^(?:import|export)\s[^'"]*?["']([^'"]+)["'];?$|\bimport\(["']([^'"]+)["']\)/gm)].map(
    (match) => match[1] ?? match[2],
  );
  return found.filter((name) => !name.startsWith('.') && !name.startsWith('node:') && !builtinModules.includes(name)).map(packageOf);
}

const bundles = await Promise.all([
  bundle(programs.api.entry, programs.api.out),
  bundle(programs.worker.entry, programs.worker.out),
  ...['audit-verify', 'import', 'maintenance', 'migrate'].map((tool) => bundle(`tools/${tool}/src/main.ts`, `dist/tools/${tool}/main.js`)),
]);
copyFileSync(path.join(root, 'tools/dev/source-maps.mjs'), path.join(root, 'dist/source-maps.mjs'));
const vite = spawnSync(
  process.execPath,
  ['node_modules/vite/bin/vite.js', 'build', '--config', 'apps/web/vite.config.ts', '--logLevel', 'warn'],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
if (vite.status !== 0) process.exit(vite.status ?? 1);

const {
  name,
  version,
  description,
  private: isPrivate,
  type,
  license,
  dependencies,
} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const needed = [...new Set([...bundles.flatMap(importedPackages), ...loadedAtRunTime])].sort((a, b) => (a < b ? -1 : 1));
const unknown = needed.filter((one) => !(one in dependencies));
if (unknown.length > 0) {
  console.error(`Not in the dependencies of package.json, but imported by a program: ${unknown.join(', ')}`);
  process.exit(1);
}
const kept = Object.fromEntries(needed.map((one) => [one, dependencies[one]]));
writeFileSync(
  path.join(root, 'dist/package.json'),
  `${JSON.stringify({ name, version, description, private: isPrivate, type, license, dependencies: kept }, null, 2)}\n`,
);
console.log(`Built ${bundles.length} programs and the dashboard; ${needed.length} packages are kept: ${needed.join(', ')}`);
