/** Starts and stops the simulator. */
import { createServer, type Server } from 'node:http';
import { Generator } from './generate/generator';
import type { Dataset, Story } from './model';
import { resolveTenant, type ResolvedTenant, type SimulatorOptions } from './options';
import { SimulatorClock } from './server/clock';
import { changeTenant, type TenantChange } from './server/control-http';
import { FaultBox, type Fault, type FaultInput } from './server/faults';
import { Journal, type JournalEntry } from './server/journal';
import { createListener } from './server/listener';
import { blobItem } from './server/management';
import type { State } from './server/state';
import type { Tenant } from './server/tenant';
import { TokenService } from './server/tokens';
import { truth, type TruthQuery, type TruthRecord } from './server/truth';
import { notifyWebhooks } from './server/webhooks';

export interface SimulatedTenant {
  tenantId: string;
  clientId: string;
  clientSecret: string;
  /** Lines of the replayed files that look like no known record and are not served. */
  skippedLines: number;
}

/** Everything that tests steer while the simulator runs; the same over HTTP below `/_control/`. */
export interface SimulatorControl {
  tenants: readonly SimulatedTenant[];
  faults: { add(fault: FaultInput): Fault; list(): readonly Fault[]; clear(id?: string): void };
  clock: { now(): number; set(now: Date | string | number): void; advance(seconds: number): void; run(running: boolean): void };
  journal: {
    count(endpoint?: string, tenant?: string): number;
    report(): { endpoints: JournalEntry[]; faults: Record<string, number> };
    clear(): void;
  };
  /** Records that are available now; lazily generated. */
  truth(tenantId: string, query?: TruthQuery): Iterable<TruthRecord>;
  stories(tenantId: string): Story[];
  change(tenantId: string, change: TenantChange): void;
  /** Any RS256 token of this simulator; `iss`, `tid` and times are filled in. For tests of sign-in. */
  mintToken(tenantId: string, claims: Record<string, unknown>, seconds?: number): string;
  /** Send webhook notifications now instead of within the next second. */
  notify(): Promise<void>;
}

export interface Simulator {
  /** `http://127.0.0.1:PORT` */
  url: string;
  /** What stands for login.microsoftonline.com, graph.microsoft.com and manage.office.com. */
  loginUrl: string;
  graphUrl: string;
  managementUrl: string;
  port: number;
  control: SimulatorControl;
  stop(): Promise<void>;
}

async function makeDataset(tenant: ResolvedTenant, anchor: number): Promise<Dataset> {
  if (tenant.replay) {
    const { Replay } = await import('./replay/replay');
    return Replay.open(tenant.replay.files, { tenantId: tenant.tenantId, newest: tenant.replay.shift ? anchor : null });
  }
  return new Generator({
    tenantId: tenant.tenantId,
    seed: tenant.seed,
    users: tenant.company.users,
    companyName: tenant.company.name,
    domain: tenant.company.domain,
    events: tenant.events,
    days: tenant.days,
    anchor,
    live: tenant.live,
    latencyScale: tenant.latencyScale,
    stories: tenant.stories,
  });
}

async function makeTenant(options: ResolvedTenant, anchor: number): Promise<Tenant> {
  const { tenantId, clientId, clientSecret, premium, auditing } = options;
  return {
    tenantId,
    clientId,
    clientSecret,
    premium,
    auditing,
    removed: false,
    permissions: new Set(options.permissions),
    subscriptions: new Map(),
    dataset: await makeDataset(options, anchor),
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function tenantOf(state: State, tenantId: string): Tenant {
  const tenant = state.tenants.get(tenantId.toLowerCase());
  if (!tenant) throw new Error(`The simulator has no tenant ${tenantId}.`);
  return tenant;
}

function makeControl(state: State): SimulatorControl {
  return {
    tenants: [...state.tenants.values()].map(({ tenantId, clientId, clientSecret, dataset }) => ({
      tenantId,
      clientId,
      clientSecret,
      skippedLines: dataset.skipped ?? 0,
    })),
    faults: state.faults,
    clock: {
      now: () => state.clock.now(),
      set: (now) => state.clock.set(new Date(now).getTime()),
      advance: (seconds) => state.clock.advance(seconds),
      run: (running) => state.clock.run(running),
    },
    journal: state.journal,
    truth: (tenantId, query = {}) => truth(tenantOf(state, tenantId), query, state.clock.now()),
    stories: (tenantId) => tenantOf(state, tenantId).dataset.stories(state.clock.now()),
    change: (tenantId, change) => changeTenant(tenantOf(state, tenantId), change),
    mintToken: (tenantId, claims, seconds = 3600) =>
      state.tokens.issue(
        { iss: `${state.urls.loginUrl}/${tenantId}/v2.0`, tid: tenantId, ver: '2.0', ...claims },
        state.clock.now(),
        seconds,
      ),
    notify: () => notifyWebhooks(state, blobItem),
  };
}

/** Start the simulator; rejects with EADDRINUSE when the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const seed = options.seed ?? 1;
  const clock = new SimulatorClock(options.now === undefined ? undefined : new Date(options.now).getTime());
  const anchor = clock.now();
  const tenants = await Promise.all((options.tenants ?? [{}]).map((tenant, i) => makeTenant(resolveTenant(tenant, seed, i), anchor)));
  const state: State = {
    clock,
    tenants: new Map(tenants.map((tenant) => [tenant.tenantId, tenant])),
    tokens: new TokenService(),
    faults: new FaultBox(seed),
    journal: new Journal(),
    behaviour: {
      maxBlobRecords: options.maxBlobRecords ?? 200,
      contentPageSize: options.contentPageSize ?? 100,
      nextLinkSeconds: options.nextLinkSeconds ?? 3600,
      tokenSeconds: options.tokenSeconds ?? 3599,
      subscriptionBackfillHours: options.subscriptionBackfillHours ?? 168,
    },
    urls: { url: '', loginUrl: '', graphUrl: '', managementUrl: '' },
  };
  const server = createServer(createListener(state));
  const host = options.host ?? '127.0.0.1';
  const port = await listen(server, options.port ?? 0, host);
  const url = `http://${host}:${port}`;
  Object.assign(state.urls, { url, loginUrl: `${url}/login`, graphUrl: `${url}/graph`, managementUrl: `${url}/manage` });
  let notifying = false;
  const timer = setInterval(() => {
    if (notifying) return;
    notifying = true;
    void notifyWebhooks(state, blobItem).finally(() => (notifying = false));
  }, 1000).unref();
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      clearInterval(timer);
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { ...state.urls, port, control: makeControl(state), stop };
}
