import { z } from 'zod';
import { coverageVerdictSchema } from './coverage';
import { problemSchema } from './errors';
import { checkedEventFilterSchema, cursorSchema, eventFilterSchema, rangeIsOrdered, rangeOrderMessage } from './event-filters';
import { instantSchema, wholeNumberParam } from './primitives';
import { route } from './route';

const problem = (description: string) => ({ description, schema: problemSchema });
const badRequest = problem('Bad input, or a query that no index can serve; errors[] says where and why');
const unavailable = problem('Database or queue is away');

/** Fields whose values are counted and offered as filters. `actor` is the display name. */
export const facetFieldSchema = z.enum(['service', 'operation', 'result', 'actor', 'category', 'source', 'tag']);
export type FacetFieldName = z.infer<typeof facetFieldSchema>;

const oneOrMore = <T extends z.ZodType>(item: T, max: number) =>
  z.preprocess((v) => (v === undefined || Array.isArray(v) ? v : [v]), z.array(item).min(1).max(max).optional());

/** How much of what matches a number speaks for. */
export const completenessSchema = z.enum(['exact', 'sampled', 'partial']).meta({
  description:
    'exact: every matching event was counted. sampled: more match than are counted at once; the newest ones were counted. partial: time was up',
});

export const histogramSchema = z
  .object({
    start: instantSchema.meta({ description: 'start of the first bucket' }),
    end: instantSchema.meta({ description: 'end of the last bucket, exclusive' }),
    interval_seconds: z.number().int(),
    split: facetFieldSchema.nullable(),
    buckets: z.array(
      z.object({
        start: instantSchema,
        count: z.number().int(),
        values: z.record(z.string(), z.number().int()).optional().meta({ description: 'counts by value of the split field' }),
      }),
    ),
    total: z.number().int(),
    completeness: completenessSchema,
    counted_from: instantSchema
      .nullable()
      .meta({ description: 'with completeness sampled or partial: buckets before this are not counted' }),
    coverage: coverageVerdictSchema,
  })
  .meta({ id: 'Histogram' });
export type Histogram = z.infer<typeof histogramSchema>;

export const facetsSchema = z
  .object({
    facets: z.array(
      z.object({
        field: facetFieldSchema,
        values: z.array(z.object({ value: z.string(), count: z.number().int() })),
        other: z.number().int().meta({ description: 'events whose value is not listed' }),
      }),
    ),
    counted: z.number().int().meta({ description: 'events that were counted' }),
    completeness: completenessSchema,
  })
  .meta({ id: 'Facets' });
export type Facets = z.infer<typeof facetsSchema>;

export const savedSearchSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    filters: z.record(z.string(), z.unknown()).meta({ description: 'the query parameters of /api/events, by name' }),
    query: z.string().meta({ description: 'the same as one query text' }),
    created_at: instantSchema,
  })
  .meta({ id: 'SavedSearch' });
export type SavedSearch = z.infer<typeof savedSearchSchema>;
export const savedSearchBodySchema = z.strictObject({
  name: z.string().trim().min(1, 'must not be empty').max(100),
  filters: eventFilterSchema.partial().default({}),
});

export const exportFormatSchema = z.enum(['csv', 'ndjson', 'json']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

export const searchRoutes = {
  histogram: route({
    method: 'get',
    path: '/api/events/histogram',
    operationId: 'eventHistogram',
    summary: 'Number of matching events per interval',
    description: 'Without start and end: from the oldest stored event to now, at most the last 90 days.',
    tag: 'events',
    role: 'viewer',
    crossTenant: true,
    query: eventFilterSchema
      .extend({
        buckets: wholeNumberParam(1, 500).default(60).meta({ description: 'about how many intervals' }),
        interval: wholeNumberParam(1, 31_536_000).optional().meta({ description: 'seconds; chosen from buckets when absent' }),
        split: facetFieldSchema.optional().meta({ description: 'count by the values of this field too' }),
      })
      .refine(rangeIsOrdered, rangeOrderMessage),
    responses: { 200: { description: 'Counts', schema: histogramSchema }, 400: badRequest, 503: unavailable },
  }),
  facets: route({
    method: 'get',
    path: '/api/events/facets',
    operationId: 'eventFacets',
    summary: 'Most frequent values among the matching events',
    tag: 'events',
    role: 'viewer',
    crossTenant: true,
    query: eventFilterSchema
      .extend({
        fields: oneOrMore(facetFieldSchema, facetFieldSchema.options.length).meta({ description: 'repeatable; default all' }),
        limit: wholeNumberParam(1, 100).default(10),
      })
      .refine(rangeIsOrdered, rangeOrderMessage),
    responses: { 200: { description: 'Values with counts', schema: facetsSchema }, 400: badRequest, 503: unavailable },
  }),
  exportEvents: route({
    method: 'get',
    path: '/api/events/export',
    operationId: 'exportEvents',
    summary: 'Everything that matches, as a stream',
    description:
      'CSV, NDJSON or JSON of any size, as long as events match. The header X-AOC-Coverage says how complete the asked time is (complete, partial, unknown); JSON ends with the number of events and the whole verdict. A broken download goes on with `cursor`: the dedupe key of the last event that arrived.',
    tag: 'events',
    role: 'viewer',
    crossTenant: true,
    ticket: true,
    audit: true,
    query: eventFilterSchema
      .extend({
        format: exportFormatSchema,
        cursor: cursorSchema
          .optional()
          .meta({ description: 'dedupe key of the last event of a broken export: the export goes on behind it' }),
        sort: z.enum(['asc', 'desc']).optional(),
        raw: z.enum(['true', 'false']).optional().meta({ description: 'with the raw records (NDJSON and JSON)' }),
      })
      .refine(rangeIsOrdered, rangeOrderMessage),
    responses: {
      200: {
        description: 'The events; Content-Type follows the format',
        contentType: ['text/csv', 'application/x-ndjson', 'application/json'],
      },
      400: badRequest,
      429: problem('Too many exports at once'),
      503: unavailable,
    },
  }),
  streamEvents: route({
    method: 'get',
    path: '/api/events/stream',
    operationId: 'streamEvents',
    summary: 'Live tail: matching events as they are stored (server-sent events)',
    description:
      'Messages: `stored` (an event; its id resumes through Last-Event-ID), `alert` (an alert that was raised or grew by an event that matches), `lost` (the caller was too slow or away too long: read the list again), `ping`.',
    tag: 'events',
    role: 'viewer',
    ticket: true,
    query: checkedEventFilterSchema,
    responses: {
      200: { description: 'text/event-stream', contentType: 'text/event-stream' },
      400: badRequest,
      429: problem('Too many live views at once'),
      503: unavailable,
    },
  }),
  listSavedSearches: route({
    method: 'get',
    path: '/api/saved-searches',
    operationId: 'listSavedSearches',
    summary: 'Saved searches of the caller, by name',
    tag: 'events',
    role: 'viewer',
    responses: {
      200: { description: 'Saved searches', schema: z.object({ items: z.array(savedSearchSchema) }).meta({ id: 'SavedSearches' }) },
      503: unavailable,
    },
  }),
  createSavedSearch: route({
    method: 'post',
    path: '/api/saved-searches',
    operationId: 'createSavedSearch',
    summary: 'Save a search',
    tag: 'events',
    role: 'viewer',
    audit: { fields: ['name'] },
    body: savedSearchBodySchema,
    responses: {
      201: { description: 'Saved', schema: savedSearchSchema },
      400: badRequest,
      409: problem('The caller has a search of this name, or too many searches'),
      503: unavailable,
    },
  }),
  deleteSavedSearch: route({
    method: 'delete',
    path: '/api/saved-searches/{id}',
    operationId: 'deleteSavedSearch',
    summary: 'Delete a saved search of the caller',
    tag: 'events',
    role: 'viewer',
    params: z.object({ id: z.string().min(1).max(100) }),
    responses: { 204: { description: 'Deleted' }, 404: problem('No such saved search of this caller'), 503: unavailable },
  }),
};
