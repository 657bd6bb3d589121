import { type RuleBody, type RuleCondition, RULE_LIMITS } from '@aoc/contracts';
import { countOf, groupFields, singleField } from './aggregation';
import { allOf, anyOf } from './combine';
import type { YamlMap, YamlValue } from './documents';
import { Findings, quoted } from './report';
import { bodyOf, headOf, isRule } from './rule-head';
import { withinLimits } from './rule-conditions';
import type { Source } from './sources';
import { minutesOf } from './timespan';
import { checked, type Translated } from './translate-rule';
import { textAt, textsAt } from './yaml-values';

interface Base {
  name: string;
  translated: Translated;
  conditions: RuleCondition[];
  source: Source;
}

/** Looks a rule of the same text up by its name, id or title. */
export type Lookup = (reference: string) => Translated | undefined;

const TYPES = ['event_count', 'value_count', 'temporal', 'temporal_ordered'] as const;
type CorrelationType = (typeof TYPES)[number];

class CorrelationReader {
  constructor(
    private readonly map: YamlMap,
    private readonly bases: readonly Base[],
    private readonly findings: Findings,
  ) {}

  /** The form of the contract that the correlation takes; `plain` conditions fire on each event. */
  window(type: CorrelationType): Pick<RuleBody, 'conditions' | 'threshold' | 'sequence'> | null {
    const minutes = minutesOf(this.map.get('timespan') ?? this.map.get('timeframe'), 'correlation.timespan', this.findings);
    const group = this.group();
    if (minutes === null || group === null) return null;
    return type === 'event_count' || type === 'value_count' ? this.counted(type, minutes, group) : this.sequence(type, minutes, group);
  }

  private group(): string[] | null {
    const names = textsAt(this.map, 'group-by');
    const aliases = this.map.get('aliases');
    const each = this.bases.map(({ source, name }) =>
      groupFields(
        names.map((field) => aliased(aliases, field, name)),
        source.fields,
        'correlation.group-by',
        this.findings,
      ),
    );
    const [first] = each;
    if (!first || each.some((fields) => fields === null)) return null;
    const same = each.every((fields) => JSON.stringify(fields) === JSON.stringify(first));
    return same
      ? first
      : this.findings.fail(
          'correlation.group-by',
          'the fields stand for different fields of our events in the rules that are put together',
        );
  }

  private counted(
    type: 'event_count' | 'value_count',
    minutes: number,
    group: string[],
  ): Pick<RuleBody, 'conditions' | 'threshold'> | null {
    const condition = this.map.get('condition');
    const asked: YamlMap = condition instanceof Map ? condition : new Map();
    const operators = [...asked].filter(([key]) => /^(?:gte?|lte?|eq|neq)$/.test(key));
    const [operator] = operators;
    if (!operator || operators.length > 1) return this.findings.fail('correlation.condition', 'must hold one of gt and gte with a number');
    const count = countOf(operator[0], operator[1], 'correlation.condition', this.findings);
    const distinct = type === 'value_count' ? this.distinct(asked) : undefined;
    if (count === null || distinct === null) return null;
    const conditions = joined(this.bases);
    if (count.plain) return { conditions };
    return {
      conditions,
      threshold: { count: count.count, group_by: group, window_minutes: minutes, ...(distinct === undefined ? {} : { distinct }) },
    };
  }

  private distinct(asked: YamlMap): string | null {
    const names = textsAt(asked, 'field');
    const [name] = names;
    if (name === undefined || names.length > 1)
      return this.findings.fail('correlation.condition.field', 'must name the one field whose values are counted');
    const aliases = this.map.get('aliases');
    const fields = this.bases.map((base) =>
      singleField(aliased(aliases, name, base.name), base.source.fields, 'correlation.condition.field', this.findings),
    );
    const [first = null] = fields;
    return fields.every((field) => field === first)
      ? first
      : this.findings.fail('correlation.condition.field', 'stands for different fields in the rules that are put together');
  }

  private sequence(
    type: 'temporal' | 'temporal_ordered',
    minutes: number,
    group: string[],
  ): Pick<RuleBody, 'conditions' | 'sequence'> | null {
    const steps = this.bases.map(({ name, conditions, translated }) => ({
      name: translated.head.title?.slice(0, 100) ?? name.slice(0, 100),
      conditions,
    }));
    if (steps.length < 2 || steps.length > RULE_LIMITS.sequenceSteps)
      return this.findings.fail('correlation.rules', `a sequence has between 2 and ${RULE_LIMITS.sequenceSteps} rules`);
    if (group.length === 0) return this.findings.fail('correlation.group-by', 'a sequence needs a field that its events have in common');
    if (!this.asksForAll()) return null;
    return {
      conditions: joined(this.bases),
      sequence: { steps, ordered: type === 'temporal_ordered', group_by: group, window_minutes: minutes },
    };
  }

  /** Sequences happen in full; a condition that says just that is no matter. */
  private asksForAll(): boolean {
    const condition = this.map.get('condition');
    if (condition === undefined) return true;
    const all =
      condition instanceof Map
        ? condition.size === 1 && Number(condition.get('gte') ?? Number.NaN) === this.bases.length
        : typeof condition === 'string' &&
          condition.split(/\s+and\s+/i).length === this.bases.length &&
          !/\b(?:or|not)\b|\(/i.test(condition);
    if (!all)
      this.findings.fail('correlation.condition', 'a sequence happens in full: other conditions on its rules cannot be represented');
    return all;
  }
}

/** The field that an alias stands for in one of the rules. */
function aliased(aliases: YamlValue | undefined, field: string, rule: string): string {
  const alias = aliases instanceof Map ? aliases.get(field) : undefined;
  return alias instanceof Map ? (textAt(alias, rule) ?? field) : field;
}

function joined(bases: readonly Base[]): RuleCondition[] {
  const all = anyOf(bases.map(({ conditions }) => allOf(conditions)));
  return 'all_of' in all ? all.all_of : [all];
}

function basesOf(map: YamlMap, lookup: Lookup, findings: Findings): Base[] | null {
  const names = textsAt(map, 'rules');
  if (names.length === 0) return findings.fail('correlation.rules', 'must name the rules that are put together');
  if (names.length > 50) return findings.fail('correlation.rules', 'names more than 50 rules');
  const bases = names.flatMap((name): Base[] => {
    const translated = lookup(name);
    if (!translated) findings.fail('correlation.rules', `there is no rule ${quoted(name)} in the same text`);
    else if (!translated.base)
      findings.fail(
        'correlation.rules',
        `the rule ${quoted(name)} ${translated.rule ? 'is itself a count or a correlation' : 'cannot run'}`,
      );
    else return [{ name, translated, ...translated.base }];
    return [];
  });
  return bases.length < names.length ? null : bases;
}

/** A correlation over rules of the same text as a threshold or a sequence. */
export function translateCorrelation(document: YamlMap, lookup: Lookup): Translated {
  const findings = new Findings();
  const translated: Translated = { head: headOf(document), findings, rule: null, base: null };
  const correlation = document.get('correlation');
  if (!isRule(document, findings)) return translated;
  if (!(correlation instanceof Map)) {
    findings.fail('correlation', 'must be a mapping with type, rules and timespan');
    return translated;
  }
  const named = textAt(correlation, 'type') ?? '';
  const type = TYPES.find((known) => known === named);
  if (!type) findings.fail('correlation.type', `${quoted(named)} cannot be represented; known: ${TYPES.join(', ')}`);
  const bases = basesOf(correlation, lookup, findings);
  if (!type || bases === null) return translated;
  const window = new CorrelationReader(correlation, bases, findings).window(type);
  if (window === null || !withinLimits(window.conditions, 'correlation.rules', findings)) return translated;
  for (const base of bases) {
    for (const note of base.translated.findings.notes) findings.note(note);
    findings.switchedOff ||= base.translated.findings.switchedOff;
  }
  const body = bodyOf(document, translated.head, window.conditions, findings);
  return { ...translated, rule: findings.failed ? null : checked({ ...body, ...window }, findings) };
}

/** Rules that correlations are made of do not fire by themselves unless the correlation says `generate`. */
export function usedByCorrelation(document: YamlMap): string[] {
  const correlation = document.get('correlation');
  if (!(correlation instanceof Map) || correlation.get('generate') === true || document.get('generate') === true) return [];
  return textsAt(correlation, 'rules');
}
