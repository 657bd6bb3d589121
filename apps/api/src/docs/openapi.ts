import { allRoutes, responsesOf, type RouteContract, type RouteResponse } from '@aoc/contracts';
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject, type ZodOpenApiResponsesObject } from 'zod-openapi';

const PROBLEM = 'application/problem+json';

function responseOf(status: number, response: RouteResponse) {
  const { description, schema, contentType } = response;
  if (schema)
    return {
      description,
      content: { [status >= 400 && contentType === undefined && isProblem(schema) ? PROBLEM : 'application/json']: { schema } },
    };
  if (!contentType) return { description };
  const types = typeof contentType === 'string' ? [contentType] : contentType;
  return { description, content: Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' as const } }])) };
}
const isProblem = (schema: { meta(): { id?: string } | undefined }): boolean => schema.meta()?.id === 'Problem';

function operationOf(contract: RouteContract): ZodOpenApiOperationObject {
  const responses: ZodOpenApiResponsesObject = {};
  for (const [status, response] of Object.entries(responsesOf(contract)))
    responses[`${Number(status)}` as `${1 | 2 | 3 | 4 | 5}${string}`] = responseOf(Number(status), response);
  return {
    operationId: contract.operationId,
    summary: contract.summary,
    ...(contract.description ? { description: contract.description } : {}),
    tags: [contract.tag],
    'x-aoc-role': contract.role,
    security: contract.role === 'public' ? [] : [{ bearer: [] }],
    requestParams: {
      ...(contract.params ? { path: contract.params } : {}),
      ...queryOf(contract),
      header: headersOf(contract),
    },
    ...(contract.body ? { requestBody: { content: { 'application/json': { schema: contract.body } } } } : {}),
    ...(contract.bodyType ? { requestBody: { required: true, content: { [contract.bodyType]: { schema: UPLOAD } } } } : {}),
    responses,
  };
}

function queryOf(contract: RouteContract): { query?: z.ZodObject } {
  if (!contract.ticket) return contract.query ? { query: contract.query } : {};
  const ticket = z.string().optional().meta({ description: 'one-time ticket of createTicket, in place of the Authorization header' });
  return { query: (contract.query ?? z.object({})).extend({ ticket }) };
}

function headersOf(contract: RouteContract): z.ZodObject {
  return z.object({
    'X-Request-ID': z.string().optional().meta({ description: 'kept when it is 1 to 128 letters, digits, dots, dashes or underscores' }),
    ...(contract.role === 'public'
      ? {}
      : { 'X-AOC-Tenant': z.string().optional().meta({ description: 'tenant id, or * for all on routes that only read' }) }),
    ...(contract.idempotent
      ? {
          'Idempotency-Key': z
            .string()
            .optional()
            .meta({ description: '1 to 255 visible ASCII characters; a repeat within a day gets the first answer' }),
        }
      : {}),
  });
}
const UPLOAD = { type: 'object' as const, required: ['file'], properties: { file: { type: 'string' as const, format: 'binary' } } };

/** The OpenAPI 3.1 document of every route, made from the contracts that validate requests. */
export function openApiDocument(version: string) {
  const paths: ZodOpenApiPathsObject = {};
  for (const contract of Object.values<RouteContract>(allRoutes))
    paths[contract.path] = { ...paths[contract.path], [contract.method]: operationOf(contract) };
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'AOC: Admin Operations Center',
      version,
      description:
        'The administrative audit trail of Microsoft 365. Errors are RFC 9457 problem details. Lists are paged by an opaque cursor. Every answer carries X-Request-ID; one that you send is kept.',
    },
    tags: [
      { name: 'events', description: 'Find, tag and comment events' },
      { name: 'ingestion', description: 'Fetch from Microsoft, state of the sources' },
      { name: 'imports', description: 'Files with exported records' },
      { name: 'operations', description: 'Health, metrics, settings' },
      { name: 'audit', description: 'Who did what in AOC' },
      { name: 'webhooks', description: 'Notices from Microsoft' },
      { name: 'identity', description: 'Who calls, API keys' },
      { name: 'tenants', description: 'Tenants, their credentials and settings' },
      { name: 'mcp', description: 'Tools for assistants (Model Context Protocol)' },
    ],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'Access token of Entra, or an API key (aoc_…). Not needed while AUTH_ENABLED is false.',
        },
      },
    },
  });
}
