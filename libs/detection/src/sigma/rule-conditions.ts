import { type RuleCondition, RULE_LIMITS } from '@aoc/contracts';
import { allOf, anyOf, negated, sizeOf } from './combine';
import { ConditionError, type Expression, namesOf, parseCondition } from './condition-grammar';
import { SelectionReader } from './detection';
import type { YamlMap, YamlValue } from './documents';
import { type Findings, quoted, type SigmaOptions } from './report';
import type { Source } from './sources';

/** Conditions of the contract, and what followed a `|` in the condition of an old rule. */
export interface TranslatedDetection {
  conditions: RuleCondition[];
  aggregation: string | null;
}

const RESERVED = new Set(['condition', 'timeframe']);

class DetectionReader {
  private used = 0;
  private readonly names: string[];
  private readonly reader: SelectionReader;
  private readonly made = new Map<string, RuleCondition | null>();

  constructor(
    private readonly detection: YamlMap,
    source: Source,
    private readonly findings: Findings,
    options: SigmaOptions,
  ) {
    this.names = [...detection.keys()].filter((name) => !RESERVED.has(name));
    this.reader = new SelectionReader(source, findings, options);
  }

  expression(node: Expression): RuleCondition | null {
    switch (node.kind) {
      case 'name':
        return this.named(node.name);
      case 'not': {
        const inner = this.expression(node.inner);
        return inner && negated(inner);
      }
      case 'of': {
        const names = namesOf(node.pattern, this.names);
        if (names.length === 0) return this.findings.fail('detection.condition', `${quoted(node.pattern)} stands for no selection`);
        return this.joined(
          names.map((name) => this.named(name)),
          node.all,
        );
      }
      default:
        return this.joined(
          node.members.map((member) => this.expression(member)),
          node.kind === 'and',
        );
    }
  }

  private joined(members: readonly (RuleCondition | null)[], all: boolean): RuleCondition | null {
    const made = members.filter((member) => member !== null);
    if (made.length < members.length) return null;
    return all ? allOf(made) : anyOf(made);
  }

  private named(name: string): RuleCondition | null {
    if (++this.used > RULE_LIMITS.conditions)
      return this.findings.fail('detection.condition', `names more than ${RULE_LIMITS.conditions} selections`);
    const value = this.detection.get(name);
    if (value === undefined || RESERVED.has(name))
      return this.findings.fail(
        'detection.condition',
        `there is no selection ${quoted(name)}; there are: ${this.names.slice(0, 20).join(', ')}`,
      );
    const known = this.made.get(name);
    if (known !== undefined) return known;
    const place = `detection.${name}`;
    const condition = this.reader.selection(value, place);
    const small = condition !== null && withinLimits([condition], place, this.findings) ? condition : null;
    this.made.set(name, small);
    return small;
  }
}

/** The condition texts of a rule: one, or a list of which any may hold. */
function conditionTexts(value: YamlValue | undefined, findings: Findings): string[] | null {
  const texts = (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string' && text.trim() !== '');
  const complete = Array.isArray(value) ? texts.length === value.length && texts.length > 0 : texts.length === 1;
  if (!complete) return findings.fail('detection.condition', 'the rule must say its condition as text');
  return texts.filter((text) => typeof text === 'string');
}

/** Whether conditions stay within what a rule of ours may be; otherwise the reason is put among the findings. */
export function withinLimits(conditions: readonly RuleCondition[], place: string, findings: Findings): boolean {
  const { count, depth } = sizeOf(conditions, RULE_LIMITS.conditions);
  if (count > RULE_LIMITS.conditions) findings.fail(place, `needs more conditions than a rule of AOC may have (${RULE_LIMITS.conditions})`);
  if (depth > RULE_LIMITS.depth) findings.fail(place, `nested deeper than a rule of AOC may be (${RULE_LIMITS.depth} levels)`);
  return !findings.failed;
}

/** `detection` of a rule as conditions, all of which must hold; null with the reasons among the findings. */
export function translateDetection(
  detection: YamlValue | undefined,
  source: Source,
  findings: Findings,
  options: SigmaOptions,
): TranslatedDetection | null {
  if (!(detection instanceof Map)) return findings.fail('detection', 'the rule must have a detection with selections and a condition');
  const texts = conditionTexts(detection.get('condition'), findings);
  if (texts === null) return null;
  const reader = new DetectionReader(detection, source, findings, options);
  let aggregation: string | null = null;
  const conditions: (RuleCondition | null)[] = [];
  for (const text of texts) {
    try {
      const parsed = parseCondition(text);
      if (parsed.aggregation !== null && texts.length > 1)
        findings.fail('detection.condition', 'an aggregation cannot be one of several conditions');
      aggregation = parsed.aggregation;
      conditions.push(reader.expression(parsed.expression));
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
      findings.fail('detection.condition', error.message);
    }
  }
  const made = conditions.filter((condition) => condition !== null);
  if (findings.failed || made.length < texts.length) return null;
  const all = allOf([...source.scope, anyOf(made)]);
  const list = 'all_of' in all ? all.all_of : [all];
  return withinLimits(list, 'detection.condition', findings) ? { conditions: list, aggregation } : null;
}
