import type { RuleCondition } from '@aoc/contracts';
import { conditionWords, matchedWords } from './condition-words';

it.each<[RuleCondition, string]>([
  [{ field: 'operation', op: 'eq', value: 'Add user' }, 'operation is Add user'],
  [{ field: 'operation', op: 'eq', value: ['a', 'b'] }, 'operation is one of a, b'],
  [{ field: 'result', op: 'eq', value: null }, 'result is nothing'],
  [{ field: 'actor.ip', op: 'exists', value: false }, 'actor.ip is not there'],
  [
    { field: 'timestamp', op: 'after_hours', value: { days: [1, 5], start: '08:00', time_zone: 'Europe/Berlin' } },
    'timestamp is outside working time (Mon, Fri 08:00–end of work Europe/Berlin)',
  ],
  [{ field: 'timestamp', op: 'after_hours' }, "timestamp is outside working time (the tenant's settings)"],
  [
    { any_of: [{ field: 'a', op: 'gt', value: 3 }, { not: { field: 'b', op: 'in', value: ['x'] } }] },
    '(a is more than 3 or not b is one of x)',
  ],
  [{ field: 'targets', op: 'any', value: [{ field: 'type', op: 'eq', value: 'Role' }] }, 'targets has an element where (type is Role)'],
])('condition %# reads as %s', (condition, words) => expect(conditionWords(condition)).toBe(words));

it.each([
  ['eq', ['a', 'b'], 'is one of', 'a, b'],
  ['not contains', ['Get-'], 'does not contain', 'Get-'],
  ['not eq', 'x', 'is not', 'x'],
  ['exists', true, 'is there', null],
  ['after_hours', null, 'is outside working time', null],
  ['not starts_with', 'x', 'not starts with', 'x'],
])('%s of what matched', (op, expected, words, shown) =>
  expect(matchedWords({ field: 'f', op, expected, found: [] })).toEqual({ words, expected: shown }),
);
