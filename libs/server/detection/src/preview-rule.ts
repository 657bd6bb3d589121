import { DomainError, type AuditEvent, type RuleBody, type RulePreviewLine } from '@aoc/contracts';
import type { ReadContext, TenantContext } from '@aoc/server/context';
import { eventPages, toEvent, toNormalized, type EventDocument } from '@aoc/server/events';
import { asProvider, checkRule, findRule } from '@aoc/server/rules';
import type { Detection } from './detection';
import { PreviewRun, type PreviewAlert } from './preview-run';
import { candidatesOf, type Candidates } from './stored-events';

const DAY = 86_400_000;
const DEFAULT_DAYS = 7;
/** Events that a preview reads, and how long it takes, at most. */
const MAX_EVENTS = 300_000;
const MAX_TIME_MS = 60_000;
const PROGRESS_EVERY = 2000;
const MAX_SAMPLES = 20;
const MAX_EVENTS_SHOWN = 5;
const MAX_ACTORS = 10;

export interface PreviewInput {
  rule: RuleBody;
  start?: Date | undefined;
  end?: Date | undefined;
  /** id of a stored rule */
  compare_with?: string | undefined;
}
type Result = Extract<RulePreviewLine, { type: 'result' }>;

const toSample = ({ at, event, count }: PreviewAlert): Result['samples'][number] => ({
  at: new Date(at).toISOString(),
  event_dedupe_key: event.dedupe_key,
  actor: event.actor_display,
  summary: event.display_summary,
  count,
});
const newest = (alerts: readonly PreviewAlert[], most: number): Result['samples'] => alerts.slice(-most).reverse().map(toSample);

function diffOf(run: PreviewRun, old: PreviewRun): NonNullable<Result['diff']> {
  const only = (a: PreviewRun, b: PreviewRun) => a.kept.filter(({ event }) => !b.raisedKeys.has(event.dedupe_key));
  const added = only(run, old);
  return {
    only_new: newest(added, MAX_SAMPLES),
    only_old: newest(only(old, run), MAX_SAMPLES),
    both: Math.max(0, run.alerts - added.length),
    new_total: run.alerts,
    old_total: old.alerts,
  };
}

function resultOf(run: PreviewRun, old: PreviewRun | null, read: number, complete: boolean, events: AuditEvent[], days: number): Result {
  return {
    type: 'result',
    read,
    matches: run.matches,
    suppressed: run.suppressed,
    alerts: run.alerts,
    complete,
    days: [...run.days].map(([day, numbers]) => ({ day, ...numbers })).sort((a, b) => (a.day < b.day ? -1 : 1)),
    alerts_per_day: Math.round((run.alerts / Math.max(days, 1)) * 100) / 100,
    samples: newest(run.kept, MAX_SAMPLES),
    events,
    top_actors: [...run.actors]
      .sort(([, a], [, b]) => b - a)
      .slice(0, MAX_ACTORS)
      .map(([actor, alerts]) => ({ actor, alerts })),
    ...(old ? { diff: diffOf(run, old) } : {}),
  };
}

interface Range {
  start: Date;
  end: Date;
}

/** How many events there are to read: from the counters when the range holds all of them, else counted. */
async function costOf(
  ctx: ReadContext,
  { events }: Detection,
  candidates: Candidates,
  range: Range,
): Promise<{ events: number; of: number }> {
  const timestamp = { $gte: range.start, $lte: range.end };
  const [read, of] = await Promise.all([
    events.events.count(ctx, { ...candidates.filter, timestamp }, MAX_EVENTS + 1, { hint: candidates.hint }),
    events.events.count(ctx, { timestamp }, 1_000_000),
  ]);
  return { events: read, of: Math.max(of, read) };
}

/** A stored rule to compare with; whoever writes rules of the provider also tries them in tenants that they do not run for yet. */
async function storedBody(ctx: TenantContext, { rules }: Detection, id: string): Promise<RuleBody> {
  try {
    return (await findRule(ctx, rules, id)).body;
  } catch (error) {
    if (ctx.role !== 'msp_admin' || !(error instanceof DomainError && error.code === 'not_found')) throw error;
    return (await findRule(asProvider(ctx), rules, id)).body;
  }
}

/** Checks what a preview is asked for, before it answers anything. @throws DomainError bad_request, not_found */
export async function preparePreview(
  ctx: TenantContext,
  detection: Detection,
  input: PreviewInput,
): Promise<{ range: Range; old: RuleBody | null }> {
  checkRule(input.rule, 'body.rule');
  const end = input.end ?? ctx.clock.now();
  const start = input.start ?? new Date(end.getTime() - DEFAULT_DAYS * DAY);
  const old = input.compare_with === undefined ? null : await storedBody(ctx, detection, input.compare_with);
  return { range: { start, end }, old };
}

/**
 * Runs a rule, and on request the stored one beside it, over stored events in the order of time. Yields the cost, then how far it is,
 * last what it found. Memory does not grow with the number of events; `signal` ends it.
 */
export async function* previewRule(
  ctx: TenantContext,
  detection: Detection,
  input: PreviewInput,
  { range, old }: { range: Range; old: RuleBody | null },
  signal: AbortSignal,
): AsyncGenerator<RulePreviewLine> {
  const candidates = await candidatesOf(ctx, detection.events, input.rule, ...(old ? [old] : []));
  const cost = await costOf(ctx, detection, candidates, range);
  yield { type: 'estimate', ...cost, start: range.start.toISOString(), end: range.end.toISOString() };
  const { dedupeMs } = detection.alerts;
  const now = ctx.clock.now();
  const tenant = { tenantId: ctx.tenantId, workingTime: await detection.workingTimeOf(ctx.tenantId) };
  const run = new PreviewRun(input.rule, tenant, dedupeMs, now);
  const before = old && new PreviewRun(old, tenant, dedupeMs, now);
  const pages = eventPages(ctx, detection.events, {
    filter: { ...candidates.filter, timestamp: { $gte: range.start, $lte: range.end } },
    sort: 'asc',
    hint: candidates.hint,
    pageSize: 500,
  });
  const limit = detection.stopwatch() + MAX_TIME_MS;
  let shown: EventDocument[] = [];
  let read = 0;
  let complete = true;
  for await (const page of pages) {
    if (signal.aborted) return;
    for (const document of page) {
      const event = toNormalized(document);
      if (run.take(event)) shown = [...shown, document].slice(-MAX_EVENTS_SHOWN);
      before?.take(event);
    }
    read += page.length;
    complete = read < MAX_EVENTS && detection.stopwatch() < limit;
    if (!complete) break;
    if (read % PROGRESS_EVERY === 0) yield { type: 'progress', read, matches: run.matches, alerts: run.alerts };
  }
  const days = (range.end.getTime() - range.start.getTime()) / DAY;
  yield resultOf(run, before, read, complete, shown.reverse().map(toEvent), days);
}
