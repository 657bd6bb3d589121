/** Command line of the simulator. */
import { parseArgs } from 'node:util';
import { faultSchema, type FaultInput } from './server/faults';
import type { SimulatorOptions, TenantOptions } from './options';

export const help = `Simulates the Microsoft APIs that the product reads: Entra tokens, Graph audit logs, Management Activity API.

  npm run simulator -- [options]

  --port N             port to listen on (default 4010; 0 takes a free one)
  --host ADDRESS       address to listen on (default 127.0.0.1)
  --seed N             seed of all generated data (default 1)
  --events N           records over all sources in the history (default 20000)
  --days N             length of the history (default 7)
  --users N            people in each company (default 150)
  --live N             new records per minute from now on (default 20; 0 for the daily rhythm only)
  --latency FACTOR     delivery delays: 1 as Microsoft, 0 at once (default 0.02)
  --tenant ID          tenant id; may be given several times (default: one, made from the seed)
  --client-id ID       application id (default: made from the seed)
  --client-secret TEXT its secret (default: made from the seed)
  --replay FILE        serve this NDJSON file instead of generated records; may be given several times
  --keep-times         do not move replayed records up to now
  --now TIME           stand still at this time instead of following the clock
  --https              serve the login endpoints over HTTPS, with a certificate of a test authority
  --redirect URI       address that people may be sent back to after sign-in; may be given several times
  --fault JSON         add a fault rule, for example '{"kind":"throttle","every":10}'; may be given several times
  --no-premium         the tenants have no licence for sign-in logs
  --no-auditing        unified auditing is switched off
  --measure            compose the whole history once, print how fast, and stop
  --json               print the addresses and credentials as one line of JSON
  --help               this text

While it runs, /_control/{faults,clock,journal,truth,stories,tenants,sign-in,keys} steer and inspect it.
`;

export type CliResult =
  | { kind: 'help' }
  | { kind: 'error'; message: string }
  | { kind: 'run'; options: SimulatorOptions; faults: FaultInput[]; json: boolean; measure: boolean };

const declared = {
  port: { type: 'string' },
  host: { type: 'string' },
  seed: { type: 'string' },
  events: { type: 'string' },
  days: { type: 'string' },
  users: { type: 'string' },
  live: { type: 'string' },
  latency: { type: 'string' },
  tenant: { type: 'string', multiple: true },
  'client-id': { type: 'string' },
  'client-secret': { type: 'string' },
  replay: { type: 'string', multiple: true },
  'keep-times': { type: 'boolean' },
  now: { type: 'string' },
  fault: { type: 'string', multiple: true },
  https: { type: 'boolean' },
  redirect: { type: 'string', multiple: true },
  'no-premium': { type: 'boolean' },
  'no-auditing': { type: 'boolean' },
  measure: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

class UsageError extends Error {}

function number(name: string, text: string | undefined, fallback: number, least = 0): number {
  const value = text === undefined ? fallback : Number(text);
  if (!Number.isFinite(value) || value < least)
    throw new UsageError(`--${name} needs a number of at least ${least}, not "${text}". Run with --help to see all options.`);
  return value;
}

function fault(text: string): FaultInput {
  try {
    return faultSchema.parse(JSON.parse(text));
  } catch {
    throw new UsageError(`--fault needs a fault rule in JSON, not "${text}". An example is '{"kind":"throttle","every":10}'.`);
  }
}

/** Parse the arguments; pure. */
export function parseCli(args: string[]): CliResult {
  try {
    const { values } = parseArgs({ args, options: declared, strict: true });
    if (values.help) return { kind: 'help' };
    if (values.now !== undefined && Number.isNaN(Date.parse(values.now)))
      throw new UsageError(`--now needs a time such as 2026-03-02T10:00:00Z, not "${values.now}". Run with --help to see all options.`);
    const live = number('live', values.live, 20);
    const shared: TenantOptions = {
      events: number('events', values.events, 20_000),
      days: number('days', values.days, 7, 0.01),
      company: { users: number('users', values.users, 150, 20) },
      live: live > 0 ? { eventsPerMinute: live } : false,
      latencyScale: number('latency', values.latency, 0.02),
      clientId: values['client-id'],
      clientSecret: values['client-secret'],
      premium: !values['no-premium'],
      auditing: !values['no-auditing'],
      ...(values.redirect ? { registration: { redirect_uris: values.redirect } } : {}),
      ...(values.replay ? { replay: { files: values.replay, shift: !values['keep-times'] } } : {}),
    };
    const tenants = (values.tenant ?? [undefined]).map((tenantId) => ({ ...shared, ...(tenantId ? { tenantId } : {}) }));
    const options: SimulatorOptions = {
      port: number('port', values.port, 4010),
      host: values.host,
      seed: number('seed', values.seed, 1),
      tenants,
      now: values.now,
      https: values.https ?? false,
    };
    return { kind: 'run', options, faults: (values.fault ?? []).map(fault), json: values.json ?? false, measure: values.measure ?? false };
  } catch (error) {
    if (error instanceof UsageError) return { kind: 'error', message: error.message };
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { kind: 'error', message: `${reason} Run with --help to see all options.` };
  }
}
