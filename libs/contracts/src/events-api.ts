import { z } from 'zod';
import { problemSchema } from './errors';
import { commentSchema, eventDetailSchema, eventSchema } from './event';
import { checkedEventFilterSchema, eventListQuerySchema, LIMITS, tagsSchema } from './event-filters';
import { coverageVerdictSchema } from './coverage';
import { wholeNumberParam } from './primitives';
import { route } from './route';

const problem = (description: string) => ({ description, schema: problemSchema });
const notFound = problem('No such event in this tenant');
const badRequest = problem('Bad input; each bad field is named in errors[]');
const unavailable = problem('Database or queue is away');

export const eventPageSchema = z
  .object({
    items: z.array(eventSchema),
    next_cursor: z.string().nullable(),
    total: z
      .number()
      .int()
      .meta({ description: 'exact up to 10,000, a lower bound beyond; -1 on later pages, and with total=known where nobody has counted' }),
    total_is_exact: z.boolean(),
    page_size: z.number().int(),
    coverage: coverageVerdictSchema,
  })
  .meta({ id: 'EventPage' });
export type EventPage = z.infer<typeof eventPageSchema>;

export const filterOptionsSchema = z
  .object({
    services: z.array(z.string()),
    operations: z.array(z.string()),
    results: z.array(z.string()),
    actors: z.array(z.string()),
    actor_upns: z.array(z.string()),
    devices: z.array(z.string()),
    tags: z.array(z.string()),
  })
  .meta({ id: 'FilterOptions' });
export type FilterOptions = z.infer<typeof filterOptionsSchema>;

export const eventIdParams = z.object({
  id: z.string().min(1).max(512).meta({ description: 'id or dedupe key of the event' }),
});
export const bulkTagsBodySchema = z.strictObject({ tags: tagsSchema, mode: z.enum(['append', 'replace']).default('append') });
export const tagsBodySchema = z.strictObject({ tags: tagsSchema });
export const commentBodySchema = z.strictObject({
  text: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(LIMITS.commentLength)
    .refine((s) => s.isWellFormed() && !s.includes('\u0000'), 'must be valid Unicode'),
});
export const bulkTagsResultSchema = z.object({ matched: z.number().int(), modified: z.number().int() }).meta({ id: 'BulkTagsResult' });

export const eventRoutes = {
  listEvents: route({
    method: 'get',
    path: '/api/events',
    operationId: 'listEvents',
    summary: 'Events, newest first',
    tag: 'events',
    role: 'viewer',
    crossTenant: true,
    query: eventListQuerySchema,
    responses: { 200: { description: 'One page of events', schema: eventPageSchema }, 400: badRequest, 503: unavailable },
  }),
  getEvent: route({
    method: 'get',
    path: '/api/events/{id}',
    operationId: 'getEvent',
    summary: 'One event with its raw record',
    tag: 'events',
    role: 'viewer',
    audit: true,
    params: eventIdParams,
    responses: { 200: { description: 'The event', schema: eventDetailSchema }, 404: notFound, 503: unavailable },
  }),
  filterOptions: route({
    method: 'get',
    path: '/api/filter-options',
    operationId: 'filterOptions',
    summary: 'Known values for the filters, most frequent first',
    tag: 'events',
    role: 'viewer',
    crossTenant: true,
    query: z.object({ limit: wholeNumberParam(1, 1000).default(200) }),
    responses: { 200: { description: 'Values by filter', schema: filterOptionsSchema }, 400: badRequest, 503: unavailable },
  }),
  bulkTags: route({
    method: 'post',
    path: '/api/events/bulk-tags',
    operationId: 'bulkTags',
    summary: 'Tag every event that matches the filters',
    tag: 'events',
    role: 'analyst',
    audit: { fields: ['tags', 'mode'] },
    query: checkedEventFilterSchema,
    body: bulkTagsBodySchema,
    idempotent: true,
    responses: { 200: { description: 'How many matched and changed', schema: bulkTagsResultSchema }, 400: badRequest, 503: unavailable },
  }),
  setTags: route({
    method: 'patch',
    path: '/api/events/{id}/tags',
    operationId: 'setTags',
    summary: 'Replace the tags of an event',
    tag: 'events',
    role: 'analyst',
    audit: { fields: ['tags'] },
    params: eventIdParams,
    body: tagsBodySchema,
    responses: { 200: { description: 'The event', schema: eventSchema }, 400: badRequest, 404: notFound, 503: unavailable },
  }),
  addComment: route({
    method: 'post',
    path: '/api/events/{id}/comments',
    operationId: 'addComment',
    summary: 'Comment on an event',
    description: 'An event takes 500 comments; more are answered 409.',
    tag: 'events',
    role: 'analyst',
    params: eventIdParams,
    body: commentBodySchema,
    idempotent: true,
    responses: { 201: { description: 'The comment', schema: commentSchema }, 400: badRequest, 404: notFound, 503: unavailable },
  }),
};
