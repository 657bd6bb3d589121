import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { NODE, SOURCE_MAPS, workspaceRoot } from './process';

/** A tool of `tools/NAME`, bundled once for many runs: `npm run` bundles for each run, a quarter of its time. */
export interface BundledTool {
  /** Arguments for Node that run the tool; its environment must hold `AOC_ROOT`. */
  readonly command: readonly string[];
  remove(): void;
}

/** Bundles a tool as `tools/run.mjs` does, into a file of its own. @throws Error with what the bundler says */
export function bundleTool(name: string): BundledTool {
  const file = path.join(workspaceRoot, `dist/tools/${name}/test-${randomBytes(4).toString('hex')}.js`);
  const script = `const { bundle } = await import('./tools/dev/build.mjs'); await bundle('tools/${name}/src/main.ts', '${file}');`;
  const { status, stderr } = spawnSync(NODE, ['--input-type=module', '-e', script], { cwd: workspaceRoot, encoding: 'utf8' });
  if (status !== 0) throw new Error(`tools/${name} was not bundled: ${stderr}`);
  return {
    command: [...SOURCE_MAPS, file],
    remove() {
      for (const one of [file, `${file}.map`]) rmSync(one, { force: true });
    },
  };
}
