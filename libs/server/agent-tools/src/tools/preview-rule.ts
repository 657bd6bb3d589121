import { checkedRuleBodySchema, DomainError, jsonObjectSchema, type RuleBody, type RulePreviewLine } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { preparePreview, previewRule as runPreview } from '@aoc/server/detection';
import { getRule } from '@aoc/server/rules';
import { z } from 'zod';
import { seconds } from '../compact/coverage';
import { tableSchema } from '../compact/event-table';
import { clip } from '../compact/shorten';
import { parseArguments } from '../parse-arguments';
import { tool, type ToolDeps } from '../tool';
import { lastDays } from './arguments';

const MAX_DAYS = 90;

const input = z.strictObject({
  rule: jsonObjectSchema.optional().meta({
    description:
      'a rule: {name, severity, conditions: [{field, op, value}], threshold?, sequence?, first_seen?}; all conditions must hold. Fields such as operation, service, result, actor.upn, targets.display, changes.State.new, raw.…; ops such as eq, contains, in, regex, exists, cidr, after_hours',
  }),
  rule_id: z.string().trim().min(1).max(64).optional().meta({ description: 'in place of rule: a stored one, as list_rules gives it' }),
  compare_with: z.string().trim().min(1).max(64).optional().meta({ description: 'id of a stored rule: which alerts would come and go' }),
  days: z.int().min(1).max(90).default(7).meta({ description: 'stored days that it runs over' }),
});
type Arguments = z.output<typeof input>;

const output = z.object({
  start: z.string(),
  end: z.string(),
  events_read: z.int(),
  complete: z.boolean().meta({ description: 'false: time or number of events was limited' }),
  matches: z.int(),
  suppressed: z.int().meta({ description: 'matches that exceptions pass over' }),
  alerts: z.int().meta({ description: 'after repeats were put together' }),
  alerts_per_day: z.number(),
  days: z.array(z.object({ day: z.string(), matches: z.int(), alerts: z.int() })).meta({ description: 'days without any are left out' }),
  top_actors: z.array(z.object({ actor: z.string(), alerts: z.int() })),
  ...tableSchema,
  compared: z
    .object({ both: z.int(), only_new: z.int(), only_old: z.int() })
    .nullable()
    .meta({ description: 'with compare_with: alerts of both rules, of the new and of the stored one alone' }),
  note: z.string(),
});
type Result = Extract<RulePreviewLine, { type: 'result' }>;

async function ruleOf(ctx: TenantContext, { detection }: ToolDeps, { rule, rule_id }: Arguments): Promise<RuleBody> {
  if (rule !== undefined && rule_id === undefined) return parseArguments(checkedRuleBodySchema, rule, 'rule');
  if (rule === undefined && rule_id !== undefined) {
    const { name, enabled, severity, message, conditions, description, guidance, tags, techniques, references, ...rest } = await getRule(
      ctx,
      detection.rules,
      rule_id,
    );
    const { threshold, sequence, first_seen, exceptions, tenants } = rest;
    const body = { name, enabled, severity, message, conditions, description, guidance, tags, techniques, references };
    return { ...body, threshold, sequence, first_seen, exceptions, tenants };
  }
  throw new DomainError('bad_request', 'Give either rule or rule_id.', {
    errors: [{ path: 'rule', message: 'rule or rule_id, not both' }],
  });
}

function answerOf(result: Result, range: { start: Date; end: Date }): z.input<typeof output> {
  const { diff } = result;
  return {
    start: seconds(range.start.toISOString()),
    end: seconds(range.end.toISOString()),
    events_read: result.read,
    complete: result.complete,
    matches: result.matches,
    suppressed: result.suppressed,
    alerts: result.alerts,
    alerts_per_day: result.alerts_per_day,
    days: result.days.map(({ day, matches, alerts }) => ({ day, matches, alerts })),
    top_actors: result.top_actors.map(({ actor, alerts }) => ({ actor: clip(actor, 100), alerts })),
    columns: ['event_id', 'time', 'actor', 'summary', 'count'],
    rows: result.samples.map(({ event_dedupe_key, at, actor, summary, count }) => [
      event_dedupe_key,
      seconds(at),
      actor === null ? null : clip(actor, 100),
      clip(summary, 160),
      String(count),
    ]),
    compared: diff
      ? { both: diff.both, only_new: Math.max(0, diff.new_total - diff.both), only_old: Math.max(0, diff.old_total - diff.both) }
      : null,
    note: `${result.samples.length} of ${result.alerts} alerts shown, newest first. Nothing was stored or changed.${result.complete ? '' : ' The run was limited: ask for fewer days.'}`,
  };
}

async function preview(ctx: TenantContext, deps: ToolDeps, args: Arguments, signal: AbortSignal): Promise<z.input<typeof output>> {
  const range = lastDays(ctx, Math.min(args.days, MAX_DAYS));
  const given = { rule: await ruleOf(ctx, deps, args), ...range, compare_with: args.compare_with };
  const prepared = await preparePreview(ctx, deps.detection, given);
  const free = deps.takePreview();
  try {
    for await (const line of runPreview(ctx, deps.detection, given, prepared, signal))
      if (line.type === 'result') return answerOf(line, range);
  } finally {
    free();
  }
  throw new DomainError('unavailable', 'The run was broken off before it had a result.');
}

export const previewRule = tool({
  name: 'preview_rule',
  title: 'Try a detection rule',
  description:
    'Run a rule over stored events: how many alerts it would have raised, when, for whom. Changes nothing. Needs the role analyst.',
  input,
  output,
  role: 'analyst',
  readOnly: true,
  idempotent: true,
  crossTenant: false,
  heavy: true,
  audit: { action: 'previewRule', target: 'rule_id' },
  run: preview,
});
