/** Starts and stops the simulator. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { makeCertificate, type TestCertificate } from './certificate';
import { Generator } from './generate/generator';
import type { Dataset, Story } from './model';
import { resolveTenant, type ResolvedTenant, type SimulatorOptions } from './options';
import { registerCertificate } from './server/client-assertion';
import { SimulatorClock } from './server/clock';
import { changeTenant, type TenantChange } from './server/control-http';
import { FaultBox, type Fault, type FaultInput } from './server/faults';
import { Journal, type JournalEntry } from './server/journal';
import { createListener } from './server/listener';
import { blobItem } from './server/management';
import type { State } from './server/state';
import type { Tenant } from './server/tenant';
import type { Account, Registration } from './server/sign-in/accounts';
import { SessionStore, type Lifetimes } from './server/sign-in/sessions';
import { TokenService } from './server/tokens';
import { truth, type TruthQuery, type TruthRecord } from './server/truth';
import { notifyWebhooks } from './server/webhooks';

export interface SimulatedTenant {
  tenantId: string;
  clientId: string;
  clientSecret: string;
  /** The app registration that people sign in to, and who can, as at the start. */
  registration: Registration;
  accounts: readonly Account[];
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
  /** Sign-in of people: how long its tokens live, and the end of what was given out. */
  signIn: { setLifetimes(change: Partial<Lifetimes>): void; revoke(tenantId?: string, upn?: string): void };
  /** Signing keys: `rotate` adds one that signs from then on, `retire` takes the others away. */
  keys: { kids(): string[]; rotate(): string; retire(): void };
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
  /** The login endpoints over HTTPS; null unless `https` is on. */
  tls: { caFile: string; spkiHash: string } | null;
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
  const { tenantId, clientId, clientSecret, premium, auditing, registration, accounts } = options;
  return {
    tenantId,
    clientId,
    clientSecret,
    certificates: options.certificates.map(registerCertificate),
    premium,
    auditing,
    registration,
    accounts,
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

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

interface SecureListener {
  server: Server;
  url: string;
  certificate: TestCertificate;
}

async function listenSecurely(listener: RequestListener, port: number, host: string): Promise<SecureListener> {
  const certificate = await makeCertificate(host);
  const server = createSecureServer({ key: certificate.key, cert: certificate.cert }, listener);
  return { server, certificate, url: `https://${host}:${await listen(server, port, host)}` };
}

function tenantOf(state: State, tenantId: string): Tenant {
  const tenant = state.tenants.get(tenantId.toLowerCase());
  if (!tenant) throw new Error(`The simulator has no tenant ${tenantId}.`);
  return tenant;
}

function makeControl(state: State): SimulatorControl {
  return {
    tenants: [...state.tenants.values()].map(({ tenantId, clientId, clientSecret, registration, accounts, dataset }) => ({
      tenantId,
      clientId,
      clientSecret,
      registration,
      accounts,
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
    signIn: {
      setLifetimes: (change) => void Object.assign(state.sessions.lifetimes, change),
      revoke: (tenantId, upn) => state.sessions.revoke(tenantId, upn),
    },
    keys: { kids: () => state.tokens.kids(), rotate: () => state.tokens.rotate(), retire: () => state.tokens.retire() },
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
    sessions: new SessionStore(),
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
  const listener = createListener(state);
  const server = createServer(listener);
  const host = options.host ?? '127.0.0.1';
  const port = await listen(server, options.port ?? 0, host);
  const url = `http://${host}:${port}`;
  Object.assign(state.urls, { url, loginUrl: `${url}/login`, graphUrl: `${url}/graph`, managementUrl: `${url}/manage` });
  const secure = options.https ? await listenSecurely(listener, options.httpsPort ?? 0, host) : null;
  // Without a prefix: libraries take the first part of an authority's path for the tenant.
  if (secure) state.urls.loginUrl = secure.url;
  let notifying = false;
  const timer = setInterval(() => {
    if (notifying) return;
    notifying = true;
    void notifyWebhooks(state, blobItem).finally(() => (notifying = false));
  }, 1000).unref();
  const stop = async (): Promise<void> => {
    clearInterval(timer);
    await Promise.all([close(server), secure && close(secure.server), secure?.certificate.remove()]);
  };
  const tls = secure && { caFile: secure.certificate.caFile, spkiHash: secure.certificate.spkiHash };
  return { ...state.urls, port, tls, control: makeControl(state), stop };
}
