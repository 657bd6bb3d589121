import type { RuleBody } from '@aoc/contracts';
import { correlation, entryOf, ruleOf } from '../testing/sigma-correlations';
import { decideSequence } from '../windows/sequence';
import { decideThreshold } from '../windows/threshold';
import type { WindowEntry } from '../windows/window-entry';

type Happened = readonly (readonly [operation: string, minute: number])[];

const at = (minute: number): string => `2026-03-04T10:${String(minute).padStart(2, '0')}:00`;
const entriesOf = (rule: RuleBody, happened: Happened): WindowEntry[] =>
  happened.flatMap(
    ([operation, minute]) => entryOf(rule, operation, { CreationTime: at(minute), Id: `${operation}-${minute}` })?.entry ?? [],
  );

/** How many events the decision about the last one names; 0 where nothing is decided. */
function decided(rule: RuleBody, happened: Happened): number {
  const entries = entriesOf(rule, happened);
  const last = entries.at(-1);
  if (!last) return 0;
  if (rule.threshold) return decideThreshold(rule.threshold, entries, last)?.count ?? 0;
  return rule.sequence ? (decideSequence(rule.sequence, entries, last)?.count ?? 0) : 0;
}

describe('windows of imported correlations', () => {
  it('are crossed by as many events as the correlation asks for, and by no fewer', () => {
    const rule = ruleOf(correlation('type: event_count\nrules: [fail]\ngroup-by: [UserId]\ntimespan: 10m\ncondition: {gte: 3}'));
    const failures = (...minutes: number[]): Happened => minutes.map((minute) => ['UserLoginFailed', minute]);
    expect([failures(1, 5, 11), failures(1, 5, 12), failures(1, 5)].map((happened) => decided(rule, happened))).toEqual([3, 0, 0]);
  });

  it.each([
    ['temporal_ordered', [2, 0, 0]],
    ['temporal', [2, 2, 0]],
  ])('of %s are complete when its rules matched', (type, expected) => {
    const rule = ruleOf(correlation(`type: ${type}\nrules: [fail, login]\ngroup-by: [UserId]\ntimespan: 10m`));
    const cases: Happened[] = [
      [
        ['UserLoginFailed', 1],
        ['UserLoggedIn', 5],
      ],
      [
        ['UserLoggedIn', 1],
        ['UserLoginFailed', 5],
      ],
      [
        ['UserLoginFailed', 1],
        ['UserLoggedIn', 15],
      ],
    ];
    expect(cases.map((happened) => decided(rule, happened))).toEqual(expected);
  });
});
