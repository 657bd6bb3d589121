import { checkedRuleBodySchema, closestIssues, DomainError, issueWords, type RuleBody, type RuleImportReport } from '@aoc/contracts';
import { importSigma, ruleProblems } from '@aoc/detection';
import type { ReadContext, TenantContext } from '@aoc/server/context';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { nameKey } from './check-rule';
import type { RuleStore } from './rule.repository';
import { createRule, listOwnRules, replaceRule } from './rules';

type Item = RuleImportReport['items'][number];
interface Candidate extends Omit<Item, 'rule_id' | 'severity'> {
  rule: RuleBody | null;
}

/** Enough to find the fault in a text of many documents. */
const MAX_FAULTS = 20;
const exportSchema = z.object({ aoc_rules: z.literal(1), rules: z.array(z.unknown()).max(5000) });

/** Rules of an export of AOC, each with its verdict. @throws DomainError bad_request when it is none */
function candidatesOfExport(content: string): Candidate[] {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    throw new DomainError('bad_request', 'The content is not JSON. Give what GET /api/rules/export answers.', {
      errors: [{ path: 'body.content', message: 'is not JSON' }],
    });
  }
  const parsed = exportSchema.safeParse(json);
  if (!parsed.success)
    throw new DomainError('bad_request', 'The content is no export of AOC: {"aoc_rules": 1, "rules": […]} is expected.', {
      errors: [{ path: 'body.content', message: 'is no export of AOC' }],
    });
  return parsed.data.rules.map((one, index): Candidate => {
    const rule = checkedRuleBodySchema.safeParse(one, { error: issueWords });
    if (!rule.success)
      return {
        title: titleOf(one) ?? `rule ${index + 1}`,
        verdict: 'cannot_run',
        reasons: closestIssues(rule.error.issues).map(({ path, message }) => ({ place: [`rules[${index}]`, ...path].join('.'), message })),
        notes: [],
        rule: null,
      };
    return { title: rule.data.name, verdict: 'imported', reasons: [], notes: [], rule: rule.data };
  });
}

const titleOf = (value: unknown): string | null => {
  const named = z.object({ name: z.string() }).safeParse(value);
  return named.success ? named.data.name.slice(0, 200) : null;
};

/** Sigma rules, each with its verdict. @throws DomainError bad_request when nothing in the text can be read */
function candidatesOfSigma(content: string): Candidate[] {
  const reports = importSigma(content);
  if (reports.every(({ unread }) => unread === true)) {
    const faults = reports.flatMap(({ reasons }) => reasons.map(({ place, message }) => `${place}: ${message}`)).slice(0, MAX_FAULTS);
    throw new DomainError('bad_request', `The content cannot be read as Sigma rules: ${faults[0]}.`, {
      errors: faults.map((message) => ({ path: 'body.content', message })),
    });
  }
  return reports.map(({ title, verdict, reasons, notes, rule }): Candidate => ({
    title: title ?? 'without title',
    verdict,
    reasons: [...reasons],
    notes: [...notes],
    rule: rule ?? null,
  }));
}

type Problems = readonly { place: string; message: string }[];
interface ImportOptions {
  /** What keeps a rule from running. */
  problemsOf?: (body: RuleBody) => Problems;
  /** false: exceptions of imported rules are left out, and stored ones stay */
  takesExceptions?: boolean;
}
const EXCEPTIONS_LEFT = 'Its exceptions were left out: add them in the tenants that they are about.';

function candidatesOf(format: 'sigma' | 'aoc', content: string, problemsOf: (body: RuleBody) => Problems): Candidate[] {
  const found = format === 'aoc' ? candidatesOfExport(content) : candidatesOfSigma(content);
  return found.map((candidate) => {
    const problems = candidate.rule ? problemsOf(candidate.rule) : [];
    if (problems.length === 0) return candidate;
    return { ...candidate, verdict: 'cannot_run', reasons: problems.map(({ place, message }) => ({ place, message })), rule: null };
  });
}

/**
 * Stores the rules of a document that can run, each with a verdict; one that has the name of a stored rule becomes its new version.
 * A dry run stores nothing.
 * @throws DomainError bad_request when the document as a whole cannot be read
 */
export async function importRules(
  ctx: TenantContext,
  store: RuleStore,
  input: { format: 'sigma' | 'aoc'; content: string; dry_run: boolean; enabled: boolean },
  { problemsOf = ruleProblems, takesExceptions = true }: ImportOptions = {},
): Promise<RuleImportReport> {
  const stored = new Map((await listOwnRules(ctx, store)).map((rule) => [nameKey(rule.name), rule]));
  const items: Item[] = [];
  for (const { rule, ...candidate } of candidatesOf(input.format, input.content, problemsOf)) {
    if (!rule) {
      items.push({ ...candidate, rule_id: null, severity: null });
      continue;
    }
    const known = stored.get(nameKey(rule.name));
    // A list of tenants may have run empty, which no rule that comes in may have.
    const before = known ? { ...checkedRuleBodySchema.parse({ ...bodyOf(known), tenants: 'all' }), tenants: known.tenants } : null;
    // Sigma knows neither exceptions nor tenants.
    const silent = input.format === 'sigma';
    const body: RuleBody = {
      ...rule,
      enabled: before ? before.enabled : input.enabled && rule.enabled,
      exceptions: takesExceptions && !silent ? rule.exceptions : (before?.exceptions ?? []),
      tenants: silent && before ? before.tenants : rule.tenants,
    };
    if (rule.exceptions.length > body.exceptions.length) candidate.notes.push(EXCEPTIONS_LEFT);
    if (before && isDeepStrictEqual(before, body)) {
      items.push({ ...candidate, verdict: 'unchanged', rule_id: known?.id ?? null, severity: body.severity });
      continue;
    }
    const id = input.dry_run
      ? (known?.id ?? null)
      : known
        ? (await replaceRule(ctx, store, known.id, { version: undefined, body })).id
        : (await createRule(ctx, store, { body, origin: input.format === 'sigma' ? 'sigma' : 'own' })).id;
    items.push({ ...candidate, rule_id: id, severity: body.severity });
  }
  const refused = items.filter(({ verdict }) => verdict === 'cannot_run').length;
  return { items, imported: items.length - refused, refused };
}

const BODY_KEYS = Object.keys(checkedRuleBodySchema.shape);
const bodyOf = (rule: object): object => Object.fromEntries(Object.entries(rule).filter(([key]) => BODY_KEYS.includes(key)));

/** Every rule as the import reads it. */
export async function exportRules(ctx: ReadContext, store: RuleStore): Promise<{ aoc_rules: 1; rules: RuleBody[] }> {
  const rows = await store.rules.find(ctx, {}, { sort: { name_key: 1 } }).toArray();
  return { aoc_rules: 1, rules: rows.map(({ body }) => body) };
}
