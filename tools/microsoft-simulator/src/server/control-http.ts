/** The simulator's own interface over HTTP: faults, clock, journal, ground truth, tenants. Never struck by faults. */
import { z } from 'zod';
import { registerCertificate } from './client-assertion';
import { faultSchema } from './faults';
import { emptyReply, jsonReply, safeJson, type Reply } from './reply';
import { accountSchema, registrationSchema } from './sign-in/accounts';
import { keys, signIn } from './sign-in/control';
import type { Call, State } from './state';
import { truth } from './truth';
import type { Tenant } from './tenant';

const instantSchema = z.union([z.iso.datetime({ offset: true }), z.number()]).transform((value) => new Date(value).getTime());
const clockSchema = z.strictObject({
  now: instantSchema.optional(),
  advance_seconds: z.number().optional(),
  running: z.boolean().optional(),
});
const tenantSchema = z.strictObject({
  permissions: z.array(z.string()).optional(),
  premium: z.boolean().optional(),
  auditing: z.boolean().optional(),
  removed: z.boolean().optional(),
  client_secret: z.string().optional(),
  certificates: z.array(z.string()).optional(),
  registration: registrationSchema.partial().optional(),
  accounts: z.array(accountSchema).optional(),
});
export type TenantChange = z.input<typeof tenantSchema>;
const sourceNameSchema = z.enum(['directory', 'signin', 'intune', 'unified']).optional();

export function describeTenant(tenant: Tenant): Record<string, unknown> {
  return {
    tenant_id: tenant.tenantId,
    client_id: tenant.clientId,
    client_secret: tenant.clientSecret,
    certificates: tenant.certificates.map(({ thumbprints }) => thumbprints[0]),
    permissions: [...tenant.permissions],
    premium: tenant.premium,
    auditing: tenant.auditing,
    removed: tenant.removed,
    registration: tenant.registration,
    accounts: tenant.accounts,
    subscriptions: [...tenant.subscriptions.values()].map(({ contentType, status }) => ({ contentType, status })),
  };
}

/** Change a tenant while the simulator runs. */
export function changeTenant(tenant: Tenant, input: TenantChange): void {
  const change = tenantSchema.parse(input);
  if (change.permissions) tenant.permissions = new Set(change.permissions);
  tenant.premium = change.premium ?? tenant.premium;
  tenant.auditing = change.auditing ?? tenant.auditing;
  tenant.removed = change.removed ?? tenant.removed;
  tenant.clientSecret = change.client_secret ?? tenant.clientSecret;
  tenant.certificates = change.certificates?.map(registerCertificate) ?? tenant.certificates;
  tenant.registration = { ...tenant.registration, ...change.registration };
  tenant.accounts = change.accounts ?? tenant.accounts;
}

const problem = (status: number, message: string): Reply => jsonReply(status, { error: message });

function clock(state: State, call: Call): Reply {
  if (call.method === 'POST') {
    const parsed = clockSchema.safeParse(safeJson(call.body));
    if (!parsed.success) return problem(400, z.prettifyError(parsed.error));
    if (parsed.data.now !== undefined) state.clock.set(parsed.data.now);
    if (parsed.data.advance_seconds !== undefined) state.clock.advance(parsed.data.advance_seconds);
    if (parsed.data.running !== undefined) state.clock.run(parsed.data.running);
  }
  return jsonReply(200, { now: new Date(state.clock.now()).toISOString(), running: state.clock.running });
}

function faults(state: State, call: Call, id: string | undefined): Reply {
  if (call.method === 'DELETE') {
    state.faults.clear(id);
    return emptyReply(204);
  }
  if (call.method === 'POST') {
    const body = safeJson(call.body);
    const parsed = z.array(faultSchema).safeParse(Array.isArray(body) ? body : [body]);
    if (!parsed.success) return problem(400, z.prettifyError(parsed.error));
    return jsonReply(
      201,
      parsed.data.map((fault) => state.faults.add(fault)),
    );
  }
  return jsonReply(200, state.faults.list());
}

function tenants(state: State, call: Call, id: string | undefined): Reply {
  const tenant = id === undefined ? undefined : state.tenants.get(id.toLowerCase());
  if (id !== undefined && !tenant) return problem(404, `There is no tenant ${id}.`);
  if (!tenant) return jsonReply(200, [...state.tenants.values()].map(describeTenant));
  if (call.method === 'PATCH' || call.method === 'POST') {
    const parsed = tenantSchema.safeParse(safeJson(call.body));
    if (!parsed.success) return problem(400, z.prettifyError(parsed.error));
    changeTenant(tenant, parsed.data);
  }
  return jsonReply(200, describeTenant(tenant));
}

function* truthLines(state: State, query: URLSearchParams, source: z.output<typeof sourceNameSchema>): Generator<string> {
  const wanted = query.get('tenant')?.toLowerCase();
  const time = (name: string): number | undefined => (query.has(name) ? Date.parse(query.get(name) ?? '') : undefined);
  const now = state.clock.now();
  for (const tenant of state.tenants.values()) {
    if (wanted && tenant.tenantId !== wanted) continue;
    for (const record of truth(tenant, { source, from: time('from'), to: time('to') }, now)) yield `${JSON.stringify(record)}\n`;
  }
}

function truthReply(state: State, call: Call): Reply {
  const source = sourceNameSchema.safeParse(call.url.searchParams.get('source') ?? undefined);
  if (!source.success) return problem(400, 'The source is one of directory, signin, intune, unified.');
  return {
    status: 200,
    headers: { 'content-type': 'application/x-ndjson' },
    body: '',
    lines: truthLines(state, call.url.searchParams, source.data),
  };
}

function stories(state: State, call: Call): Reply {
  const wanted = call.url.searchParams.get('tenant')?.toLowerCase();
  const list = [...state.tenants.values()].filter((tenant) => !wanted || tenant.tenantId === wanted);
  return jsonReply(
    200,
    list.flatMap((tenant) =>
      tenant.dataset.stories(state.clock.now()).map((story) => ({
        tenant: tenant.tenantId,
        ...story,
        from: new Date(story.from).toISOString(),
        to: new Date(story.to).toISOString(),
      })),
    ),
  );
}

/** Anything below /_control/. */
export function control(state: State, call: Call): Reply {
  const [, , name, id] = call.url.pathname.split('/');
  switch (name) {
    case 'faults':
      return faults(state, call, id);
    case 'clock':
      return clock(state, call);
    case 'journal':
      if (call.method === 'DELETE') state.journal.clear();
      return jsonReply(200, state.journal.report());
    case 'truth':
      return truthReply(state, call);
    case 'stories':
      return stories(state, call);
    case 'tenants':
      return tenants(state, call, id);
    case 'sign-in':
      return signIn(state, call, id);
    case 'keys':
      return keys(state, call);
    case 'health':
      return jsonReply(200, { status: 'ok' });
    default:
      return problem(404, 'Known: faults, clock, journal, truth, stories, tenants, sign-in, keys, health.');
  }
}
