import { eventFilterSchema, type EventFilter } from '@aoc/contracts';
import { printQuery, type Query } from '@aoc/query';
import type { TenantContext } from '@aoc/server/context';
import { askedTime, listEvents, queryOf } from '@aoc/server/events';
import { coverageVerdict } from '@aoc/server/ingestion';
import { z } from 'zod';
import { coverageSchema, emptyNote, toCoverage } from '../compact/coverage';
import { eventTable, ROW_LEVELS, tableSchema } from '../compact/event-table';
import { askedPage, packCursor, rangeCursorSchema, type Range } from '../compact/range-cursor';
import { fits, fitting } from '../compact/tokens';
import { tool, type ReadingDeps } from '../tool';
import { daysArgument, entityArgument, lastDays, limitArgument } from './arguments';

const { service, operation, result, q } = eventFilterSchema.shape;
const oneService = service.unwrap();

const input = z.strictObject({
  entity: entityArgument.optional(),
  services: z
    .union([oneService, z.array(oneService).max(50)])
    .optional()
    .meta({ description: 'any of these services, e.g. Exchange' }),
  operation: operation.meta({ description: 'part of the operation, any case, e.g. inboxrule' }),
  result: result.meta({ description: 'part of the result, any case, e.g. fail' }),
  query: q.meta({ description: 'more conditions in AOC query language, e.g. changed:State -tag:reviewed ip:10.0.0.0/8' }),
  days: daysArgument,
  limit: limitArgument(20),
  cursor: rangeCursorSchema,
});
type Arguments = z.output<typeof input>;

const output = z.object({
  query: z.string().meta({ description: 'what was looked for, in the query language' }),
  total: z.int().nullable().meta({ description: 'all matches; null on later pages' }),
  total_is_exact: z.boolean().meta({ description: 'false: there are at least that many' }),
  ...tableSchema,
  next_cursor: z.string().nullable(),
  coverage: coverageSchema,
  note: z.string(),
});

/** The arguments as the filter of the event list. Services are compared without minding case. */
function filterOf({ entity, services, operation, result, query }: Arguments, { start, end }: Range): EventFilter {
  const wanted: Query[] = [services ?? []].flat().map((value) => ({ kind: 'field', field: 'service', match: 'plain', value }));
  const own = query === undefined || query.trim() === '' ? [] : [`(${query})`];
  const text = [...own, ...(wanted.length === 0 ? [] : [`(${printQuery({ kind: 'any', of: wanted })})`])].join(' ');
  return {
    ...(entity === undefined ? {} : { search: entity }),
    ...(operation === undefined ? {} : { operation }),
    ...(result === undefined ? {} : { result }),
    ...(text === '' ? {} : { q: text }),
    start,
    end,
  };
}

async function search(ctx: TenantContext, deps: ReadingDeps, args: Arguments): Promise<z.input<typeof output>> {
  const { start, end, ...position } = askedPage(lastDays(ctx, args.days), args.cursor);
  const filter = filterOf(args, { start, end });
  const asked = askedTime(ctx, filter);
  const ingestion = await deps.tenantIngestion.of(ctx);
  const [page, verdict] = await Promise.all([
    listEvents(ctx, deps.events, { filter, sort: 'desc', pageSize: args.limit, ...position }),
    coverageVerdict(ctx, ingestion, asked),
  ]);
  const coverage = toCoverage(verdict);
  const { items } = page;
  const next_cursor = packCursor({ start, end }, page.next_cursor);
  const total = page.total < 0 ? null : page.total;
  const answer = fitting(ROW_LEVELS, (most) => ({
    query: printQuery(queryOf(filter)),
    total,
    total_is_exact: page.total_is_exact,
    ...eventTable(ctx, items, most),
    next_cursor,
    coverage,
    note: noteOf({ shown: items.length, total, exact: page.total_is_exact, more: next_cursor !== null }, coverage),
  }));
  // Ids alone can be too long for a page of this size.
  const half = Math.floor(items.length / 2);
  return half > 0 && !fits(answer) ? search(ctx, deps, { ...args, limit: half }) : answer;
}

function noteOf(
  { shown, total, exact, more }: { shown: number; total: number | null; exact: boolean; more: boolean },
  coverage: z.infer<typeof coverageSchema>,
): string {
  if (shown === 0) return total === null ? 'There are no more.' : emptyNote(coverage);
  const of = total === null ? 'more events' : `${exact ? '' : 'at least '}${total} events`;
  const next = more ? 'The next page: the same call with cursor = next_cursor; better, narrow the search.' : 'These are all.';
  return `${shown} of ${of}, newest first. ${next} get_event shows one in full by its id.`;
}

export const searchEvents = tool({
  name: 'search_events',
  title: 'Search events',
  description:
    'Find administrative events of Microsoft 365: who did what to whom, when. All given arguments must hold. Answers a table (columns, rows), newest first, with the exact number of matches and how complete the asked time has been read.',
  input,
  output,
  role: 'viewer',
  readOnly: true,
  idempotent: true,
  crossTenant: true,
  heavy: false,
  run: search,
});
