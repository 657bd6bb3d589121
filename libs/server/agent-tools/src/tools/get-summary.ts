import { completenessSchema, severitySchema, type Facets, type FacetFieldName } from '@aoc/contracts';
import { alertSummary } from '@aoc/server/alerts';
import type { TenantContext } from '@aoc/server/context';
import { facets, histogram } from '@aoc/server/events';
import { coverageVerdict } from '@aoc/server/ingestion';
import { z } from 'zod';
import { coverageSchema, emptyNote, seconds, toCoverage } from '../compact/coverage';
import { clip } from '../compact/shorten';
import { tool, type ReadingDeps } from '../tool';
import { daysArgument, lastDays } from './arguments';

const FIELDS = ['operation', 'actor', 'result'] as const;
const TOP = 10;
const INTERVALS = 31;
const MAX_SERVICES = 40;

const countSchema = z.object({ value: z.string(), count: z.int() });
const countsSchema = z.array(countSchema);
const output = z.object({
  start: z.string(),
  end: z.string(),
  total: z.int(),
  completeness: completenessSchema.meta({ description: 'of total, services and intervals' }),
  services: countsSchema,
  interval_seconds: z.int(),
  intervals: z.array(z.object({ start: z.string(), count: z.int() })).meta({ description: 'events by interval' }),
  top: z.object({ operations: countsSchema, actors: countsSchema, results: countsSchema }),
  top_counted: z.int().meta({ description: 'newest events that top was counted from' }),
  top_completeness: completenessSchema,
  alerts: z
    .object({ open: z.int(), acknowledged: z.int(), open_by_severity: z.partialRecord(severitySchema, z.int()) })
    .meta({ description: 'of all time' }),
  coverage: coverageSchema,
  note: z.string(),
});

const topOf = (counted: Facets, field: FacetFieldName): z.infer<typeof countsSchema> =>
  (counted.facets.find((facet) => facet.field === field)?.values ?? []).map(({ value, count }) => ({ value: clip(value, 100), count }));

async function summary(ctx: TenantContext, deps: ReadingDeps, { days }: { days: number }): Promise<z.input<typeof output>> {
  const filter = lastDays(ctx, days);
  const ingestion = await deps.tenantIngestion.of(ctx);
  const [counts, counted, alerts, verdict] = await Promise.all([
    histogram(ctx, deps.events, { filter, buckets: Math.min(INTERVALS, Math.max(7, days)), split: 'service' }),
    facets(ctx, deps.events, { filter, fields: FIELDS, limit: TOP }),
    alertSummary(ctx, deps.detection.alerts),
    coverageVerdict(ctx, ingestion, filter),
  ]);
  const coverage = toCoverage(verdict);
  const services = new Map<string, number>();
  for (const { values = {} } of counts.buckets)
    for (const [value, count] of Object.entries(values)) services.set(value, (services.get(value) ?? 0) + count);
  const open = alerts.by_status_severity.filter(({ _id }) => _id.status === 'open').map(({ _id, count }) => [_id.severity, count] as const);
  return {
    start: seconds(filter.start.toISOString()),
    end: seconds(filter.end.toISOString()),
    total: counts.total,
    completeness: counts.completeness,
    services: [...services]
      .sort(([, a], [, b]) => b - a)
      .slice(0, MAX_SERVICES)
      .map(([value, count]) => ({ value: clip(value, 100), count })),
    interval_seconds: counts.interval_seconds,
    intervals: counts.buckets.map(({ start, count }) => ({ start: seconds(start), count })),
    top: { operations: topOf(counted, 'operation'), actors: topOf(counted, 'actor'), results: topOf(counted, 'result') },
    top_counted: counted.counted,
    top_completeness: counted.completeness,
    alerts: { open: alerts.total_open, acknowledged: alerts.total_acknowledged, open_by_severity: Object.fromEntries(open) },
    coverage,
    note: counts.total === 0 ? emptyNote(coverage) : 'search_events finds the events behind a number; list_alerts the alerts.',
  };
}

export const getSummary = tool({
  name: 'get_summary',
  title: 'Summary of the last days',
  description:
    'How much happened in the last days: events in total, per interval and by service, the most frequent operations, actors and results, and open alerts.',
  input: z.strictObject({ days: daysArgument }),
  output,
  role: 'viewer',
  readOnly: true,
  idempotent: true,
  crossTenant: true,
  heavy: false,
  run: summary,
});
