import { RULE_LIMITS } from '@aoc/contracts';
import ipaddr from 'ipaddr.js';
import { RE2JS } from 're2js';
import { base64Of, base64Offsets, dashVariants, wideBytes } from './encodings';
import type { ValueKind } from './fields/field-target';
import type { Encoding, Modifiers } from './modifiers';
import { literalOf, type Piece, piecesOf, type Test, testOf } from './patterns';
import { type Findings, quoted } from './report';
import { fitsRule, withoutFullStop } from './values';

export type SigmaScalar = string | number | boolean | null;

/** A text after the encodings, as Sigma text (base64 has neither wildcards nor backslashes); null where wildcards would be encoded. */
function encoded(value: string, encodings: readonly Encoding[]): string[] | null {
  let texts = [value];
  let bytes: Buffer | null = null;
  for (const encoding of encodings) {
    if (encoding === 'windash') {
      texts = texts.flatMap(dashVariants);
      continue;
    }
    const [first = ''] = texts;
    const literal: string | null = bytes === null ? literalOf(piecesOf(first)) : '';
    if (literal === null || texts.length > 1) return null;
    const input: Buffer = bytes ?? Buffer.from(literal, 'utf8');
    if (encoding === 'base64' || encoding === 'base64offset') {
      texts = encoding === 'base64' ? [base64Of(input)] : base64Offsets(input);
      bytes = null;
    } else bytes = wideBytes(literal, encoding);
  }
  return bytes === null ? texts : null;
}

const STARS: Readonly<Record<string, readonly [boolean, boolean]>> = {
  contains: [true, true],
  startswith: [false, true],
  endswith: [true, false],
};

function bracketed(pieces: Piece[], comparison: string): Piece[] {
  const [before, after] = STARS[comparison] ?? [false, false];
  const result = [...pieces];
  if (before && result[0] !== '*') result.unshift('*');
  if (after && (result.at(-1) !== '*' || result.length === 1)) result.push('*');
  return result;
}

/** Longest text before encodings and escapes are taken from it. */
const MAX_TEXT = 4 * RULE_LIMITS.text;

function textTests(value: string, modifiers: Modifiers, kind: ValueKind, place: string, findings: Findings): Test[] | null {
  if (value.length > MAX_TEXT) return findings.fail(place, `${quoted(value)} is longer than a rule may compare with`);
  const texts = encoded(value, modifiers.encodings);
  if (texts === null) return findings.fail(place, 'a value with wildcards cannot be encoded');
  const tests: Test[] = [];
  for (const text of texts) {
    const whole = piecesOf(text);
    const pieces = kind === 'operation' ? withoutFullStop(whole) : whole;
    const test = testOf(bracketed(pieces, modifiers.comparison), modifiers.cased, kind === 'operation' ? '\\.?\\s*' : '');
    if (test === null)
      return findings.fail(place, `${quoted(text)} is longer than a rule may compare with (${RULE_LIMITS.text} characters)`);
    tests.push(test);
  }
  return tests;
}

function regexTest(value: SigmaScalar, { flags }: Modifiers, place: string, findings: Findings): Test[] | null {
  if (typeof value !== 'string' || value === '') return findings.fail(place, '"re" needs a regular expression');
  const inline = [...new Set(flags.replaceAll('i', ''))].join('');
  const pattern = inline === '' ? value : `(?${inline})${value}`;
  if (pattern.length > RULE_LIMITS.regex) return findings.fail(place, `a regular expression has at most ${RULE_LIMITS.regex} characters`);
  if (/\(\?<?[=!]/.test(value)) return findings.fail(place, 'look-ahead and look-behind cannot be matched in linear time');
  if (/\\[1-9]/.test(value)) return findings.fail(place, 'back-references cannot be matched in linear time');
  try {
    RE2JS.compile(pattern);
  } catch {
    return findings.fail(place, `${quoted(value)} is no regular expression that can be matched in linear time`);
  }
  return [{ op: 'regex', value: pattern, caseSensitive: !flags.includes('i') }];
}

function rangeTest(value: SigmaScalar, place: string, findings: Findings): Test[] | null {
  const range = typeof value === 'string' ? value.trim() : '';
  const isRange = range.includes('/') ? ipaddr.isValidCIDR(range) : ipaddr.isValid(range);
  if (!isRange) return findings.fail(place, `${quoted(String(value))} is no address range`);
  return [{ op: 'cidr', value: range, caseSensitive: false }];
}

function orderTest(value: SigmaScalar, op: 'gt' | 'gte' | 'lt' | 'lte', place: string, findings: Findings): Test[] | null {
  const number = typeof value === 'string' && /^-?\d{1,15}(?:\.\d{1,9})?$/.test(value.trim()) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return findings.fail(place, `"${op}" compares with a number`);
  return [{ op, value: number, caseSensitive: false }];
}

/** What one value asks of a field, under the modifiers: any of the tests returned may hold. Null when it cannot be asked. */
export function testsOfValue(value: SigmaScalar, modifiers: Modifiers, kind: ValueKind, place: string, findings: Findings): Test[] | null {
  const { comparison, cased } = modifiers;
  switch (comparison) {
    case 're':
      return regexTest(value, modifiers, place, findings);
    case 'cidr':
      return rangeTest(value, place, findings);
    case 'exists':
      if (!/^(?:true|false|yes|no)$/i.test(String(value))) return findings.fail(place, '"exists" is followed by true or false');
      return [{ op: 'exists', value: /^(?:true|yes)$/i.test(String(value)), caseSensitive: false }];
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return orderTest(value, comparison, place, findings);
    default:
  }
  if (value === null)
    return comparison === 'equals'
      ? [{ op: 'exists', value: false, caseSensitive: false }]
      : findings.fail(place, `"${comparison}" cannot look for null`);
  if (typeof value === 'string') return textTests(value, modifiers, kind, place, findings);
  if (comparison === 'equals' && modifiers.encodings.length === 0) return [{ op: 'eq', value, caseSensitive: cased }];
  const plain = String(value);
  return fitsRule(plain) ? textTests(plain, modifiers, kind, place, findings) : findings.fail(place, 'the value is too long');
}
