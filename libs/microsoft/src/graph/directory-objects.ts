import { z } from 'zod';
import type { ResolvedObject } from '../client-types';
import type { Caller } from '../core/caller';
import type { HttpResponse } from '../core/http';
import { MicrosoftError } from '../microsoft-error';

/** Most ids of one request. Source: Graph reference, directoryobject-getbyids. */
const BATCH = 1000;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TYPES = ['user', 'group', 'servicePrincipal', 'application', 'device', 'directoryRole', 'administrativeUnit'];

const text = z.string().nullish().catch(null);
const objectSchema = z.object({ id: z.string(), '@odata.type': text, displayName: text, userPrincipalName: text });
const answerSchema = z.object({ value: z.array(z.unknown()) });

function readAnswer(response: HttpResponse): unknown[] {
  try {
    return answerSchema.parse(JSON.parse(response.body.toString('utf8'))).value;
  } catch {
    throw new MicrosoftError('malformed', { service: 'graph', detail: 'the answer is not a list of objects', status: response.status });
  }
}

function toResolved(value: unknown): [string, ResolvedObject] | undefined {
  const parsed = objectSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const { id, displayName, userPrincipalName, '@odata.type': odataType } = parsed.data;
  const display = displayName || userPrincipalName;
  if (!display) return undefined;
  const type = odataType?.replace(/^#?microsoft\.graph\./, '') || 'directoryObject';
  return [id.toLowerCase(), { display, type, ...(userPrincipalName && { upn: userPrincipalName }) }];
}

/** Names for ids through `directoryObjects/getByIds`. Ids that are no GUID are not sent: one of them would fail the whole batch. */
export async function resolveDirectoryObjects(
  call: Caller,
  graphUrl: string,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Map<string, ResolvedObject>> {
  const wanted = [...new Set(ids.filter((id) => GUID.test(id)).map((id) => id.toLowerCase()))];
  const found = new Map<string, ResolvedObject>();
  for (let from = 0; from < wanted.length; from += BATCH) {
    const values = await call({
      api: 'graph',
      method: 'POST',
      url: `${graphUrl}/v1.0/directoryObjects/getByIds`,
      body: JSON.stringify({ ids: wanted.slice(from, from + BATCH), types: TYPES }),
      permission: 'Directory.Read.All',
      signal,
      read: readAnswer,
    });
    for (const [id, object] of values.map(toResolved).filter((entry) => entry !== undefined)) found.set(id, object);
  }
  return new Map(
    ids.map((id) => [id, found.get(id.toLowerCase())] as const).filter((entry): entry is [string, ResolvedObject] => !!entry[1]),
  );
}
