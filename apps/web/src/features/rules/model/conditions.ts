import type { RuleComparison, RuleCondition, RuleField, RuleOperator, RuleScalar, WorkingTime } from '@aoc/contracts';
import { isCondition } from '../../../shared/condition-words';

const TEXT: RuleOperator[] = ['eq', 'neq', 'contains', 'starts_with', 'ends_with', 'in', 'not_in', 'regex', 'exists'];
const NUMBER: RuleOperator[] = ['gt', 'gte', 'lt', 'lte'];
const ADDRESS: RuleOperator[] = ['eq', 'neq', 'in', 'not_in', 'cidr', 'starts_with', 'exists'];
const TIME: RuleOperator[] = ['after_hours', ...NUMBER, 'exists'];
const LIST: RuleOperator[] = ['any', 'all', 'exists'];
const OPEN = /^(?:raw|record|changes|parameters|\*)(?:\.|$)/;
const LISTS = new Set(['targets', 'targets.modified']);

function fittingOperators(field: string): RuleOperator[] {
  if (field === 'timestamp') return TIME;
  if (LISTS.has(field)) return LIST;
  if (field === 'ip' || field.endsWith('.ip')) return ADDRESS;
  return OPEN.test(field) ? [...TEXT, ...NUMBER, 'cidr', 'any', 'all'] : TEXT;
}

/** Operators that make sense for a field; the one in use is always among them. */
export function operatorsFor(field: string, used: RuleOperator): RuleOperator[] {
  const fitting = fittingOperators(field);
  return fitting.includes(used) ? fitting : [...fitting, used];
}

export type ValueKind = 'text' | 'number' | 'list' | 'presence' | 'working_time' | 'conditions';
export function valueKind({ op, value }: RuleComparison): ValueKind {
  if (op === 'in' || op === 'not_in') return 'list';
  if (op === 'exists') return 'presence';
  if (op === 'after_hours') return 'working_time';
  if (op === 'any' || op === 'all') return 'conditions';
  // A list means any of its members for these too.
  if (Array.isArray(value)) return 'list';
  return NUMBER.includes(op) ? 'number' : 'text';
}

const isScalar = (value: unknown): value is RuleScalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

export const scalarsOf = (value: RuleComparison['value']): RuleScalar[] => {
  const items: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return items.filter(isScalar).filter((item) => item !== '');
};
export const conditionsOf = (value: RuleComparison['value']): RuleCondition[] => {
  const items: unknown[] = Array.isArray(value) ? value : [];
  return items.filter(isCondition);
};
export const workingTimeOf = (value: RuleComparison['value']): WorkingTime =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

/** The comparison with another operator, keeping of the value what the new one can use. */
export function withOperator(comparison: RuleComparison, op: RuleOperator): RuleComparison {
  const { field, value, case_sensitive } = comparison;
  const kept = { field, op, ...(case_sensitive ? { case_sensitive } : {}) };
  const [first] = scalarsOf(value);
  switch (valueKind({ field, op })) {
    case 'list':
      return { ...kept, value: scalarsOf(value) };
    case 'presence':
      return { field, op, value: true };
    case 'working_time':
      return { field, op, value: workingTimeOf(value) };
    case 'conditions':
      return {
        field,
        op,
        value: conditionsOf(value).length > 0 ? conditionsOf(value) : [{ field: elementField(field), op: 'eq', value: '' }],
      };
    case 'number':
      return { ...kept, value: typeof first === 'number' || field === 'timestamp' ? (first ?? '') : 0 };
    case 'text':
      return { ...kept, value: typeof first === 'boolean' ? first : String(first ?? '') };
  }
}

/** The comparison with an operator that suits its field, once the field is typed to its end. */
export function suited(comparison: RuleComparison): RuleComparison {
  const fitting = fittingOperators(comparison.field);
  const [first] = fitting;
  return first === undefined || fitting.includes(comparison.op) ? comparison : withOperator(comparison, first);
}

/** The comparison minding upper and lower case or not; not minding is the default and not written. */
export function withCase({ case_sensitive: _before, ...comparison }: RuleComparison, minds: boolean): RuleComparison {
  return minds ? { ...comparison, case_sensitive: true } : comparison;
}

/** A field of the elements of a list to begin with. */
const elementField = (field: string): string => (field === 'targets.modified' ? 'property' : field === 'targets' ? 'display' : 'value');

/** Text of a field as the value that is stored: a number where it was one or must be one. */
export function scalarFrom(text: string, before: RuleScalar | undefined, number: boolean): RuleScalar {
  const asNumber = text.trim() !== '' && Number.isFinite(Number(text));
  if ((number || typeof before === 'number') && asNumber) return Number(text);
  if (typeof before === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/** Lines of text as a list of values; a line that was a number or a switch before stays one. */
export function listFrom(text: string, before: RuleScalar[]): RuleScalar[] {
  const typed = new Map(before.filter((item) => typeof item !== 'string').map((item) => [String(item), item]));
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => typed.get(line) ?? line);
}

export const valuesOfField = (fields: RuleField[], name: string): string[] => fields.find(({ field }) => field === name)?.values ?? [];
