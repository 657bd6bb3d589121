import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'expected text',
  array: 'expected a list',
  object: 'expected an object',
  record: 'expected an object',
  number: 'expected a number',
  int: 'expected a whole number',
  boolean: 'expected true or false',
  date: 'expected a date',
};
const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' };
const verb = (origin: string): string => (origin === 'array' ? 'have' : 'be');

/** What is wrong with a value, in words of the API rather than of its validator; undefined where the validator's own will do. */
export function issueWords(issue: Issue): string | undefined {
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined) return 'is required';
    return EXPECTED[issue.expected] ?? `expected ${issue.expected}`;
  }
  if (issue.code === 'too_big') return `must ${verb(issue.origin)} at most ${issue.maximum}${UNITS[issue.origin] ?? ''}`;
  if (issue.code === 'too_small') return `must ${verb(issue.origin)} at least ${issue.minimum}${UNITS[issue.origin] ?? ''}`;
  if (issue.code === 'invalid_value') return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_union') return 'has none of the shapes that are expected here';
  return undefined;
}
