import type { RuleCondition } from '@aoc/contracts';
import { allOf, anyOf, anyTest, negated } from './combine';
import type { YamlMap, YamlValue } from './documents';
import { expanded, type Modifiers, readModifiers } from './modifiers';
import type { FieldTarget } from './fields/field-target';
import type { Test } from './patterns';
import { piecesOf } from './patterns';
import { type Findings, quoted, type SigmaOptions } from './report';
import type { Source } from './sources';
import { type SigmaScalar, testsOfValue } from './tests-of-values';
import { activityWithProperty, isToBeFilledIn, testsForKind } from './values';

/** Bare words are looked for in the whole record. */
const ANYWHERE: FieldTarget = { places: ['raw'], kind: 'plain' };

/** Translates one entry of `detection` (a selection) into conditions of ours. */
export class SelectionReader {
  constructor(
    private readonly source: Source,
    private readonly findings: Findings,
    private readonly options: SigmaOptions,
  ) {}

  /** A mapping of fields, a list of mappings or words of which any may hold, or a single word. Null when it cannot be followed. */
  selection(value: YamlValue, place: string): RuleCondition | null {
    if (value instanceof Map) return this.fields(value, place);
    if (!Array.isArray(value)) return this.words([value], place);
    if (value.length === 0) return this.findings.fail(place, 'is empty');
    const words = value.filter((member) => !(member instanceof Map));
    const conditions = value.flatMap((member, index) => (member instanceof Map ? [this.fields(member, `${place}[${index}]`)] : []));
    if (words.length > 0) conditions.push(this.words(words, place));
    return whole(conditions, anyOf);
  }

  private words(values: readonly YamlValue[], place: string): RuleCondition | null {
    return this.item(ANYWHERE, [...values], ['contains'], place);
  }

  private fields(map: YamlMap, place: string): RuleCondition | null {
    if (map.size === 0) return this.findings.fail(place, 'is empty');
    const conditions = [...map].map(([key, value]) => this.field(key, value, place === '' ? key : `${place}.${key}`));
    return whole(conditions, allOf);
  }

  private field(key: string, value: YamlValue, place: string): RuleCondition | null {
    const [name = '', ...modifiers] = key.split('|');
    if (name.trim() === '') {
      // `'|all': [...]` asks for every word; comparing a whole record with a word makes sense as looking for it only.
      const known = modifiers.some((modifier) => /^(?:contains|startswith|endswith|re)$/i.test(modifier.trim()));
      return this.item(ANYWHERE, value, known ? modifiers : ['contains', ...modifiers], place);
    }
    const target = this.source.fields.resolve(name.trim());
    if (target === null) {
      const { records, known } = this.source.fields;
      return this.findings.fail(place, `${records} have no field ${quoted(name)}; fields that they have: ${known.join(', ')}`);
    }
    if (target.note !== undefined) this.findings.note(target.note);
    return this.item(target, value, modifiers, place);
  }

  private item(target: FieldTarget, value: YamlValue, names: readonly string[], place: string): RuleCondition | null {
    const modifiers = readModifiers(names, place, this.findings);
    if (modifiers === null) return null;
    const values = this.scalars(value, modifiers, place);
    if (values === null) return null;
    const tests = values.map((one) => this.value(one, target, modifiers, place));
    const refused = tests.some((one) => one === null);
    if (refused) return null;
    const condition = modifiers.all
      ? whole(
          tests.map((one) => this.condition(one, target)),
          allOf,
        )
      : this.condition(
          tests.flatMap((one) => one ?? []),
          target,
        );
    return condition !== null && modifiers.negated ? negated(condition) : condition;
  }

  private condition(tests: readonly (Test | RuleCondition)[] | null, target: FieldTarget): RuleCondition | null {
    if (tests === null || tests.length === 0) return null;
    const ready = tests.filter((test): test is RuleCondition => !isTest(test));
    const plain = tests.filter(isTest);
    return anyOf([...(plain.length > 0 ? [anyTest(target.places, plain)] : []), ...ready]);
  }

  private scalars(value: YamlValue, { expand }: Modifiers, place: string): SigmaScalar[] | null {
    const members = Array.isArray(value) ? value : [value];
    if (members.length === 0) return this.findings.fail(place, 'names no value');
    const scalars: SigmaScalar[] = [];
    for (const member of members) {
      if (typeof member === 'object' && member !== null)
        return this.findings.fail(place, 'a value must be text, a number, true, false or null');
      const several = expand && typeof member === 'string' ? expanded(member, place, this.options, this.findings) : [member];
      if (several === null) return null;
      scalars.push(...several);
    }
    return scalars;
  }

  /** What one value asks for: tests at the field, or conditions of its own where the value says more than the field's content. */
  private value(value: SigmaScalar, target: FieldTarget, modifiers: Modifiers, place: string): (Test | RuleCondition)[] | null {
    const refused = typeof value === 'string' ? this.source.refuseValue?.(place, value) : null;
    if (typeof refused === 'string') return this.findings.fail(place, refused);
    if (typeof value === 'string' && isToBeFilledIn(value)) {
      this.findings.switchedOff = true;
      this.findings.note(`${place}: ${quoted(value)} stands for a value of your own; the rule is switched off until you put it in`);
    }
    const combined = typeof value === 'string' && modifiers.comparison === 'equals' ? this.combined(value, target, place) : null;
    if (combined) return [combined];
    return testsOfValue(value, modifiers, target.kind, place, this.findings)?.flatMap((test) => testsForKind(test, target.kind)) ?? null;
  }

  private combined(value: string, { kind }: FieldTarget, place: string): RuleCondition | null {
    const read = kind === 'operation' ? activityWithProperty(piecesOf(value)) : null;
    if (read === null) return null;
    this.findings.note(`${place}: ${quoted(value)} is read as the activity, its success and the changed property ${read.property}`);
    return allOf([
      { field: 'operation', op: 'eq', value: read.operation },
      { field: 'result', op: 'eq', value: 'success' },
      { field: 'targets.modified.property', op: 'eq', value: read.property },
    ]);
  }
}

const isTest = (test: Test | RuleCondition): test is Test => 'caseSensitive' in test;

/** The conditions joined; null when one of them could not be made, so that nothing is half translated. */
function whole(
  conditions: readonly (RuleCondition | null)[],
  join: (members: readonly RuleCondition[]) => RuleCondition,
): RuleCondition | null {
  const made = conditions.filter((condition) => condition !== null);
  return made.length === conditions.length && made.length > 0 ? join(made) : null;
}
