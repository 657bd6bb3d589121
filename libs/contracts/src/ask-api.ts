import { z } from 'zod';
import { coverageVerdictSchema } from './coverage';
import { problemSchema } from './errors';
import { eventIdParams } from './events-api';
import { eventFilterSchema, rangeIsOrdered, rangeOrderMessage } from './event-filters';
import { instantSchema } from './primitives';
import { route } from './route';
import { completenessSchema } from './search-api';

const problem = (description: string) => ({ description, schema: problemSchema });

export const ASK_LIMITS = { questionLength: 1000 } as const;

/** What a question wants to know; `list` when nothing else fits, `declined` when it is not about stored events. */
export const questionTypeSchema = z.enum([
  'who',
  'what_happened',
  'how_many',
  'when_first',
  'when_last',
  'what_changed',
  'failures',
  'unusual',
  'compare',
  'top',
  'admin_activity',
  'list',
  'declined',
]);
export type QuestionType = z.infer<typeof questionTypeSchema>;

/** A part of the understanding that a person can see, take away or change. */
export const askChipSchema = z.object({
  kind: z.enum(['time', 'entity', 'service', 'operation', 'result', 'actor', 'tag', 'type', 'text']),
  label: z.string().meta({ description: 'as it is shown, e.g. "Service: Exchange"' }),
  said: z
    .string()
    .nullable()
    .meta({ description: 'words of the question that it was read from; null when it comes from a filter or is a default' }),
  query: z.string().meta({ description: 'the same in the query language; empty for the question type' }),
});
export type AskChip = z.infer<typeof askChipSchema>;

/** Optional control characters but line breaks and tabs are refused: they are never part of a question. */
export const questionSchema = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(ASK_LIMITS.questionLength, `must be at most ${ASK_LIMITS.questionLength} characters`)
  .refine((s) => s.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(s), 'must not contain control characters');

/** IANA name of a time zone, such as Europe/Vienna. */
export const timeZoneSchema = z
  .string()
  .max(64)
  .refine((name) => {
    try {
      return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
    } catch {
      return false;
    }
  }, 'must be an IANA time zone, e.g. Europe/Vienna');

const filters = eventFilterSchema.pick({
  services: true,
  actor: true,
  operation: true,
  result: true,
  start: true,
  end: true,
  include_tags: true,
  exclude_tags: true,
  q: true,
}).shape;

export const askBodySchema = z
  .strictObject({
    question: questionSchema,
    ...filters,
    time_zone: timeZoneSchema
      .optional()
      .meta({ description: 'of the caller, for words such as yesterday; default: of the tenant, else UTC' }),
    async_mode: z.boolean().default(false).meta({ description: 'true: answer at once with a job_id' }),
  })
  .refine(rangeIsOrdered, rangeOrderMessage);
export type AskBody = z.output<typeof askBodySchema>;

/** An event that an answer may point to; the answer names it as `[number]`. */
export const citedEventSchema = z.object({
  number: z.number().int(),
  id: z.string(),
  timestamp: instantSchema,
  operation: z.string(),
  actor_display: z.string(),
  target_displays: z.array(z.string()),
  display_summary: z.string(),
  service: z.string(),
  result: z.string(),
});
export type CitedEvent = z.infer<typeof citedEventSchema>;

export const queryInfoSchema = z.object({
  question_type: questionTypeSchema,
  entity: z.string().nullable(),
  start: instantSchema,
  end: instantSchema,
  query: z.string().meta({ description: 'what was looked for, in the query language' }),
  chips: z.array(askChipSchema),
  event_count: z.number().int().meta({ description: 'events that were read as evidence' }),
  total_matched: z.number().int(),
  completeness: completenessSchema.meta({ description: 'of total_matched and of the numbers in the answer' }),
  services_queried: z.array(z.string()).meta({ description: 'empty: all that are not excluded' }),
  excluded_services: z.array(z.string()),
});
export type QueryInfo = z.infer<typeof queryInfoSchema>;

export const askAnswerSchema = z
  .object({
    answer: z.string().meta({ description: 'Markdown; [1] points to the event of that number' }),
    events: z.array(citedEventSchema),
    query_info: queryInfoSchema,
    coverage: coverageVerdictSchema,
    declined: z.boolean().meta({ description: 'the question cannot be answered from stored events; answer says why' }),
    llm_used: z.boolean(),
    llm_error: z.string().nullable().meta({ description: 'why there is no answer of the language model although one is configured' }),
    removed_citations: z.number().int().meta({ description: 'citations of the language model that named no event, taken out' }),
    disagreements: z
      .array(z.string())
      .meta({ description: 'numbers of the language model that differ from those that the database counted' }),
    cached: z.boolean(),
    job_id: z.string().nullable(),
  })
  .meta({ id: 'AskAnswer' });
export type AskAnswer = z.infer<typeof askAnswerSchema>;

export const explanationSchema = z
  .object({
    event_id: z.string(),
    explanation: z.string().meta({
      description: 'the whole as Markdown, of the language model where one wrote it; [1] points to the related event of that number',
    }),
    what_happened: z.string().meta({ description: 'computed; Markdown, as the sections that follow' }),
    who_and_what: z.string(),
    typical: z.string().meta({ description: 'whether it is usual for the actor, or to be investigated' }),
    security_meaning: z.string(),
    next_steps: z.array(z.string()).meta({ description: 'the most urgent first; each Markdown' }),
    names: z.record(z.string(), z.string()).meta({ description: 'GUIDs of the event whose names are known' }),
    related_events: z
      .array(citedEventSchema)
      .meta({ description: 'same actor or target, within 24 hours of the event; at most 20, by time' }),
    related_count: z.number().int().meta({ description: 'how many there are; more than 1,000 are not counted' }),
    llm_used: z.boolean(),
    llm_error: z.string().nullable(),
    cached: z.boolean(),
  })
  .meta({ id: 'Explanation' });
export type Explanation = z.infer<typeof explanationSchema>;

const answers = {
  400: problem('Bad input; each bad field is named in errors[]'),
  403: problem('What was asked for is hidden from the caller'),
  404: problem('AI_FEATURES_ENABLED is false, or no such event'),
  429: problem('The budget of this tenant for today is used up, or too many calls'),
  503: problem('Database or queue is away'),
};

export const askRoutes = {
  ask: route({
    method: 'post',
    path: '/api/ask',
    operationId: 'ask',
    summary: 'Answer a question in plain words, with evidence',
    description: 'Filters that are given always win over what the question says. Without a language model the answer is computed.',
    tag: 'ask',
    role: 'viewer',
    heavy: true,
    audit: { fields: ['question'] },
    body: askBodySchema,
    responses: {
      200: { description: 'The answer', schema: askAnswerSchema },
      202: { description: 'async_mode: job_id of GET /api/jobs/{job_id}', schema: askAnswerSchema.pick({ job_id: true }) },
      ...answers,
    },
  }),
  askStream: route({
    method: 'post',
    path: '/api/ask/stream',
    operationId: 'askStream',
    summary: 'The same while it is written (server-sent events)',
    description:
      'Messages: `understood` (query_info), `text` (a piece of the answer), `answer` (the whole, checked; replaces the pieces), `error` (problem details).',
    tag: 'ask',
    role: 'viewer',
    heavy: true,
    audit: { fields: ['question'] },
    body: askBodySchema,
    responses: { 200: { description: 'text/event-stream', contentType: 'text/event-stream' }, ...answers },
  }),
  explainEvent: route({
    method: 'post',
    path: '/api/events/{id}/explain',
    operationId: 'explainEvent',
    summary: 'What an event means, whether it is usual, and what to do next',
    tag: 'ask',
    role: 'viewer',
    heavy: true,
    params: eventIdParams,
    responses: { 200: { description: 'The explanation', schema: explanationSchema }, ...answers },
  }),
};
