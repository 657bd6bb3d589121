/** What the specs use to talk to a simulator the way the product does. */
import { startSimulator, type Simulator } from './simulator';
import type { SimulatorOptions, TenantOptions } from './options';

export const specNow = Date.parse('2026-03-04T14:00:00.000Z');
export const specTenant = '6f1f9f0a-2d0f-4c57-9d6b-5f4c2a9a0b11';

/** A small tenant that stands still: 600 records in two days, delivered as late as Microsoft does. */
export function startSmall(tenant: TenantOptions = {}, options: SimulatorOptions = {}): Promise<Simulator> {
  return startSimulator({
    now: specNow,
    seed: 7,
    tenants: [{ tenantId: specTenant, events: 600, days: 2, company: { users: 40 }, ...tenant }],
    ...options,
  });
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // Specs look into answers of many shapes.
  json: unknown;
}

export async function request(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000), ...init });
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json };
}

export async function token(simulator: Simulator, scope: string, over: Record<string, string> = {}, tenantId?: string): Promise<Answer> {
  const tenant = simulator.control.tenants.find((t) => t.tenantId === tenantId) ?? simulator.control.tenants[0];
  if (!tenant) throw new Error('the simulator has no tenant');
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: tenant.clientId,
    client_secret: tenant.clientSecret,
    scope,
    ...over,
  });
  return request(`${simulator.loginUrl}/${tenantId ?? tenant.tenantId}/oauth2/v2.0/token`, { method: 'POST', body });
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** A property deep inside an answer; undefined when any part is missing. */
export const at = (value: unknown, ...path: string[]): unknown => path.reduce(field, value);

export async function bearer(simulator: Simulator, api: 'graph' | 'management', tenantId?: string): Promise<Record<string, string>> {
  const scope = api === 'graph' ? 'https://graph.microsoft.com/.default' : 'https://manage.office.com/.default';
  const answer = await token(simulator, scope, {}, tenantId);
  return { authorization: `Bearer ${String(at(answer.json, 'access_token'))}` };
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Follow all pages of a Graph list; resolves to the records and the number of pages. */
export async function graphAll(simulator: Simulator, path: string): Promise<{ records: unknown[]; pages: number }> {
  const headers = await bearer(simulator, 'graph');
  const records: unknown[] = [];
  let pages = 0;
  let url: string | undefined = `${simulator.graphUrl}/v1.0/${path}`;
  while (url) {
    const answer: Answer = await request(url, { headers });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    records.push(...list(at(answer.json, 'value')));
    pages++;
    const next: unknown = at(answer.json, '@odata.nextLink');
    url = typeof next === 'string' ? next : undefined;
  }
  return { records, pages };
}

export const feed = (simulator: Simulator): string =>
  `${simulator.managementUrl}/api/v1.0/${simulator.control.tenants[0]?.tenantId}/activity/feed`;

const types = ['Audit.AzureActiveDirectory', 'Audit.Exchange', 'Audit.SharePoint', 'Audit.General', 'DLP.All'];

/** Subscribe to everything and read every blob of the last days. */
export async function unifiedAll(simulator: Simulator, days = 3): Promise<{ records: unknown[]; blobs: number; pages: number }> {
  const headers = await bearer(simulator, 'management');
  const records: unknown[] = [];
  let blobs = 0;
  let pages = 0;
  const text = (ms: number): string => new Date(ms).toISOString().slice(0, 19);
  const now = simulator.control.clock.now();
  for (const type of types) {
    await request(`${feed(simulator)}/subscriptions/start?contentType=${type}`, { method: 'POST', headers });
    for (let day = days; day > 0; day--) {
      // The end is exclusive and in whole seconds: one more second, so that the present one is in.
      const end = now + 1000 - (day - 1) * 86_400_000;
      let url: string | null =
        `${feed(simulator)}/subscriptions/content?contentType=${type}&startTime=${text(end - 86_400_000)}&endTime=${text(end)}`;
      while (url) {
        const page: Answer = await request(url, { headers });
        if (page.status !== 200) throw new Error(`${page.status} ${page.text}`);
        pages++;
        for (const blob of list(page.json)) {
          blobs++;
          records.push(...list((await request(String(at(blob, 'contentUri')), { headers })).json));
        }
        url = page.headers.get('NextPageUri');
      }
    }
  }
  return { records, blobs, pages };
}

export const ids = (records: unknown[], name = 'id'): string[] => records.map((record) => String(at(record, name))).sort();
