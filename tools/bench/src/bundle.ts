import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Bundles a program with the workspace's own builder. @returns the file */
export async function bundleProgram(entry: string, out: string): Promise<string> {
  const root = process.env.AOC_ROOT ?? process.cwd();
  const code = `import { bundle } from ${JSON.stringify(path.join(root, 'tools/dev/build.mjs'))}; await bundle(${JSON.stringify(entry)}, ${JSON.stringify(out)});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'ignore', 'inherit'], cwd: root });
  const [status] = await once(child, 'exit');
  if (status !== 0) throw new Error(`${entry} could not be bundled`);
  return path.join(root, out);
}
