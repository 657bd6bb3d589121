import { startServices } from '@aoc/tools/services';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runNode } from '../shared/node-process';
import { inRoot } from '../shared/paths';
import { UserError } from '../shared/user-error';
import { dataFolderKey } from './encryption-key';
import { withDefaults } from './environment';
import type { StartOptions } from './options';
import { waitUntilReady } from './ready';
import { readAnnouncement, readWorld, simulatorArguments, simulatorEnvironment, type Announcement } from './simulator';
import { Supervisor } from './supervisor';
import { buildWeb } from './web-build';

export interface ProductSettings {
  env: NodeJS.ProcessEnv;
  /** Whether the simulator stands in for Microsoft. */
  demo: boolean;
  port: number;
  host: string;
  dataDir: string;
  options: StartOptions;
  say: (line: string) => void;
}

const readyLimitMs = 120_000;
/** A database of an earlier version may hold millions of events. */
const migrateLimitSeconds = 7200;
/** Together with the time for the services this stays below the ten seconds that Ctrl-C may take. */
const programGraceMs = 5_000;
const servicesGraceMs = 4_000;

const simulatorBundle = 'dist/tools/dev/simulator-child.js';
const simulatorLimitMs = 60_000;

const sourceMaps = ['--import', inRoot('tools/dev/source-maps.mjs')];

const ownModule = (file: string) => import(pathToFileURL(inRoot(file)).href);

/** @returns folder of the programs */
async function buildAll(demo: boolean): Promise<string> {
  const [{ bundle }, { buildPrograms }] = await Promise.all([ownModule('tools/dev/build.mjs'), ownModule('tools/dev/build-programs.mjs')]);
  const [folder]: string[] = await Promise.all([
    buildPrograms(),
    ...(demo ? [bundle('tools/dev/src/start/simulator-child.ts', simulatorBundle)] : []),
  ]);
  if (folder === undefined) throw new Error('no programs were built');
  return folder;
}

/** All processes of one `npm start`. */
export class Product {
  private readonly supervisors: Supervisor[] = [];
  private stopServices: (() => Promise<void>) | null = null;
  private stopping: Promise<boolean> | null = null;

  constructor(private readonly settings: ProductSettings) {}

  get isStopping(): boolean {
    return this.stopping !== null;
  }

  /** Resolves when the API is ready and the page answers. */
  async start(): Promise<void> {
    const { demo, port, host, dataDir, say } = this.settings;
    const hasKey = Boolean(this.settings.env.ENCRYPTION_KEY) || Boolean(this.settings.env.ENCRYPTION_KEY_FILE);
    const [services, programs, webDir] = await Promise.all([this.startServices(), buildAll(demo), buildWeb(say)]);
    if (this.isStopping) return;
    const simulated = demo ? await this.startSimulator() : {};
    const defaults = withDefaults(this.settings.env, {
      DB_NAME: demo ? 'aoc_demo' : '',
      ENCRYPTION_KEY: hasKey ? '' : dataFolderKey(dataDir),
      // A newcomer should see asking and explaining, which need no language model.
      ...(demo ? { AI_FEATURES_ENABLED: 'true' } : {}),
    });
    const env = {
      NODE_COMPILE_CACHE: inRoot('dist/compile-cache'),
      // Else each thread of Node keeps freed memory for itself, 10 to 20 MB in all.
      MALLOC_ARENA_MAX: '2',
      ...defaults,
      ...simulated,
      ...services,
      PORT: String(port),
      HOST: host,
      WEB_DIR: webDir,
    };
    const program = (name: string): string => path.join(programs, `${name}.js`);
    await this.migrate(program('migrate'), env);
    if (this.isStopping) return;
    // The API first: the page answers while the worker starts to fetch.
    const api = this.supervise('api', ['--max-semi-space-size=8', '--max-old-space-size=192', program('api')], env);
    const worker = this.supervise('worker', ['--max-semi-space-size=4', '--max-old-space-size=160', program('worker')], env);
    const base = `http://127.0.0.1:${port}`;
    await waitUntilReady([`${base}/health/ready`, `${base}/`], [api, worker], readyLimitMs, () => this.isStopping);
  }

  private async startServices(): Promise<NodeJS.ProcessEnv> {
    const { dataDir, env, say } = this.settings;
    const services = await startServices({ dataDir, env, log: say });
    this.stopServices = () => services.stop();
    return { MONGO_URI: services.mongoUri, REDIS_URL: services.redisUrl };
  }

  private async startSimulator(): Promise<Record<string, string>> {
    const { dataDir, options, env } = this.settings;
    const args = [inRoot(simulatorBundle), ...(await simulatorArguments(readWorld(dataDir, options, new Date())))];
    const { promise, resolve, reject } = Promise.withResolvers<Announcement>();
    const simulator = this.supervise('simulator', args, env, (line) => {
      const announcement = readAnnouncement(line);
      if (announcement) resolve(announcement);
      return announcement !== null;
    });
    const timer = setTimeout(
      () => reject(new UserError(`The simulated tenant did not start. It last wrote:\n${simulator.recent.join('\n')}`)),
      simulatorLimitMs,
    );
    return simulatorEnvironment(await promise.finally(() => clearTimeout(timer)));
  }

  private async migrate(program: string, env: NodeJS.ProcessEnv): Promise<void> {
    const finished = await runNode([...sourceMaps, program], {
      env,
      limitSeconds: migrateLimitSeconds,
      // How far it is, every few seconds.
      onErrorLine: (line) => this.settings.say(`database: ${line}`),
    });
    if (finished.code !== 0 && !this.isStopping)
      throw new UserError(`The database could not be brought up to date:\n${finished.output.trimEnd()}`);
  }

  private supervise(name: string, args: readonly string[], env: NodeJS.ProcessEnv, takeLine?: (line: string) => boolean): Supervisor {
    const logFile = path.join(this.settings.dataDir, 'logs', `${name}.log`);
    const supervisor = new Supervisor({ name, args: [...sourceMaps, ...args], env, logFile, takeLine }, this.settings.say);
    this.supervisors.push(supervisor);
    supervisor.start();
    return supervisor;
  }

  /** Ends everything; resolves to whether all ended by themselves in time. */
  stop(): Promise<boolean> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  private async stopAll(): Promise<boolean> {
    await Promise.all(this.supervisors.map((supervisor) => supervisor.stop(programGraceMs)));
    const timeout = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), servicesGraceMs).unref());
    const services = (this.stopServices?.() ?? Promise.resolve()).then(() => true);
    return Promise.race([services, timeout]);
  }
}
