// Lets Node run the workspace's TypeScript as it stands: workspace paths, imports without an extension, decorators with metadata.
import { transformSync } from '@swc/core';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const { paths } = JSON.parse(readFileSync(path.join(root, 'tsconfig.base.json'), 'utf8')).compilerOptions;
const places = new Map(Object.entries(paths).map(([name, [file]]) => [name, path.join(root, file)]));

const options = {
  jsc: {
    target: 'es2024',
    parser: { syntax: 'typescript', tsx: false, decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};
const cache = path.join(root, 'dist/test-cache');
mkdirSync(cache, { recursive: true });
const recipe = JSON.stringify([createRequire(import.meta.url)('@swc/core/package.json').version, options]);

function compile(file) {
  const source = readFileSync(file, 'utf8');
  const name = createHash('sha256').update(recipe).update('\0').update(file).update('\0').update(source).digest('hex');
  const kept = path.join(cache, `${name}.mjs`);
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  const { code } = transformSync(source, { ...options, filename: file, configFile: false, swcrc: false });
  // Workers write at the same time: a file is whole or not there.
  writeFileSync(`${kept}.${process.pid}`, code);
  renameSync(`${kept}.${process.pid}`, kept);
  return code;
}

const isFile = (file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true;

/** The file that an import without extension means; undefined when there is none. */
const withExtension = (base) => [base, `${base}.ts`, path.join(base, 'index.ts')].find(isFile);

registerHooks({
  resolve(specifier, context, next) {
    const place = places.get(specifier);
    if (place !== undefined) return { url: pathToFileURL(place).href, shortCircuit: true };
    if (/^\.{1,2}(\/|$)/.test(specifier) && context.parentURL?.startsWith('file:') && !context.parentURL.includes('/node_modules/')) {
      const file = withExtension(fileURLToPath(new URL(specifier, context.parentURL)));
      if (file !== undefined) return { url: pathToFileURL(file).href, shortCircuit: true };
    }
    return next(specifier, context);
  },
  load(url, context, next) {
    const file = url.startsWith('file:') && url.replace(/\?.*/, '').endsWith('.ts') ? fileURLToPath(url.replace(/\?.*/, '')) : null;
    if (file === null || file.includes('/node_modules/')) return next(url, context);
    return { format: 'module', source: compile(file), shortCircuit: true };
  },
});
