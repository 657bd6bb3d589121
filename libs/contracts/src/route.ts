import type { z } from 'zod';

/** Least role that may call a route; `public` needs no sign-in. Roles contain the ones before them. */
export type RouteRole = 'public' | 'viewer' | 'analyst' | 'admin' | 'msp_admin';
export type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** One response of a route: a JSON schema, or a media type for anything else. */
export interface RouteResponse {
  description: string;
  schema?: z.ZodType;
  /** One or, where the caller chooses, several. */
  contentType?: string | readonly string[];
}

/** Everything that server, OpenAPI document and dashboard know of one route. */
export interface RouteContract {
  method: HttpMethod;
  /** OpenAPI style, e.g. `/api/events/{id}`. */
  path: string;
  operationId: string;
  summary: string;
  description?: string;
  tag:
    | 'events'
    | 'ingestion'
    | 'operations'
    | 'webhooks'
    | 'imports'
    | 'rules'
    | 'alerts'
    | 'notifications'
    | 'identity'
    | 'tenants'
    | 'audit'
    | 'ask'
    | 'mcp';
  role: RouteRole;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Media type of a body that is not JSON; such a body is not parsed by the schema. */
  bodyType?: string;
  /** True when a repeat with the same Idempotency-Key is answered without doing it again. */
  idempotent?: true;
  /** True where a browser cannot send headers: a one-time ticket in the query parameter `ticket` stands for the caller. */
  ticket?: true;
  /** True for what costs much: fewer of these are allowed in a minute. */
  heavy?: true;
  /** True when X-AOC-Tenant: * asks for all tenants that the caller may see. */
  crossTenant?: true;
  /**
   * True for what belongs to the provider and to no tenant: it needs a licence for several tenants, X-AOC-Tenant says nothing about it,
   * and the audit trail of the tenant of the environment keeps the row.
   */
  provider?: true;
  /**
   * Whether a call leaves a row in the audit trail. By default everything but GET does; a GET that shows what is sensitive says true, and
   * a write that changes nothing of a tenant says false. `fields`: members of the body that the row repeats (never secrets or long texts).
   * `names`: members of which it says only that they were sent.
   */
  audit?: boolean | { fields: readonly string[]; names?: readonly string[] };
  responses: Record<number, RouteResponse>;
}

/** True when a call of the route, refused or not, leaves a row in the audit trail. */
export const isAudited = ({ audit, method }: Pick<RouteContract, 'audit' | 'method'>): boolean =>
  audit === undefined ? method !== 'get' : audit !== false;

/** Keeps the literal types of a contract. */
export const route = <const R extends RouteContract>(contract: R): R => contract;
