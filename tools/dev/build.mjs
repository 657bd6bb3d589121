// Bundles one TypeScript entry of the workspace for Node: workspace libraries are inlined, packages stay external.
import { rolldown } from 'rolldown';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const { version } = createRequire(import.meta.url)('../../package.json');

/** Source and output of every program that runs on Node. */
export const programs = {
  api: { entry: 'apps/api/src/main.ts', out: 'dist/apps/api/main.js' },
  worker: { entry: 'apps/worker/src/main.ts', out: 'dist/apps/worker/main.js' },
};

/** How every program is bundled. */
export const bundleOptions = {
  platform: 'node',
  tsconfig: path.resolve(root, 'tsconfig.base.json'),
  transform: { define: { __AOC_VERSION__: JSON.stringify(process.env.AOC_VERSION ?? version) } },
};

/** Bundle `entry` (relative to the workspace) into the single file `out`; resolves to the absolute path of `out`. */
export async function bundle(entry, out) {
  const file = path.resolve(root, out);
  const build = await rolldown({
    ...bundleOptions,
    input: path.resolve(root, entry),
    external: (id) =>
      !id.startsWith('.') && !path.isAbsolute(id) && !id.startsWith('@aoc/') && !id.startsWith('@oxc-project/') && !id.startsWith('\0'),
    logLevel: 'warn',
  });
  await build.write({ file, format: 'esm', sourcemap: true, codeSplitting: false });
  await build.close();
  return file;
}
