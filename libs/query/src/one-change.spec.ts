import { conjuncts, oneChange, parseQuery, printQuery } from './index';

function bound(text: string): [property: string, values: string, others: string] | null {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const change = oneChange(conjuncts(parsed.query));
  const joined = (parts: Parameters<typeof oneChange>[0]): string => printQuery({ kind: 'all', of: [...parts] });
  return change && [joined([change.property]), joined(change.values), joined(change.others)];
}

describe('conditions that speak of one change', () => {
  it.each<[string, ReturnType<typeof bound>]>([
    ['changed:State new:enabled', ['changed:State', 'new:enabled', '']],
    ['service:Policy old:on mfa changed:State new:=off', ['changed:State', 'old:on new:=off', 'service:Policy mfa']],
    ['changed:(State OR Mode) new:(on OR off)', ['(changed:State OR changed:Mode)', '(new:on OR new:off)', '']],
    ['changed:State (new:on OR old:off)', ['changed:State', '(new:on OR old:off)', '']],
    ['changed:/^St/ new:*', ['changed:/^St/', 'new:*', '']],
    ['changed:State -new:enabled', null],
    ['-changed:State new:enabled', null],
    ['changed:State (new:on OR service:Policy)', null],
    ['changed:* new:enabled', null],
    ['changed:State changed:Mode new:on', null],
    ['changed:State', null],
    ['new:enabled old:disabled', null],
    ['changed:State OR new:enabled', null],
  ])('%s', (text, expected) => {
    expect(bound(text)).toEqual(expected);
  });
});
