/** Errors of Entra: a code `AADSTS…` in a body, a redirect or a page. Codes: learn.microsoft.com/entra/identity-platform/reference-error-codes */
import { randomUUID } from 'node:crypto';
import { jsonReply, type Reply } from './reply';
import type { State } from './state';

export interface EntraProblem {
  status: number;
  /** OAuth error: `invalid_grant`, `login_required`, ... */
  error: string;
  /** Number after `AADSTS`. */
  code: number;
  text: string;
  suberror?: string;
}

export interface EntraErrorBody {
  error: string;
  error_description: string;
  error_codes: number[];
  timestamp: string;
  trace_id: string;
  correlation_id: string;
  error_uri: string;
  suberror?: string;
}

/** What Entra says about a problem, with fresh trace ids. */
export function describeProblem(state: State, { error, code, text, suberror }: EntraProblem): EntraErrorBody {
  const trace = randomUUID();
  const correlation = randomUUID();
  const timestamp = new Date(state.clock.now()).toISOString().slice(0, 19).replace('T', ' ') + 'Z';
  return {
    error,
    error_description: `AADSTS${code}: ${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `${state.urls.loginUrl}/error?code=${code}`,
    ...(suberror === undefined ? {} : { suberror }),
  };
}

/** As the token endpoint answers. */
export function entraError(state: State, problem: EntraProblem): Reply {
  const body = describeProblem(state, problem);
  return jsonReply(problem.status, body, { 'cache-control': 'no-store, no-cache', 'x-ms-request-id': body.trace_id });
}

export const unknownTenant = (tenant: string): EntraProblem => ({
  status: 400,
  error: 'invalid_request',
  code: 90002,
  text: `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
});

export const unknownApplication = (clientId: string, tenantId: string): EntraProblem => ({
  status: 400,
  error: 'unauthorized_client',
  code: 700016,
  text: `Application with identifier '${clientId}' was not found in the directory '${tenantId}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
});

export const unknownResource = (resource: string, tenantId: string): EntraProblem => ({
  status: 400,
  error: 'invalid_resource',
  code: 500011,
  text: `The resource principal named ${resource} was not found in the tenant named ${tenantId}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
});

export const missingParameter = (name: string): EntraProblem => ({
  status: 400,
  error: 'invalid_request',
  code: 900144,
  text: `The request body must contain the following parameter: '${name}'.`,
});

export const tenantNotFound = (state: State, tenant: string): Reply => entraError(state, unknownTenant(tenant));
