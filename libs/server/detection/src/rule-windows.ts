import { evaluate, type CompiledRule, type RuleSet, type RuleWindow, type WindowEntry } from '@aoc/detection';
import type { TenantContext } from '@aoc/server/context';
import { eventIndex, eventPages, toNormalized } from '@aoc/server/events';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Detection } from './detection';
import { candidatesOf } from './stored-events';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Records of the unified log may come a day late, and join windows of then. */
const LATE_MS = 26 * 3_600_000;
/** Stored events that lost windows are made again from, at most: the newest. */
const MAX_REBUILT = 50_000;
/** How often windows are made again that are lost while they are made. */
const MAX_ATTEMPTS = 3;

const entrySchema = z.object({
  at: z.number(),
  dedupe_key: z.string(),
  values: z.array(z.string()).optional(),
  steps: z.array(z.number()).optional(),
});

/** Length of a rule's windows in ms. */
export function spanOf({ body: { first_seen, threshold, sequence } }: CompiledRule): number {
  return first_seen ? first_seen.lookback_days * DAY : ((threshold ?? sequence)?.window_minutes ?? 0) * MINUTE;
}
const keptFor = (rule: CompiledRule): number => (rule.body.first_seen ? spanOf(rule) : 2 * spanOf(rule)) + LATE_MS;

/** Names the windows of a rule as it is now: another condition or another window is another state; a new name or message is not. */
export function windowsOf(ctx: TenantContext, { id, body }: CompiledRule): string[] {
  const { conditions, threshold, sequence, first_seen, exceptions } = body;
  const form = createHash('sha256')
    .update(JSON.stringify([conditions, threshold, sequence, first_seen, exceptions]))
    .digest('base64url');
  return [ctx.tenantId, id, form.slice(0, 12)];
}

const short = (text: string): string => (text.length <= 100 ? text : createHash('sha256').update(text).digest('base64url'));

/** The sets that an entry goes into: one per group, or per group and value where only the first and last of each value matter. */
function setsOf(base: readonly string[], rule: CompiledRule, { group, entry }: RuleWindow): { key: string[]; entry: WindowEntry }[] {
  const own = [...base, short(group)];
  if (!rule.body.first_seen) return [{ key: own, entry }];
  return (entry.values ?? []).map((value) => ({ key: [...own, short(value)], entry: { ...entry, values: [value] } }));
}

/** Puts entries into their windows; again and again is the same as once. */
export async function remember(
  { windows }: Pick<Detection, 'windows'>,
  base: readonly string[],
  rule: CompiledRule,
  entries: readonly RuleWindow[],
): Promise<void> {
  const bySet = Map.groupBy(
    entries.flatMap((one) => setsOf(base, rule, one)),
    ({ key }) => key.join('\u0000'),
  );
  const how = { keepMs: keptFor(rule), ends: rule.body.first_seen !== undefined };
  const filled = [...bySet.values()].flatMap((own) => {
    const entries = own.map(({ entry }) => ({ at: entry.at, text: JSON.stringify(entry) }));
    return own[0] ? [{ key: own[0].key, entries }] : [];
  });
  await windows.add(filled, how);
}

function parsed(text: string): WindowEntry[] {
  const entry = entrySchema.safeParse(JSON.parse(text));
  if (!entry.success) return [];
  const { values, steps, ...rest } = entry.data;
  return [{ ...rest, ...(values ? { values } : {}), ...(steps ? { steps } : {}) }];
}

/** What is remembered around the entries of each group. */
export async function around(
  { windows }: Pick<Detection, 'windows'>,
  base: readonly string[],
  rule: CompiledRule,
  groups: readonly (readonly RuleWindow[])[],
): Promise<WindowEntry[][]> {
  const span = spanOf(rule);
  const ranges = groups.flatMap((entries, group) => {
    const times = entries.map(({ entry }) => entry.at);
    const [from, to] = [Math.min(...times) - span, Math.max(...times) + span];
    const keys = new Map(entries.flatMap((one) => setsOf(base, rule, one)).map(({ key }) => [key.join('\u0000'), key]));
    return [...keys.values()].map((key) => ({ group, key, from, to }));
  });
  const rows = await windows.between(ranges);
  const entriesOf = (group: number) => ranges.flatMap((range, at) => (range.group === group ? (rows[at] ?? []) : []));
  return groups.map((_entries, group) => entriesOf(group).flatMap(({ text }) => parsed(text)));
}

/**
 * Makes sure that the windows of a rule hold what happened before: where they are new or were lost, they are made from stored events.
 * @returns since when (ms) they are complete
 */
export async function readyWindows(ctx: TenantContext, detection: Detection, set: RuleSet, rule: CompiledRule): Promise<number> {
  const base = windowsOf(ctx, rule);
  let since = 0;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const generation = await detection.windows.generation();
    const known = await detection.windows.since(base);
    if (known !== null) return known;
    since = await makeWindows(ctx, detection, set, rule);
    if (await detection.windows.setSince(base, since, keptFor(rule), generation)) break;
  }
  return since;
}

/** Puts what is stored into the windows of a rule. @returns since when (ms) */
async function makeWindows(ctx: TenantContext, detection: Detection, set: RuleSet, rule: CompiledRule): Promise<number> {
  const base = windowsOf(ctx, rule);
  const now = ctx.clock.now();
  const candidates = await candidatesOf(ctx, detection.events, rule.body);
  const from = now.getTime() - keptFor(rule);
  const pages = eventPages(ctx, detection.events, {
    filter: { ...candidates.filter, timestamp: { $gte: new Date(from) } },
    sort: 'desc',
    hint: candidates.hint,
    pageSize: 500,
  });
  let read = 0;
  for await (const page of pages) {
    const waiting: RuleWindow[] = [];
    for (const document of page) {
      const match = evaluate(set, toNormalized(document), { now }).matches.find((one) => one.rule.id === rule.id);
      if (match?.window && !match.suppressed) waiting.push(match.window);
    }
    await remember(detection, base, rule, waiting);
    read += page.length;
    const last = page.at(-1);
    if (read >= MAX_REBUILT && last) return last.timestamp.getTime();
  }
  return from;
}

/** Since when (ms) the tenant's events are known at all: what came before its first event was not seen. */
export async function knownSince(ctx: TenantContext, { events }: Detection): Promise<number> {
  const first = await events.events.findOne(
    ctx,
    {},
    { sort: { timestamp: 1, _id: 1 }, projection: { timestamp: 1 }, hint: eventIndex.newest },
  );
  return first?.timestamp.getTime() ?? ctx.clock.now().getTime();
}
