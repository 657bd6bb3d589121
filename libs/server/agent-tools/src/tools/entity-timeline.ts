import { completenessSchema, type EventFilter, type Facets, type FacetFieldName } from '@aoc/contracts';
import { listAlerts } from '@aoc/server/alerts';
import type { TenantContext } from '@aoc/server/context';
import { askedTime, facets, listEvents } from '@aoc/server/events';
import { coverageVerdict } from '@aoc/server/ingestion';
import { z } from 'zod';
import { alertTable } from '../compact/alert-table';
import { coverageSchema, emptyNote, seconds, toCoverage } from '../compact/coverage';
import { eventTable, ROW_LEVELS, tableSchema } from '../compact/event-table';
import { askedPage, packCursor, rangeCursorSchema } from '../compact/range-cursor';
import { clip } from '../compact/shorten';
import { fits, fitting } from '../compact/tokens';
import { tool, type ReadingDeps } from '../tool';
import { daysArgument, entityArgument, lastDays, limitArgument } from './arguments';

const FIELDS = ['operation', 'service', 'actor', 'result'] as const;
const TOP = 8;
const MAX_ALERTS = 10;

const input = z.strictObject({ entity: entityArgument, days: daysArgument, limit: limitArgument(50), cursor: rangeCursorSchema });
const countsSchema = z.array(z.object({ value: z.string(), count: z.int() }));
const tables = z.object(tableSchema);
const output = z.object({
  entity: z.string(),
  total: z.int().nullable(),
  total_is_exact: z.boolean(),
  first_seen: z.string().nullable().meta({ description: 'first event in the asked time; null on later pages' }),
  last_seen: z.string().nullable(),
  top: z
    .object({ operations: countsSchema, services: countsSchema, actors: countsSchema, results: countsSchema })
    .meta({ description: 'actors: who acted on it or with it' }),
  top_completeness: completenessSchema,
  alerts: tables.meta({ description: 'newest alerts about it in the asked time' }),
  alerts_total: z.int(),
  events: tables.meta({ description: 'newest first' }),
  next_cursor: z.string().nullable(),
  coverage: coverageSchema,
  note: z.string(),
});

const topOf = (counted: Facets, field: FacetFieldName): z.infer<typeof countsSchema> =>
  (counted.facets.find((facet) => facet.field === field)?.values ?? []).map(({ value, count }) => ({ value: clip(value, 80), count }));

const firstEvent = async (ctx: TenantContext, { events }: ReadingDeps, filter: EventFilter): Promise<string | null> =>
  (await listEvents(ctx, events, { filter, sort: 'asc', pageSize: 1, total: 'known' })).items[0]?.timestamp ?? null;

/** Alerts name an identifier as one of their entities, and a person also by name. */
const alertsOf = (ctx: TenantContext, { detection }: ReadingDeps, entity: string, start: Date) =>
  listAlerts(
    ctx,
    detection.alerts,
    { ...(/\s/.test(entity) ? { actor: entity } : { entity }), start, sort: 'newest', page_size: MAX_ALERTS },
    MAX_ALERTS,
  );

async function timeline(ctx: TenantContext, deps: ReadingDeps, args: z.output<typeof input>): Promise<z.input<typeof output>> {
  const { start, end, ...position } = askedPage(lastDays(ctx, args.days), args.cursor);
  const filter: EventFilter = { search: args.entity, start, end };
  const asked = askedTime(ctx, filter);
  const ingestion = await deps.tenantIngestion.of(ctx);
  const [page, first, counted, alerts, verdict] = await Promise.all([
    listEvents(ctx, deps.events, { filter, sort: 'desc', pageSize: args.limit, ...position }),
    args.cursor === undefined ? firstEvent(ctx, deps, filter) : null,
    facets(ctx, deps.events, { filter, fields: FIELDS, limit: TOP }),
    alertsOf(ctx, deps, args.entity, start),
    coverageVerdict(ctx, ingestion, asked),
  ]);
  const coverage = toCoverage(verdict);
  const total = page.total < 0 ? null : page.total;
  const newest = page.items[0];
  const next_cursor = packCursor({ start, end }, page.next_cursor);
  const answer = fitting(ROW_LEVELS, (most) => ({
    entity: args.entity,
    total,
    total_is_exact: page.total_is_exact,
    first_seen: first === null ? null : seconds(first),
    last_seen: args.cursor !== undefined || !newest ? null : seconds(newest.timestamp),
    top: {
      operations: topOf(counted, 'operation'),
      services: topOf(counted, 'service'),
      actors: topOf(counted, 'actor'),
      results: topOf(counted, 'result'),
    },
    top_completeness: counted.completeness,
    alerts: alertTable(ctx, alerts.items, most),
    alerts_total: alerts.total,
    events: eventTable(ctx, page.items, most),
    next_cursor,
    coverage,
    note:
      page.items.length === 0 && total !== null
        ? emptyNote(coverage)
        : `${page.items.length} events shown. ${page.next_cursor === null ? 'These are all.' : 'Older ones: the same call with cursor = next_cursor.'} get_event and get_alert show one in full.`,
  }));
  // Ids alone can be too long for a page of this size.
  const half = Math.floor(page.items.length / 2);
  return half > 0 && !fits(answer) ? timeline(ctx, deps, { ...args, limit: half }) : answer;
}

export const entityTimeline = tool({
  name: 'entity_timeline',
  title: 'What a user, device, app or address did',
  description:
    'Everything about one user, device, app, IP address or GUID in the last days: first and last seen, most frequent operations, services and actors, alerts about it, and its events newest first.',
  input,
  output,
  role: 'viewer',
  readOnly: true,
  idempotent: true,
  crossTenant: true,
  heavy: false,
  run: timeline,
});
