import { type RuleBody, RULE_LIMITS, type Threshold } from '@aoc/contracts';
import type { FieldTable } from './fields/field-target';
import { type Findings, quoted } from './report';
import { minutesOf } from './timespan';

/** How often something must happen: every event (`plain`), or as many as a threshold. */
export type Count = { plain: true } | { plain: false; count: number };

/** `>= n` and `> n` as a count to reach; null, with the reason among the findings, where windows cannot say it. */
export function countOf(operator: string, value: unknown, place: string, findings: Findings): Count | null {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && /^\d{1,9}$/.test(value.trim()) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(number) || number < 0) return findings.fail(place, `${quoted(String(value))} is no number of events`);
  if (operator !== 'gt' && operator !== 'gte')
    return findings.fail(
      place,
      `"${operator}" cannot be watched for: a window says when a number is reached, not that it is missed (gt and gte can)`,
    );
  const count = operator === 'gt' ? number + 1 : number;
  if (count > 10_000) return findings.fail(place, `a threshold is at most 10000, not ${count}`);
  return count <= 1 ? { plain: true } : { plain: false, count };
}

/** The one field of ours by which events are kept apart or counted, for a field of Sigma; null where it is unknown. */
export function singleField(name: string, table: FieldTable, place: string, findings: Findings): string | null {
  const target = table.resolve(name);
  if (target === null)
    return findings.fail(place, `${table.records} have no field ${quoted(name)}; fields that they have: ${table.known.join(', ')}`);
  const [field] = target.places;
  if (field === undefined || field === 'raw') return findings.fail(place, `${quoted(name)} is no single field`);
  // The first place is the one that every way in fills.
  if (target.places.length > 1) findings.note(`${place}: ${quoted(name)} is taken from ${field}; events without it do not count`);
  return field;
}

/** Several fields of Sigma; null when one of them is unknown or there are more than a window may have. */
export function groupFields(names: readonly string[], table: FieldTable, place: string, findings: Findings): string[] | null {
  if (names.length > RULE_LIMITS.groupFields)
    return findings.fail(place, `a window is kept apart by at most ${RULE_LIMITS.groupFields} fields`);
  const fields = names.map((name) => singleField(name, table, place, findings));
  const made = fields.filter((field) => field !== null);
  return made.length < fields.length ? null : [...new Set(made)];
}

const COUNT = /^count\s*\(\s*([^()\s]*)\s*\)(?:\s+by\s+([^<>=]+?))?\s*(<=|>=|<|>|==?)\s*(\d{1,9})$/i;
const OPERATORS: Readonly<Record<string, string>> = { '>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte', '=': 'eq', '==': 'eq' };
const PLACE = 'detection.condition';

/** The aggregation of an old rule (`count(user) by ip > 10` with `timeframe`) as a threshold; null where it cannot be one. */
export function thresholdOf(text: string, timeframe: unknown, table: FieldTable, findings: Findings): Pick<RuleBody, 'threshold'> | null {
  const [, counted = '', groups, operator = '', number] = COUNT.exec(text.trim()) ?? [];
  if (number === undefined)
    return findings.fail(
      PLACE,
      `the aggregation ${quoted(text)} is not known; known: count() or count(field), by fields, > or >= a number`,
    );
  const count = countOf(OPERATORS[operator] ?? operator, number, PLACE, findings);
  const minutes = minutesOf(timeframe, 'detection.timeframe', findings);
  const names = (groups ?? '').split(/[\s,]+/).filter((name) => name !== '');
  const group = groupFields(names, table, PLACE, findings);
  const distinct = counted === '' ? undefined : singleField(counted, table, PLACE, findings);
  if (count === null || minutes === null || group === null || distinct === null) return null;
  if (count.plain) return {};
  const threshold: Threshold = {
    count: count.count,
    group_by: group,
    window_minutes: minutes,
    ...(distinct === undefined ? {} : { distinct }),
  };
  return { threshold };
}
