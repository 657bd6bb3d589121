/** Options of the simulator and their defaults. */
import { Rng } from './generate/random';
import {
  accountSchema,
  defaultAccounts,
  defaultRegistration,
  type Account,
  type AccountInput,
  type Registration,
} from './server/sign-in/accounts';
import { allPermissions } from './server/tenant';

export interface TenantOptions {
  /** GUID; made from the seed when absent. */
  tenantId?: string;
  clientId?: string;
  clientSecret?: string;
  /** Certificates (PEM) that the app registration knows beside the secret. Default none. */
  certificates?: readonly string[];
  /** Seed of this tenant's company and records. Default: the simulator's seed. */
  seed?: number;
  company?: { name?: string; domain?: string; users?: number };
  /** Records over all sources in the `days` before the start. Default 20,000 in 7 days. */
  events?: number;
  days?: number;
  /** New records from the start on. `true` is 20 a minute and a story every 15 minutes; default none beyond the daily rhythm. */
  live?: boolean | { eventsPerMinute?: number; storyEveryMinutes?: number };
  /** Attack stories in the history. Default true. */
  stories?: boolean;
  /** Factor on delivery delays: 1 is like Microsoft (minutes; 60 to 90 minutes for the unified log), 0 is at once. Default 1. */
  latencyScale?: number;
  /** NDJSON files to replay instead of generated records; `shift` moves the newest record to the start. Default shift true. */
  replay?: { files: string[]; shift?: boolean };
  /** Application permissions with consent. Default: all that the product uses. */
  permissions?: readonly string[];
  /** Entra ID P1; without it sign-in logs answer 403. Default true. */
  premium?: boolean;
  /** Unified auditing switched on. Default true. */
  auditing?: boolean;
  /** The app registration that people sign in to; what is left out keeps its default. Its client id is made from the seed. */
  registration?: Partial<Registration>;
  /** Who can sign in. Default: one account for each case that sign-in has to tell apart. */
  accounts?: AccountInput[];
}

export interface SimulatorOptions {
  /** Default 0: any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  seed?: number;
  /** Default: one tenant with the options given here at the top level. */
  tenants?: TenantOptions[];
  /** Stand still at this time until moved through `control.clock`. Default: run in real time. */
  now?: Date | string | number;
  /** Records in a blob at most. Default 200. */
  maxBlobRecords?: number;
  /** Blobs in one page of `subscriptions/content`. Default 100. */
  contentPageSize?: number;
  /** Life of a Graph nextLink. Default 3600. */
  nextLinkSeconds?: number;
  /** Life of an access token. Default 3599. */
  tokenSeconds?: number;
  /** Serve the login endpoints over HTTPS, with a certificate of a test authority that is made at the start. Default false. */
  https?: boolean;
  /** Port of the HTTPS listener. Default 0: any free one. */
  httpsPort?: number;
  /** How far before its first start a subscription has content. Default 168; the live API was seen to give about 22. */
  subscriptionBackfillHours?: number;
}

export type ResolvedTenant = Required<Omit<TenantOptions, 'replay' | 'live' | 'company' | 'registration' | 'accounts'>> & {
  registration: Registration;
  accounts: Account[];
  company: { name?: string; domain?: string; users: number };
  live: { eventsPerMinute: number; storyEveryMinutes: number } | null;
  replay: { files: string[]; shift: boolean } | null;
};

function resolveLive(live: TenantOptions['live']): ResolvedTenant['live'] {
  if (!live) return null;
  const given = live === true ? {} : live;
  return { eventsPerMinute: given.eventsPerMinute ?? 20, storyEveryMinutes: given.storyEveryMinutes ?? 15 };
}

/** Fill in the defaults; ids and secrets follow from the seed, so that a restart keeps them. */
export function resolveTenant(options: TenantOptions, seed: number, position: number): ResolvedTenant {
  const rng = new Rng(`tenant/${seed}/${position}`);
  const tenantId = (options.tenantId ?? rng.guid()).toLowerCase();
  const clientId = (options.clientId ?? rng.guid()).toLowerCase();
  const clientSecret = options.clientSecret ?? `sim~${rng.alphanumeric(34)}`;
  const people = new Rng(`accounts/${seed}/${position}`);
  return {
    tenantId,
    clientId,
    clientSecret,
    certificates: options.certificates ?? [],
    registration: { ...defaultRegistration(people.guid()), ...options.registration },
    accounts:
      options.accounts?.map((account) => accountSchema.parse(account)) ??
      defaultAccounts(options.company?.domain ?? 'contoso.example', people),
    seed: options.seed ?? seed,
    company: { ...options.company, users: options.company?.users ?? 150 },
    events: options.events ?? 20_000,
    days: options.days ?? 7,
    live: resolveLive(options.live),
    stories: options.stories ?? true,
    latencyScale: options.latencyScale ?? 1,
    replay: options.replay ? { files: options.replay.files, shift: options.replay.shift ?? true } : null,
    permissions: options.permissions ?? allPermissions,
    premium: options.premium ?? true,
    auditing: options.auditing ?? true,
  };
}
