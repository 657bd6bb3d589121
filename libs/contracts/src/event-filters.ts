import { z } from 'zod';
import { wholeNumberParam } from './primitives';

/** Upper bounds that keep one query cheap. */
export const LIMITS = {
  pageSize: 500,
  filterValues: 50,
  filterLength: 256,
  searchLength: 512,
  queryLength: 4096,
  tags: 50,
  tagLength: 64,
  commentLength: 4000,
} as const;

const CONTROL = /[\u0000-\u001f\u007f]/;
const plain = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must be at most ${max} characters`)
    .refine((s) => !CONTROL.test(s), 'must not contain control characters')
    .refine((s) => s.isWellFormed(), 'must be valid Unicode');

/** A query parameter that may stand once or several times. */
const repeatable = <T extends z.ZodType>(item: T, max: number) =>
  z.preprocess((v) => (v === undefined || Array.isArray(v) ? v : [v]), z.array(item).max(max).optional());

/** False for 30 February and the like, which `Date` would silently move into the next month. */
function dayExists(text: string): boolean {
  const [year, month, day] = text.trim().slice(0, 10).split('-').map(Number);
  return year !== undefined && month !== undefined && day !== undefined && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** ISO 8601 date or date-time; without zone it is UTC. Years 1990 to 2100. */
export const instantParamSchema = z
  .string()
  .max(40)
  .transform((text, context) => {
    const match = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(text.trim());
    const dateOnly = /^\d{4}-\d{2}-\d{2}$/.test(text.trim());
    const date = match ? new Date(match[1] || dateOnly ? text.trim() : `${text.trim()}Z`) : new Date(NaN);
    const year = date.getUTCFullYear();
    if (!(year >= 1990 && year <= 2100) || !dayExists(text)) {
      context.addIssue({
        code: 'custom',
        message: 'must be an ISO 8601 date or date-time between 1990 and 2100, e.g. 2026-01-31T08:00:00Z',
      });
      return z.NEVER;
    }
    return date;
  })
  .meta({ description: 'ISO 8601 date or date-time, UTC when it names no zone', example: '2026-01-31T08:00:00Z' });

export const tagSchema = plain(LIMITS.tagLength);
/** Analysts' tags: trimmed, without repeats. */
export const tagsSchema = z
  .array(tagSchema)
  .max(LIMITS.tags)
  .transform((tags) => [...new Set(tags)]);

/** Filters of the event list as 1.x has them; all given filters must hold. */
export const eventFilterSchema = z.object({
  service: plain(LIMITS.filterLength).optional().meta({ description: 'service, exact' }),
  services: repeatable(plain(LIMITS.filterLength), LIMITS.filterValues).meta({ description: 'any of these services; repeatable' }),
  actor: plain(LIMITS.filterLength).optional().meta({ description: 'part of the display name or UPN of the actor, any case' }),
  operation: plain(LIMITS.filterLength).optional().meta({ description: 'part of the operation, any case' }),
  result: plain(LIMITS.filterLength).optional().meta({ description: 'part of the result, any case' }),
  start: instantParamSchema.optional().meta({ description: 'earliest timestamp, inclusive' }),
  end: instantParamSchema.optional().meta({ description: 'latest timestamp, inclusive' }),
  search: plain(LIMITS.searchLength).optional().meta({ description: 'words, or an exact identifier (UPN, GUID, IP address, device name)' }),
  include_tags: repeatable(tagSchema, LIMITS.tags).meta({ description: 'events that carry all of these tags; repeatable' }),
  exclude_tags: repeatable(tagSchema, LIMITS.tags).meta({ description: 'events that carry none of these tags; repeatable' }),
  q: z.string().max(LIMITS.queryLength).optional().meta({
    description: 'query language over the same fields (docs/query-language.md)',
    example: 'service:Exchange -result:success after:-24h',
  }),
});
export const rangeIsOrdered = (f: { start?: Date; end?: Date }) => !f.start || !f.end || f.start <= f.end;
export const rangeOrderMessage = { message: 'must not be later than end', path: ['start'] };

export type EventFilter = z.output<typeof eventFilterSchema>;
/** The filter with the rule that a time range must not be reversed. */
export const checkedEventFilterSchema = eventFilterSchema.refine(rangeIsOrdered, rangeOrderMessage);

export const cursorSchema = z.string().min(1).max(512).meta({ description: 'opaque position from next_cursor of the page before' });

export const eventListQuerySchema = eventFilterSchema
  .extend({
    cursor: cursorSchema.optional(),
    page_size: wholeNumberParam(1, LIMITS.pageSize).optional().meta({ description: 'default DEFAULT_PAGE_SIZE (24)' }),
    sort: z.enum(['asc', 'desc']).optional().meta({ description: 'by timestamp; default desc (newest first)' }),
    total: z.enum(['counted', 'known']).optional().meta({
      description:
        'what the first page tells of the number of matches; default counted. known: the page does not wait for counting, and total is -1 where the matches would have to be counted',
    }),
  })
  .refine(rangeIsOrdered, rangeOrderMessage);
export type EventListQuery = z.output<typeof eventListQuerySchema>;
