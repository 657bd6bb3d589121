import { z } from 'zod';
import type { Caller } from '../core/caller';
import type { HttpResponse } from '../core/http';
import { MicrosoftError } from '../microsoft-error';

/** Most groups of one request. Source: Graph reference, directoryobject-checkmembergroups. */
const BATCH = 20;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const answerSchema = z.object({ value: z.array(z.string()) });

function readAnswer(response: HttpResponse): string[] {
  try {
    return answerSchema.parse(JSON.parse(response.body.toString('utf8'))).value;
  } catch {
    throw new MicrosoftError('malformed', { service: 'graph', detail: 'the answer is not a list of groups', status: response.status });
  }
}

/**
 * Which of these groups a person belongs to, directly or through other groups, by `checkMemberGroups`. Ids in lower case. Texts that are no
 * GUID are not sent: one of them would fail the whole request. Groups with hidden members may be left out.
 */
export async function memberGroups(
  call: Caller,
  graphUrl: string,
  { userId, groupIds }: { userId: string; groupIds: readonly string[] },
  signal: AbortSignal | undefined,
): Promise<Set<string>> {
  if (!GUID.test(userId)) throw new MicrosoftError('not_found', { service: 'graph', detail: 'the person has no usable id' });
  const asked = [...new Set(groupIds.filter((id) => GUID.test(id)).map((id) => id.toLowerCase()))];
  const found = new Set<string>();
  for (let from = 0; from < asked.length; from += BATCH) {
    const batch = asked.slice(from, from + BATCH);
    const ids = await call({
      api: 'graph',
      method: 'POST',
      url: `${graphUrl}/v1.0/users/${userId}/checkMemberGroups`,
      body: JSON.stringify({ groupIds: batch }),
      permission: 'Directory.Read.All',
      signal,
      read: readAnswer,
    });
    // What was not asked for gives nothing.
    for (const id of ids.map((value) => value.toLowerCase())) if (batch.includes(id)) found.add(id);
  }
  return found;
}
