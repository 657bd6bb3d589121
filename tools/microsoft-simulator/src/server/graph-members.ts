/** Which groups a person belongs to. Source: Graph reference, directoryobject-checkmembergroups. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { authorizeGraph } from './graph-auth';
import { graphError } from './graph-errors';
import { jsonReply, safeJson, type Reply } from './reply';
import type { Call, State } from './state';
import type { Tenant } from './tenant';

const maxGroups = 20;
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const bodySchema = z.object({ groupIds: z.array(z.string()) });

const mayRead = (roles: readonly string[]): boolean =>
  roles.includes('Directory.Read.All') ||
  (roles.some((role) => ['User.ReadBasic.All', 'User.Read.All'].includes(role)) &&
    roles.some((role) => ['GroupMember.Read.All', 'Group.Read.All'].includes(role)));

/** Groups of somebody who can sign in; people of the generated company are in none. */
function groupsOf(tenant: Tenant, id: string): readonly string[] | undefined {
  const wanted = id.toLowerCase();
  const account = tenant.accounts.find(({ oid, upn }) => [oid.toLowerCase(), upn.toLowerCase()].includes(wanted));
  if (account) return account.groups;
  return tenant.dataset.findObject(wanted)?.type === 'user' ? [] : undefined;
}

/** POST /users/{id}/checkMemberGroups */
export function checkMemberGroups(state: State, call: Call, version: string, id: string): Reply {
  const authorized = authorizeGraph(state, call);
  if ('reply' in authorized) return authorized.reply;
  if (!mayRead(authorized.roles))
    return graphError(state, 403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
  const bad = (message: string): Reply => graphError(state, 400, 'Request_BadRequest', message);
  const body = bodySchema.safeParse(safeJson(call.body));
  if (!body.success) return bad("The required parameter 'groupIds' is missing, or is not a collection of strings.");
  const { groupIds } = body.data;
  if (groupIds.length > maxGroups)
    return bad(`The number of values provided in the collection 'groupIds' exceeds the maximum allowed: '${maxGroups}'.`);
  const malformed = groupIds.find((group) => !guid.test(group));
  if (malformed !== undefined) return bad(`Invalid object identifier '${malformed}'.`);
  const held = groupsOf(authorized.tenant, id);
  if (!held)
    return graphError(
      state,
      404,
      'Request_ResourceNotFound',
      `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    );
  const have = new Set(held.map((group) => group.toLowerCase()));
  return jsonReply(
    200,
    {
      '@odata.context': `${state.urls.graphUrl}/${version}/$metadata#Collection(Edm.String)`,
      value: groupIds.filter((group) => have.has(group.toLowerCase())),
    },
    { 'request-id': randomUUID() },
  );
}
