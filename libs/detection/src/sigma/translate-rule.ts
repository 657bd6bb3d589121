import { checkedRuleBodySchema, type RuleBody, type RuleCondition } from '@aoc/contracts';
import { ruleProblems } from '../engine/compile-rules';
import { thresholdOf } from './aggregation';
import type { YamlMap, YamlValue } from './documents';
import { Findings, type SigmaOptions, type SigmaReport } from './report';
import { bodyOf, type Head, headOf, isRule } from './rule-head';
import { translateDetection } from './rule-conditions';
import { type Source, sourceOf } from './sources';

/** A document on its way: what it says of itself, what was found, and what came out. */
export interface Translated {
  head: Head;
  findings: Findings;
  /** null for a document that could not be translated */
  rule: RuleBody | null;
  /** what correlations build on; null for a rule that cannot be built on */
  base: { conditions: RuleCondition[]; source: Source } | null;
}

/** A rule that cannot run is not handed out: the contract and the engine have the last word. */
export function checked(rule: RuleBody, findings: Findings): RuleBody | null {
  const parsed = checkedRuleBodySchema.safeParse(rule);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return findings.fail(`rule.${issue?.path.join('.') ?? ''}`, `the translated rule is refused: ${issue?.message ?? 'not valid'}`);
  }
  const [problem] = ruleProblems(parsed.data);
  return problem ? findings.fail(`rule.${problem.place}`, `the translated rule is refused: ${problem.message}`) : parsed.data;
}

/** One rule with a `detection` (not a correlation). */
export function translateRule(document: YamlValue, options: SigmaOptions): Translated {
  const findings = new Findings();
  const translated: Translated = { head: headOf(document), findings, rule: null, base: null };
  if (!isRule(document, findings)) return translated;
  const source = sourceOf(document.get('logsource'), findings);
  if (source === null) return translated;
  const detection = document.get('detection');
  const result = translateDetection(detection, source, findings, options);
  if (result === null) return translated;
  const { conditions, aggregation } = result;
  const timeframe = detection instanceof Map ? detection.get('timeframe') : undefined;
  const window = aggregation === null ? {} : thresholdOf(aggregation, timeframe, source.fields, findings);
  if (window === null || findings.failed) return translated;
  if (aggregation === null && timeframe !== undefined) findings.note('detection.timeframe means nothing without an aggregation');
  const body = bodyOf(document, translated.head, conditions, findings);
  const rule = checked({ ...body, ...window }, findings);
  return { ...translated, rule, base: rule && aggregation === null ? { conditions, source } : null };
}

export const isCorrelation = (document: YamlValue): document is YamlMap => document instanceof Map && document.has('correlation');

/** The report about a document that is done. */
export function reportOf({ head, findings, rule }: Translated): SigmaReport {
  const { title, id } = head;
  const { reasons, notes } = findings;
  if (rule === null || findings.failed) {
    const said = reasons.length > 0 ? reasons : [{ place: 'document', message: 'the rule cannot be represented' }];
    return { title, id, verdict: 'cannot_run', reasons: said, notes };
  }
  return {
    title,
    id,
    verdict: notes.length > 0 ? 'imported_with_notes' : 'imported',
    reasons: [],
    notes,
    rule: { ...rule, enabled: !findings.switchedOff },
  };
}
