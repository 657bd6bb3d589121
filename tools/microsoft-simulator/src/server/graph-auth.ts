/** Who may call Graph: bearer token, audience, tenant, permissions, licence. */
import { randomUUID } from 'node:crypto';
import { graphError, graphUnauthorized } from './graph-errors';
import type { Log } from './graph-logs';
import { accepts } from './identity';
import type { Reply } from './reply';
import type { Call, State } from './state';
import type { Tenant } from './tenant';

const tokenProblems = {
  missing: 'Access token is empty.',
  malformed: 'CompactToken parsing failed with error code: 80049217',
  signature: 'Access token validation failure. Invalid signature.',
  expired: 'Lifetime validation failed, the token is expired.',
} as const;

type Authorized = { tenant: Tenant; roles: string[] } | { reply: Reply };

export function authorizeGraph(state: State, call: Call): Authorized {
  const check = state.tokens.check(call.headers['authorization'], state.clock.now());
  if (!check.ok) return { reply: graphUnauthorized(state, tokenProblems[check.problem]) };
  if (!accepts(check.claims.aud, state, 'graph'))
    return { reply: graphUnauthorized(state, 'Access token validation failure. Invalid audience.') };
  const tenant = state.tenants.get(check.claims.tid.toLowerCase());
  if (!tenant || tenant.removed)
    return { reply: graphUnauthorized(state, 'The identity of the calling application could not be established.') };
  return { tenant, roles: check.claims.roles.filter((role) => tenant.permissions.has(role)) };
}

export function permissionProblem(state: State, log: Log, { tenant, roles }: { tenant: Tenant; roles: string[] }): Reply | undefined {
  if (!roles.includes(log.permission)) {
    if (log.stream !== 'intune')
      return graphError(
        state,
        403,
        'Authentication_MSGraphPermissionMissing',
        'The principal does not have required Microsoft Graph permission(s): AuditLog.Read.All to call this API. For more information about Microsoft Graph permissions, please visit https://learn.microsoft.com/graph/permissions-overview.',
      );
    return graphError(
      state,
      403,
      'Forbidden',
      JSON.stringify({
        _version: 3,
        Message: `Application is not authorized to perform this operation. Application must have one of the following scopes: DeviceManagementApps.Read.All, DeviceManagementApps.ReadWrite.All - Operation ID (for customer support): 00000000-0000-0000-0000-000000000000 - Activity ID: ${randomUUID()}`,
        CustomApiErrorPhrase: '',
        RetryAfter: null,
        ErrorSourceService: '',
        HttpHeaders: '{}',
      }),
    );
  }
  if (log.stream === 'signin' && !tenant.premium)
    return graphError(
      state,
      403,
      'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      "Neither tenant is B2C or tenant doesn't have premium license",
    );
  return undefined;
}
