import { collectionOf, type Connection } from '@aoc/server/mongo';
import type { ApiProcess } from '../api-process';
import { inTurn, median, rounded, timed, type BenchInput } from '../bench';
import { tenantIdOf } from './registered';

const SWITCHES = 200;

const anyTenant = (count: number): string => tenantIdOf(1 + Math.floor(Math.random() * (count - 1)));

/** What an MSP administrator waits for after choosing another tenant: its first page of events. */
export async function switching({ events: count }: BenchInput, connection: Connection, api: ApiProcess, key: string) {
  const get = async (path: string, tenant: string): Promise<void> => {
    const response = await fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${key}`, 'x-aoc-tenant': tenant } });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  };
  const rows = collectionOf<{ _id: string; tenant_id: string }>(connection, 'events');
  const page = (tenant_id: string) => rows.find({ tenant_id }).sort({ timestamp: -1 }).limit(24).toArray();
  const times = await inTurn(
    () => get('/api/events', anyTenant(count)),
    () => page(anyTenant(count)),
    SWITCHES,
  );
  const others: { name: string; ours: number }[] = [];
  for (const [name, path, tenant] of [
    ['who am I, with the names of all tenants', '/api/me', tenantIdOf(1)],
    ['list of tenants', '/api/tenants', tenantIdOf(1)],
    ['events of all tenants', '/api/events', '*'],
    ['alerts of all tenants', '/api/alerts', '*'],
  ] as const) {
    const taken: number[] = [];
    for (let n = 0; n < 8; n++) taken.push(await timed(() => get(path, tenant)));
    others.push({ name: `${name} (ms)`, ours: rounded(median(taken)) });
  }
  return { times, others };
}
