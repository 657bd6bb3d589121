import type { MicrosoftClient, MicrosoftClientOptions } from '../client-types';
import { createMicrosoftClient } from '../create-client';
import type { MicrosoftEndpoints, SecretCredentials } from '../endpoints';
import { MicrosoftError } from '../microsoft-error';
import type { RecordPage } from '../record-page';
import { memoryThrottleGate } from '../throttle-gate';

/** A simulator, or anything that has the endpoints and a tenant. */
export interface TestServer extends MicrosoftEndpoints {
  control: { tenants: readonly SecretCredentials[] };
}

export function tenantOf(server: TestServer, position = 0): SecretCredentials {
  const tenant = server.control.tenants[position];
  if (!tenant) throw new Error(`the server has no tenant ${position}`);
  return tenant;
}

/** A client with short waits. */
export function testClient(server: TestServer, options: Partial<MicrosoftClientOptions> = {}): MicrosoftClient {
  return createMicrosoftClient({
    endpoints: server,
    credentials: () => tenantOf(server),
    gate: memoryThrottleGate(),
    clock: { now: () => new Date() },
    backoffBaseMs: 2,
    requestTimeoutMs: 5000,
    bodyTimeoutMs: 5000,
    ...options,
  });
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The `id` or `Id` of every record, sorted. */
export function idsOf(pages: readonly RecordPage[]): string[] {
  const id = (record: unknown): string => {
    if (typeof record !== 'object' || record === null) return 'no object';
    if ('id' in record) return String(record.id);
    return 'Id' in record ? String(record.Id) : 'no id';
  };
  return pages.flatMap((page) => page.records.map(id)).sort();
}

/** The MicrosoftError that the work ends with; fails when it succeeds or throws anything else. */
export async function failure(work: Promise<unknown>): Promise<MicrosoftError> {
  const outcome = await work.then(
    () => 'it succeeded',
    (error: unknown) => error,
  );
  if (outcome instanceof MicrosoftError) return outcome;
  throw new Error('a MicrosoftError was expected', { cause: outcome });
}
