import type { FetchedSource, SourceHealth } from '@aoc/contracts';
import { inTenant, type ReadContext, type TenantContext } from '@aoc/server/context';
import { graceOf, sourceGaps } from '../coverage/coverage-verdict';
import { mergeIntervals } from '../coverage/intervals';
import { sourceCoverage } from '../coverage/read-coverage';
import type { Ingestion } from '../ingestion';
import type { TenantIngestion } from '../tenant-ingestion';
import type { SourceStateDocument } from './source-state.schema';

const DAY = 86_400_000;
/** Counts of a day stop here, so that a health page stays cheap. */
const MAX_COUNT = 100_000;

const iso = (date: Date | null | undefined): string | null => date?.toISOString() ?? null;

function statusOf(state: SourceStateDocument | undefined, ingestion: Ingestion, now: Date): Pick<SourceHealth, 'status' | 'message'> {
  if (!state) return { status: 'never_run', message: 'Not fetched yet. The next schedule does it, or fetch now.' };
  if (state.lease && state.lease.expires > now && state.failures === 0) return { status: 'running', message: 'A fetch is under way.' };
  const last = state.last_success?.getTime() ?? 0;
  if (state.status === 'healthy' && ingestion.settings.periodic && now.getTime() - last > graceOf(ingestion))
    return {
      status: 'delayed',
      message: 'The last fetch is longer ago than two intervals. Check that a worker runs and that the queue answers.',
    };
  return { status: state.status, message: state.message };
}

async function healthOf(
  ctx: TenantContext,
  ingestion: Ingestion,
  source: FetchedSource,
  state: SourceStateDocument | undefined,
): Promise<SourceHealth> {
  const now = ctx.clock.now();
  const since = new Date(now.getTime() - DAY);
  const { stores } = ingestion;
  const [intake, rejected, read] = await Promise.all([
    stores.intake.find(ctx, { source, hour: { $gte: since } }).toArray(),
    stores.rejected.count(ctx, { source, first_seen: { $gte: since } }, MAX_COUNT),
    sourceCoverage(ctx, ingestion, source, state?.skipped_types),
  ]);
  const gaps = state ? sourceGaps(ctx, ingestion, state, read, {}) : [];
  const covered = mergeIntervals(read);
  const first = covered[0];
  const last = covered.at(-1);
  return {
    tenant_id: ctx.tenantId,
    source,
    ...statusOf(state, ingestion, now),
    last_fetch_time: iso(state?.last_success),
    last_attempt_time: iso(state?.last_attempt),
    next_attempt_time: iso(state?.next_attempt),
    watermark: iso(state?.watermark),
    lag_seconds: state?.lag_seconds ?? null,
    platform_lag_seconds: state?.platform_lag_seconds ?? null,
    last_error: state?.last_error ?? null,
    events_24h: intake.reduce((sum, row) => sum + row.count, 0),
    rejected_24h: rejected,
    coverage: {
      from: first ? new Date(first.start).toISOString() : null,
      to: last ? new Date(last.end).toISOString() : null,
      complete: state?.since != null && gaps.length === 0,
      gaps: gaps.slice(0, 100),
    },
  };
}

/** State, lag and coverage of every source of a tenant that is switched on, in plain words. */
export async function sourceHealth(ctx: TenantContext, ingestion: Ingestion): Promise<SourceHealth[]> {
  const states = await ingestion.stores.states.find(ctx, {}).toArray();
  return Promise.all(
    ingestion.settings.sources.map((source) =>
      healthOf(
        ctx,
        ingestion,
        source,
        states.find((state) => state.source === source),
      ),
    ),
  );
}

/** Tenants of one answer, and how many are asked about at a time. */
const MOST_TENANTS = 500;
const AT_ONCE = 8;

/** {@link sourceHealth} of all tenants of the context, those after the 500th left out. */
export async function sourceHealthOfTenants(ctx: ReadContext, ingestion: Pick<TenantIngestion, 'of'>): Promise<SourceHealth[]> {
  const tenants = ctx.tenants.slice(0, MOST_TENANTS);
  const found: SourceHealth[] = [];
  for (let at = 0; at < tenants.length; at += AT_ONCE) {
    const some = tenants.slice(at, at + AT_ONCE).map((id) => inTenant(ctx, id));
    found.push(...(await Promise.all(some.map(async (one) => sourceHealth(one, await ingestion.of(one))))).flat());
  }
  return found;
}
