// Runs on the workspace's own Node: bundles the asked program and runs it in this process.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const usage = 'usage: node tools/dev/bootstrap.mjs start|test [OPTIONS]\n       node tools/dev/bootstrap.mjs run TOOL [OPTIONS]';

/** End this process as Ctrl-C would when whoever started it (the bootstrap on another Node, or npm) is gone, even after kill -9. */
function followParent() {
  const end = () => process.kill(process.pid, 'SIGTERM');
  if (process.channel) {
    process.on('disconnect', end);
    process.channel.unref();
  } else if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    const timer = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(timer);
      end();
    }, 500);
    timer.unref();
  }
}

/** Run `start`, `test` or `run TOOL`; the program reads the remaining arguments from `process.argv`. */
export async function launch([command, ...args]) {
  followParent();
  const { bundle, root } = await import('./build.mjs');
  if (command === 'run') {
    process.argv = [process.execPath, path.join(root, 'tools/run.mjs'), ...args];
    await import('../run.mjs');
    return;
  }
  if (command !== 'start' && command !== 'test') {
    console.error(usage);
    process.exit(2);
  }
  process.env.AOC_ROOT = root;
  await import('./source-maps.mjs');
  const file = await bundle(`tools/dev/src/${command}/main.ts`, `dist/tools/dev/${command}-${process.pid}.js`);
  process.on('exit', () => [file, `${file}.map`].forEach((one) => rmSync(one, { force: true })));
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await launch(process.argv.slice(2));
}
