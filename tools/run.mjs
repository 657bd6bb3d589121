// Bundles a TypeScript tool and runs it on the workspace's own Node: `node tools/run.mjs simulator --port 9000`.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { bundle, root } from './dev/build.mjs';

const [name, ...args] = process.argv.slice(2);
if (!name) {
  console.error('usage: node tools/run.mjs TOOL [ARGS]   (TOOL is a folder of tools/ with src/main.ts)');
  process.exit(2);
}
const file = await bundle(`tools/${name}/src/main.ts`, `dist/tools/${name}/main-${process.pid}.js`);
const child = spawn(process.execPath, ['--import', path.join(root, 'tools/dev/source-maps.mjs'), file, ...args], {
  stdio: 'inherit',
  cwd: process.cwd(),
  env: { ...process.env, AOC_ROOT: root },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  for (const f of [file, `${file}.map`]) rmSync(path.resolve(f), { force: true });
  process.exit(code ?? (signal === 'SIGINT' ? 130 : 143));
});
