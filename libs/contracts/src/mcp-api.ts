import { z } from 'zod';
import { problemSchema } from './errors';
import { route } from './route';

const problem = (description: string) => ({ description, schema: problemSchema });
const JSON_OR_STREAM = ['application/json', 'text/event-stream'];

/** One message of JSON-RPC 2.0, or (before revision 2025-06-18 of the protocol) a list of some. */
const messageSchema = z.looseObject({ jsonrpc: z.literal('2.0') });
const messagesSchema = z
  .union([messageSchema, z.array(messageSchema).min(1).max(20)])
  .meta({ description: 'JSON-RPC 2.0 as the Model Context Protocol says' });

const answers = {
  404: problem('AI_FEATURES_ENABLED is false, or no such tenant or session'),
  503: problem('Database or queue is away'),
};

/** The tools are not routes: each has a role of its own, which docs/mcp.md lists. */
export const mcpRoutes = {
  mcp: route({
    method: 'post',
    path: '/mcp',
    operationId: 'mcp',
    summary: 'Model Context Protocol over streamable HTTP',
    description:
      'Every request stands for itself: there are no sessions, so that any API process may answer it. X-AOC-Tenant names the tenant; with * the tools that only read ask all that the caller may see. docs/mcp.md lists the tools.',
    tag: 'mcp',
    role: 'viewer',
    crossTenant: true,
    // Each call of a tool leaves its own row, under the name of the route that does the same.
    audit: false,
    body: messagesSchema,
    responses: {
      200: { description: 'Answers as JSON or as server-sent events', contentType: JSON_OR_STREAM },
      202: { description: 'Only notifications came: nothing to answer' },
      400: { description: 'Not a message of this protocol', contentType: ['application/json', 'application/problem+json'] },
      ...answers,
    },
  }),
  mcpSse: route({
    method: 'get',
    path: '/mcp/sse',
    operationId: 'mcpSse',
    summary: 'Model Context Protocol over server-sent events, for clients of 1.x',
    description: 'The first message, `endpoint`, says where this client posts its messages. The session lives in one API process.',
    tag: 'mcp',
    role: 'viewer',
    crossTenant: true,
    audit: false,
    responses: {
      200: { description: 'text/event-stream', contentType: 'text/event-stream' },
      ...answers,
      429: problem('Too many sessions'),
    },
  }),
  mcpMessages: route({
    method: 'post',
    path: '/mcp/messages',
    operationId: 'mcpMessages',
    summary: 'A message of a session of /mcp/sse; its answer comes there',
    description: 'As in 1.x, a slash may stand at the end of the path.',
    tag: 'mcp',
    role: 'viewer',
    crossTenant: true,
    audit: false,
    query: z.object({ session_id: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be the id of a session') }),
    body: messageSchema,
    responses: { 202: { description: 'Taken', contentType: 'text/plain' }, ...answers },
  }),
};
