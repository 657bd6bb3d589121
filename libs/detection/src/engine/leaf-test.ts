import { RULE_LIMITS, type RuleComparison, type RuleScalar, type WorkingTime } from '@aoc/contracts';
import { parseIp } from '@aoc/normalization';
import ipaddr from 'ipaddr.js';
import { RE2JS } from 're2js';
import type { FieldValues } from './field-values';
import { outsideOf, withDefaults, workingHoursProblem, type WorkingHours } from './working-time';

/** Whether the value at this index of the leaves satisfies a comparison. */
export type LeafTest = (values: FieldValues, index: number) => boolean;

/** What is wrong with the value of a comparison; thrown while compiling only. */
export class ValueProblem extends Error {
  constructor(
    message: string,
    /** the part of the value, e.g. `[2]` or `.time_zone` */
    readonly part = '',
  ) {
    super(message);
  }
}

/** Longest text that a regular expression looks at, in characters. */
export const MAX_REGEX_SUBJECT = 8192;
const MAX_PROGRAM = 20_000;

export interface LeafContext {
  /** how the field's values are folded */
  fold: (text: string) => string;
  workingHours: WorkingHours;
}

const isScalar = (value: unknown): value is RuleScalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** The values compared with: one or a list of scalars. */
export function scalarsOf({ op, value }: RuleComparison): RuleScalar[] {
  if (Array.isArray(value)) {
    if (value.length === 0) throw new ValueProblem(`${op} needs at least one value`);
    return value.map((member: unknown, index) => {
      if (!isScalar(member)) throw new ValueProblem(`${op} compares with texts, numbers, true or false, not with conditions`, `[${index}]`);
      return member;
    });
  }
  if (value === undefined) throw new ValueProblem(`${op} needs a value`);
  if (!isScalar(value)) throw new ValueProblem(`${op} compares with a text, a number, true or false, or a list of these`);
  return [value];
}

const part = (comparison: RuleComparison, index: number): string => (Array.isArray(comparison.value) ? `[${index}]` : '');

function textsOf(comparison: RuleComparison): string[] {
  return scalarsOf(comparison).map((value, index) => {
    if (value === null) throw new ValueProblem(`${comparison.op} compares with text, not with null`, part(comparison, index));
    return String(value);
  });
}

function equality(comparison: RuleComparison, { fold }: LeafContext): LeafTest {
  const expected = scalarsOf(comparison).flatMap((value) => (value === null ? [] : [String(value)]));
  const exact = comparison.case_sensitive === true;
  const set = new Set(exact ? expected : expected.map(fold));
  return exact ? (values, index) => set.has(values.texts[index] ?? '') : (values, index) => set.has(values.folded[index] ?? '');
}

/**
 * Parts of a name are folded like the name, but keep the blanks at their ends: they were written on purpose. The full stop at the
 * end of the unified log's operations is no part of the folded name.
 */
function foldPart(text: string, fold: (text: string) => string): string {
  const folded = fold(`x${text}x`).slice(1, -1);
  return fold('x.') === 'x' && folded.length > 1 && folded.endsWith('.') ? folded.slice(0, -1) : folded;
}

function textual(comparison: RuleComparison, { fold }: LeafContext, holds: (text: string, expected: string) => boolean): LeafTest {
  const exact = comparison.case_sensitive === true;
  const expected = textsOf(comparison).map((text) => (exact ? text : foldPart(text, fold)));
  const [only] = expected;
  if (expected.length === 1 && only !== undefined)
    return exact ? (values, i) => holds(values.texts[i] ?? '', only) : (values, i) => holds(values.folded[i] ?? '', only);
  return (values, i) => {
    const text = (exact ? values.texts[i] : values.folded[i]) ?? '';
    return expected.some((one) => holds(text, one));
  };
}

function regexProblem(pattern: string, error: unknown): string {
  if (/\(\?<?[=!]/.test(pattern)) return 'look-ahead and look-behind are not supported: they cannot be matched in linear time';
  if (/\\[1-9]/.test(pattern)) return 'back-references are not supported: they cannot be matched in linear time';
  return `not a regular expression: ${error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'unknown error'}`;
}

function pattern(text: string, exact: boolean, where: string): RE2JS {
  if (text.length > RULE_LIMITS.regex) throw new ValueProblem(`a regular expression has at most ${RULE_LIMITS.regex} characters`, where);
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(text, exact ? 0 : RE2JS.CASE_INSENSITIVE);
  } catch (error) {
    throw new ValueProblem(regexProblem(text, error), where);
  }
  if (compiled.programSize() > MAX_PROGRAM) throw new ValueProblem('this regular expression is too costly: repeat less', where);
  return compiled;
}

function regular(comparison: RuleComparison): LeafTest {
  const exact = comparison.case_sensitive === true;
  const patterns = textsOf(comparison).map((text, index) => pattern(text, exact, part(comparison, index)));
  return (values, index) => {
    const subject = (values.texts[index] ?? '').slice(0, MAX_REGEX_SUBJECT);
    return patterns.some((compiled) => compiled.test(subject));
  };
}

const INSTANT = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const NUMBER = /^-?\d{1,15}(?:\.\d{1,9})?$/;

/** Milliseconds of an ISO instant, UTC where it names no zone; NaN for anything else. */
export function instantOf(text: string): number {
  if (!INSTANT.test(text)) return Number.NaN;
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) || text.length === 10;
  return Date.parse((zoned ? text : `${text}Z`).replace(' ', 'T'));
}

const numberOf = (value: unknown): number =>
  typeof value === 'number' ? value : typeof value === 'string' && NUMBER.test(value.trim()) ? Number(value) : Number.NaN;

function ordering(comparison: RuleComparison, holds: (found: number, expected: number) => boolean): LeafTest {
  const tests = scalarsOf(comparison).map((value, index) => {
    const asNumber = numberOf(value);
    const asInstant = typeof value === 'string' ? instantOf(value) : Number.NaN;
    if (Number.isNaN(asNumber) && Number.isNaN(asInstant))
      throw new ValueProblem(`${comparison.op} compares with a number or an instant such as 2026-01-31T08:15:00Z`, part(comparison, index));
    return Number.isNaN(asNumber)
      ? (values: FieldValues, at: number) => holds(instantOf(values.texts[at] ?? ''), asInstant)
      : (values: FieldValues, at: number) => holds(numberOf(values.leaves[at]), asNumber);
  });
  return (values, index) => tests.some((test) => test(values, index));
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** The range of a CIDR text or of a single address; null when it is neither. */
export function rangeOf(text: string): Range | null {
  const trimmed = text.trim();
  try {
    if (trimmed.includes('/')) return ipaddr.parseCIDR(trimmed);
    const address = parseIp(trimmed);
    if (address === null) return null;
    const parsed = ipaddr.parse(address);
    return [parsed, parsed.kind() === 'ipv4' ? 32 : 128];
  } catch {
    return null;
  }
}

/** Whether an address (in any of the forms that records use) lies in one of the ranges. */
export function inRanges(text: string, ranges: readonly Range[]): boolean {
  const address = parseIp(text);
  if (address === null) return false;
  const parsed = ipaddr.parse(address);
  return ranges.some((range) => range[0].kind() === parsed.kind() && parsed.match(range));
}

function addresses(comparison: RuleComparison): LeafTest {
  const ranges = textsOf(comparison).map((text, index) => {
    const range = rangeOf(text);
    if (range === null) throw new ValueProblem(`${text} is no address range such as 10.0.0.0/8 or 2001:db8::/32`, part(comparison, index));
    return range;
  });
  return (values, index) => inRanges(values.texts[index] ?? '', ranges);
}

const HOURS_TEXT = /^(\d{2}:\d{2})\s*-\s*(\d{2}:\d{2})$/;

function hoursOf(value: RuleComparison['value']): WorkingTime | undefined {
  if (value === undefined || value === null || value === true || value === '') return undefined;
  if (typeof value === 'string') {
    const [, start, end] = HOURS_TEXT.exec(value) ?? [];
    if (start !== undefined && end !== undefined) return { start, end };
  }
  if (typeof value === 'object' && !Array.isArray(value)) return value;
  throw new ValueProblem(
    'after_hours takes no value, or working time such as {"time_zone": "Europe/Berlin", "start": "08:00", "end": "18:00"}',
  );
}

function afterHours(comparison: RuleComparison, { workingHours }: LeafContext): LeafTest {
  const hours = withDefaults(hoursOf(comparison.value), workingHours);
  const problem = workingHoursProblem(hours);
  if (problem) throw new ValueProblem(problem.message, `.${problem.member}`);
  const outside = outsideOf(hours);
  return (values, index) => {
    const instant = instantOf(values.texts[index] ?? '');
    return !Number.isNaN(instant) && outside(instant);
  };
}

/** Further than comparing costs to read a value: these are slow by themselves. */
export const OPERATOR_COST: Readonly<Partial<Record<RuleComparison['op'], number>>> = {
  regex: 40,
  cidr: 8,
  after_hours: 4,
  any: 5,
  all: 5,
};

/** The test of one value; throws {@link ValueProblem}. Not for exists, any and all, which look at more than one value. */
export function leafTest(comparison: RuleComparison, context: LeafContext): LeafTest {
  switch (comparison.op) {
    case 'contains':
      return textual(comparison, context, (text, expected) => text.includes(expected));
    case 'starts_with':
      return textual(comparison, context, (text, expected) => text.startsWith(expected));
    case 'ends_with':
      return textual(comparison, context, (text, expected) => text.endsWith(expected));
    case 'regex':
      return regular(comparison);
    case 'gt':
      return ordering(comparison, (found, expected) => found > expected);
    case 'gte':
      return ordering(comparison, (found, expected) => found >= expected);
    case 'lt':
      return ordering(comparison, (found, expected) => found < expected);
    case 'lte':
      return ordering(comparison, (found, expected) => found <= expected);
    case 'cidr':
      return addresses(comparison);
    case 'after_hours':
      return afterHours(comparison, context);
    default:
      return equality(comparison, context);
  }
}
