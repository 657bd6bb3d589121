/** Names of directory objects. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { authorizeGraph } from './graph-auth';
import { graphError } from './graph-errors';
import { jsonReply, safeJson, type Reply } from './reply';
import type { Call, State } from './state';

const maxIds = 1000;
const idsSchema = z.object({ ids: z.array(z.string()), types: z.array(z.string()).optional() });

/** POST /directoryObjects/getByIds and GET /users/{id} and its relatives. */
export function directoryObjects(state: State, call: Call, version: string, object: { id: string } | null): Reply {
  const authorized = authorizeGraph(state, call);
  if ('reply' in authorized) return authorized.reply;
  if (!authorized.roles.includes('Directory.Read.All'))
    return graphError(state, 403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  const { dataset } = authorized.tenant;
  if (object) {
    const found = dataset.findObject(object.id);
    if (found)
      return jsonReply(
        200,
        { '@odata.context': `${state.urls.graphUrl}/${version}/$metadata#users/$entity`, ...found.body },
        { 'request-id': randomUUID() },
      );
    return graphError(
      state,
      404,
      'Request_ResourceNotFound',
      `Resource '${object.id}' does not exist or one of its queried reference-property objects are not present.`,
    );
  }
  const body = idsSchema.safeParse(safeJson(call.body));
  if (!body.success)
    return graphError(
      state,
      400,
      'Request_BadRequest',
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  if (body.data.ids.length > maxIds)
    return graphError(
      state,
      400,
      'Request_BadRequest',
      `Too many items in the 'ids' collection. The maximum number of items is ${maxIds}.`,
    );
  const wanted = body.data.types?.map((type) => type.toLowerCase());
  const found = body.data.ids
    .flatMap((id) => dataset.findObject(id) ?? [])
    .filter((entry) => !wanted?.length || wanted.includes('directoryobject') || wanted.includes(entry.type.toLowerCase()));
  return jsonReply(
    200,
    { '@odata.context': `${state.urls.graphUrl}/${version}/$metadata#directoryObjects`, value: found.map((entry) => entry.body) },
    { 'request-id': randomUUID() },
  );
}
