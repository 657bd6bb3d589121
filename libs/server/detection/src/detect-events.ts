import type { NormalizedEvent } from '@aoc/contracts';
import {
  decideFirstSeen,
  decideWindow,
  evaluate,
  type CompiledRule,
  type RuleMatch,
  type RuleWindow,
  type WindowDecision,
  type WindowEntry,
} from '@aoc/detection';
import { raiseAlerts, type Hit } from '@aoc/server/alerts';
import type { TenantContext } from '@aoc/server/context';
import { markFailing, type TenantRules } from '@aoc/server/rules';
import type { Detected, Detection, DetectionTally } from './detection';
import { around, knownSince, readyWindows, remember, windowsOf } from './rule-windows';

/** Groups whose windows are in memory at the same time. */
const GROUPS_AT_ONCE = 16;
/** How often events are looked at again whose windows are lost each time. */
const MAX_AGAIN = 3;

interface Match extends RuleMatch {
  event: NormalizedEvent;
}
interface Windowed extends Match {
  window: RuleWindow;
}

const hasWindow = (match: Match): match is Windowed => match.window !== null;

function hitOf(now: Date, rules: TenantRules, match: Match, decision: WindowDecision | null): Hit {
  const { rule, event, window } = match;
  const at = event.timestamp;
  return {
    rule: { id: rule.id, version: rules.versions.get(rule.id) ?? 1, body: rule.body },
    event,
    matched: match.explain(),
    eventKeys: decision?.event_keys ?? [event.dedupe_key],
    first: decision ? new Date(decision.first) : at,
    last: decision ? new Date(decision.last) : at,
    lateBySeconds: Math.max(0, Math.round((now.getTime() - at.getTime()) / 1000)),
    window: decision && window ? { count: decision.count, group: window.group.split('\u001f').join(', ') } : null,
  };
}

/** Hits of one rule with windows: all entries are remembered first, then each is decided, so that a batch counts as a whole. */
async function windowHits(ctx: TenantContext, detection: Detection, rules: TenantRules, rule: CompiledRule, matches: readonly Windowed[]) {
  const complete = await readyWindows(ctx, detection, rules.set, rule);
  const rememberedSince = rule.body.first_seen ? Math.max(complete, await knownSince(ctx, detection)) : complete;
  const base = windowsOf(ctx, rule);
  await remember(
    detection,
    base,
    rule,
    matches.map(({ window }) => window),
  );
  const now = ctx.clock.now();
  const decideGroup = (group: readonly Windowed[], entries: readonly WindowEntry[]): Hit[] =>
    group.flatMap((match) => {
      const { entry } = match.window;
      const decision = rule.body.first_seen
        ? (decideFirstSeen(rule.body.first_seen, entries, entry, { rememberedSince })[0] ?? null)
        : decideWindow(rule, entries, entry);
      return decision ? [hitOf(now, rules, match, decision)] : [];
    });
  const hits: Hit[] = [];
  const waiting = [...Map.groupBy(matches, ({ window }) => window.group).values()];
  while (waiting.length > 0) {
    const groups = waiting.splice(0, GROUPS_AT_ONCE);
    const windows = groups.map((group) => group.map(({ window }) => window));
    for (const [at, entries] of (await around(detection, base, rule, windows)).entries())
      hits.push(...decideGroup(groups[at] ?? [], entries));
  }
  return hits;
}

/** Later hits about the same group that say nothing beyond the ones before are left out: what they name, those name too. */
function merged(hits: readonly Hit[]): Hit[] {
  const kept: Hit[] = [];
  for (const hit of hits.toSorted((a, b) => b.eventKeys.length - a.eventKeys.length)) {
    const keys = new Set(hit.eventKeys);
    const same = kept.find(
      (other) =>
        other.rule.id === hit.rule.id &&
        other.window?.group === hit.window?.group &&
        [...keys].every((key) => other.eventKeys.includes(key)),
    );
    if (!same) kept.push(hit);
  }
  return kept.sort((a, b) => a.first.getTime() - b.first.getTime());
}

async function hitsOf(ctx: TenantContext, detection: Detection, rules: TenantRules, matches: readonly Match[]): Promise<Hit[]> {
  const now = ctx.clock.now();
  const hits: Hit[] = [];
  for (const [rule, own] of Map.groupBy(matches, (match) => match.rule)) {
    if (rule.window === null) hits.push(...own.map((match) => hitOf(now, rules, match, null)));
    else hits.push(...merged(await windowHits(ctx, detection, rules, rule, own.filter(hasWindow))));
  }
  return hits;
}

/**
 * Runs the tenant's rules over events that are new, and raises what they find. Idempotent: the same events again raise nothing more, also
 * after a crash at any point and from several processes at once.
 */
export async function detectEvents(ctx: TenantContext, detection: Detection, events: readonly NormalizedEvent[]): Promise<Detected> {
  const rules = await detection.ruleSets.of(ctx);
  const now = ctx.clock.now();
  const started = detection.stopwatch();
  const matches: Match[] = [];
  const failures = new Map<string, string>();
  let suppressed = 0;
  for (const event of events) {
    const evaluation = evaluate(rules.set, event, { now });
    for (const match of evaluation.matches) {
      if (match.suppressed) suppressed += 1;
      else matches.push({ ...match, event });
    }
    for (const { rule, error } of evaluation.failing) failures.set(rule.id, error);
  }
  const evaluateMs = detection.stopwatch() - started;
  for (const [id, problems] of rules.set.problems)
    if (id !== '' && problems[0]) failures.set(id, `${problems[0].place}: ${problems[0].message}`);
  for (const [id, why] of failures) await markFailing(ctx, detection.rules, rules, id, why);
  const generation = matches.some(hasWindow) ? await detection.windows.generation() : null;
  const raised = matches.length === 0 ? [] : await raiseAlerts(ctx, detection.alerts, await hitsOf(ctx, detection, rules, matches));
  if (raised.length > 0) await detection.onRaised?.(ctx, raised);
  const tally = {
    events: events.length,
    matches: matches.length,
    suppressed,
    alerts: raised.filter(({ isNew }) => isNew).length,
    failures: failures.size,
    evaluateMs,
  };
  detection.onTally?.(tally);
  return { ...tally, generation };
}

/**
 * The step of ingestion for new events. Windows that are lost before the events are stored may have been made again without them, from
 * what was stored by then: that is looked at once they are stored, and their windows then hold them.
 */
export const detectionStep =
  (detection: Detection, onDetected: (tally: DetectionTally) => void = () => undefined) =>
  async (ctx: TenantContext, events: readonly NormalizedEvent[]): Promise<(() => Promise<void>) | undefined> => {
    const first = await detectEvents(ctx, detection, events);
    onDetected(first);
    if (first.generation === null) return undefined;
    return async () => {
      let { generation } = first;
      for (let again = 0; again < MAX_AGAIN && generation !== (await detection.windows.generation()); again += 1)
        ({ generation } = await detectEvents(ctx, detection, events));
    };
  };
