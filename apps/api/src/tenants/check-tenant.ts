import { fetchedSourceSchema, type FetchedSource, type Onboarding } from '@aoc/contracts';
import { createMicrosoftClient, memoryThrottleGate, MicrosoftError, type MicrosoftClient } from '@aoc/microsoft';
import type { Config } from '@aoc/server/config';
import type { Clock } from '@aoc/server/context';
import { groupsThatCount } from '@aoc/server/identity';
import { certificateNotice, certificateOf, credentialsOf, toTenantAnswer, type Tenant, type TenantRegistry } from '@aoc/server/tenants';

interface Parts {
  registry: TenantRegistry;
  config: Config;
  clock: Clock;
  signal: AbortSignal;
}

const HOUR_MS = 3_600_000;
/** Graph says whether the application may ask before it says that there is no such person. */
const NOBODY = '00000000-0000-4000-8000-000000000000';
const NO_GROUPS =
  'Access is given by group here, and the groups of people who are in more than 200 cannot be looked up: they are turned away.';
const NO_CREDENTIALS = 'The tenant has no credentials. Enter the client id and the secret or certificate of its app registration.';

/** Reads the first page of the last hour, or asks for the subscriptions of the unified log. */
async function read(client: MicrosoftClient, source: FetchedSource, { clock, signal }: Parts): Promise<string> {
  const end = clock.now();
  if (source === 'unified') {
    const states = await client.ensureSubscriptions(
      ['Audit.AzureActiveDirectory', 'Audit.Exchange', 'Audit.SharePoint', 'Audit.General'],
      signal,
    );
    const failed = states.find(({ error }) => error);
    if (failed?.error) throw failed.error;
    return 'All content types are subscribed.';
  }
  const pages = client.readGraphSlice(source, { start: new Date(end.getTime() - HOUR_MS), end }, signal);
  const first = await pages.next();
  await pages.return(undefined);
  return `The last hour can be read (${first.done ? 0 : first.value.records.length} records on the first page).`;
}

/** Whether the groups of people could be looked up whose tokens leave them out. */
async function groupWarnings(client: MicrosoftClient, tenant: Tenant, { config, registry, signal }: Parts): Promise<string[]> {
  const groups = config.AUTH_ENABLED ? groupsThatCount(config, registry.privacy.settingsOf(tenant.privacy).roles) : [];
  if (groups.length === 0) return [];
  try {
    await client.memberGroups(NOBODY, groups.slice(0, 1), signal);
    return [];
  } catch (error) {
    if (!(error instanceof MicrosoftError)) throw error;
    return error.kind === 'not_found' ? [] : [`${NO_GROUPS} ${error.advice}`];
  }
}

/** Whether each source of a tenant can be read now. Stores nothing. */
export async function checkTenant(tenant: Tenant, parts: Parts): Promise<Onboarding> {
  const { registry, config, clock, signal } = parts;
  const { client_id: clientId } = toTenantAnswer(registry, tenant);
  const sources = (tenant.sources ?? config.SOURCES).map((source) => fetchedSourceSchema.parse(source));
  const consent = clientId && `${config.LOGIN_URL}/${tenant.id}/adminconsent?client_id=${clientId}`;
  const own = credentialsOf(config, registry.secrets, tenant);
  const notice = certificateNotice(certificateOf(registry, tenant), clock.now());
  const warnings = notice === null ? [] : [notice];
  if (!own) {
    const checks = sources.map((source) => ({ source, ok: false, detail: NO_CREDENTIALS }));
    return { consent_url: consent, ready: false, warnings, checks };
  }
  const client = createMicrosoftClient({
    endpoints: { loginUrl: config.LOGIN_URL, graphUrl: config.GRAPH_URL, managementUrl: config.MANAGEMENT_URL },
    credentials: () => own,
    gate: memoryThrottleGate(),
    clock,
    maxAttempts: 2,
    maxWaitMs: 2000,
    requestTimeoutMs: 10_000,
    signal,
  });
  try {
    const checks = await Promise.all(
      sources.map(async (source) => {
        try {
          return { source, ok: true, detail: await read(client, source, parts) };
        } catch (error) {
          if (!(error instanceof MicrosoftError)) throw error;
          return { source, ok: false, detail: error.advice };
        }
      }),
    );
    return {
      consent_url: consent,
      ready: checks.every(({ ok }) => ok),
      warnings: [...warnings, ...(await groupWarnings(client, tenant, parts))],
      checks,
    };
  } finally {
    await client.close();
  }
}
