import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { portTaken, ServicesError } from '../errors';
import { runOrThrow } from '../processes/run';

/** The gateway in a process of its own: started again when it ends unasked, gone when this process is gone. */
export class GatewayProcess {
  private child: ChildProcess | undefined;
  private stopping = false;

  private constructor(
    private readonly file: string,
    private readonly backendPort: number,
    public port: number,
  ) {}

  static async start(backendPort: number, port: number, env: NodeJS.ProcessEnv): Promise<GatewayProcess> {
    const gateway = new GatewayProcess(await bundleGateway(env), backendPort, port);
    await gateway.launch();
    return gateway;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), 2_000);
      child.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      child.kill('SIGTERM');
    });
  }

  private launch(): Promise<void> {
    return new Promise((resolve, reject) => {
      const child = fork(this.file, [String(this.backendPort), String(this.port)], {
        execArgv: ['--max-old-space-size=512'],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        detached: true,
      });
      this.child = child;
      child.once('error', reject);
      child.once('message', (message: unknown) => {
        const told = typeof message === 'object' && message !== null ? message : {};
        if ('port' in told && typeof told.port === 'number') {
          this.port = told.port;
          // The gateway must not keep its owner alive.
          child.unref();
          child.channel?.unref();
          resolve();
        } else
          reject(
            'error' in told && told.error === 'EADDRINUSE'
              ? portTaken('database', this.port)
              : new ServicesError('The database gateway could not listen.'),
          );
      });
      child.once('exit', (code) => {
        reject(new ServicesError(`The database gateway ended with code ${String(code)}.`));
        if (!this.stopping && code !== 1) this.launch().catch(() => undefined);
      });
    });
  }
}

/** Bundle the gateway into one file; written under a name of its own first, because several processes may do so at once. */
async function bundleGateway(env: NodeJS.ProcessEnv): Promise<string> {
  const root = workspaceRoot(env);
  const dir = path.join(root, 'dist/tools/services');
  await mkdir(dir, { recursive: true });
  const own = path.join(dir, `gateway-${process.pid}.js`);
  // The bundler runs in a process of its own: it cannot be loaded inside a test runner's sandbox.
  const code = `import { bundle } from ${JSON.stringify(pathToFileURL(path.join(root, 'tools/dev/build.mjs')).href)}; await bundle('tools/services/src/gateway/main.ts', ${JSON.stringify(own)});`;
  await runOrThrow(process.execPath, ['--input-type=module', '-e', code]);
  const file = path.join(dir, 'gateway.js');
  await rename(own, file);
  await rename(`${own}.map`, `${file}.map`).catch(() => undefined);
  return file;
}

function workspaceRoot(env: NodeJS.ProcessEnv): string {
  const starts = [env.AOC_ROOT, path.dirname(fileURLToPath(import.meta.url)), process.cwd()];
  for (const start of starts) {
    for (let dir = start ?? '/'; dir !== path.dirname(dir); dir = path.dirname(dir))
      if (existsSync(path.join(dir, 'tools/dev/build.mjs'))) return dir;
  }
  throw new ServicesError('The workspace with tools/dev/build.mjs was not found. Run this inside a clone of the repository.');
}
