import fc from 'fast-check';
import { holdsFor, importedRule, onlyReport, sigmaRule, unifiedEvent } from '../testing/sigma';
import { ConditionError, namesOf, parseCondition } from './condition-grammar';

const SELECTIONS = `
sel_a: {UserAgent|contains: a}
sel_b: {UserAgent|contains: b}
other: {UserAgent|contains: c}
_hidden: {UserAgent|contains: d}
`;

/** A condition with the letters of agents for which it must hold and for which it must not. */
const CONDITIONS: readonly [string, readonly string[], readonly string[]][] = [
  ['sel_a', ['a', 'ab'], ['b', '-']],
  ['sel_a and sel_b', ['ab'], ['a', 'b']],
  ['sel_a or sel_b', ['a', 'b'], ['c']],
  ['not sel_a', ['b', '-'], ['a']],
  ['not not sel_a', ['a'], ['b']],
  ['sel_a and not sel_b', ['a'], ['ab', 'b']],
  ['sel_a or sel_b and other', ['a', 'bc'], ['b', 'c']],
  ['(sel_a or sel_b) and other', ['ac', 'bc'], ['a', 'c']],
  ['not (sel_a or sel_b)', ['c'], ['a', 'b']],
  ['NOT sel_a AND sel_b OR other', ['b', 'c'], ['ab', 'a']],
  ['1 of sel_*', ['a', 'b'], ['c']],
  ['any of sel_*', ['a', 'b'], ['c']],
  ['all of sel_*', ['abx'], ['a', 'b']],
  ['1 of them', ['a', 'b', 'c'], ['d', '-']],
  ['all of them', ['abc'], ['ab', 'bcd']],
  ['any of them', ['c'], ['d']],
  ['not 1 of sel_*', ['c'], ['a']],
  ['sel_a and not all of sel_*', ['a'], ['ab']],
  ['1 of *_a', ['a'], ['b']],
  ['all of s*l_*', ['ab'], ['a']],
  ['1 of sel_a', ['a'], ['b']],
  ['((sel_a))', ['a'], ['b']],
  ['1 of _hid*', ['d'], ['a']],
];

describe('the condition of a Sigma rule', () => {
  it.each(CONDITIONS)('%s', (condition, matching, others) => {
    const rule = importedRule(sigmaRule(`${SELECTIONS}condition: ${condition}`));
    const holding = [...matching, ...others].filter((UserAgent) => holdsFor(rule, unifiedEvent({ UserAgent })));
    expect(holding).toEqual([...matching]);
  });

  it('may be a list, of which any may hold', () => {
    const rule = importedRule(sigmaRule(`${SELECTIONS}condition:\n  - sel_a\n  - sel_b and other`));
    expect(['a', 'b', 'bc'].map((UserAgent) => holdsFor(rule, unifiedEvent({ UserAgent })))).toEqual([true, false, true]);
  });

  it.each([
    ['sel_a and', 'ends where more is expected'],
    ['and sel_a', '"and" is not expected there'],
    ['sel_a sel_b', '"sel_b" is not expected there'],
    ['(sel_a', 'not closed'],
    ['sel_a)', '")" is not expected'],
    ['2 of sel_*', 'known: 1 of, any of, all of'],
    ['1 of nothing*', 'stands for no selection'],
    ['missing', 'no selection "missing"'],
    ['condition', 'no selection "condition"'],
    ["''", 'must say its condition'],
    ['5', 'must say its condition'],
    ['[]', 'must say its condition'],
    ['[sel_a, 5]', 'must say its condition'],
    [`${'not '.repeat(60)}sel_a`, 'nested deeper'],
    [`sel_a${' or sel_a'.repeat(300)}`, 'selections'],
    [`${'sel_a and ('.repeat(12)}sel_b or other${')'.repeat(12)}`.replaceAll('and (sel_a', 'or not (sel_a'), 'nested deeper'],
    ['sel_a | near sel_b', 'the aggregation "near sel_b" is not known'],
  ])('%s cannot run', (condition, message) => {
    const report = onlyReport(sigmaRule(`${SELECTIONS}condition: ${condition}`));
    expect(report.verdict).toBe('cannot_run');
    expect(report.reasons.map((reason) => reason.message).join('; ')).toContain(message);
  });

  it('is never read in endless time or with an unknown fault', () => {
    const words = fc.constantFrom('a', 'sel*', 'and', 'or', 'not', '(', ')', '1', 'all', 'of', 'them', '|', '*');
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), (tokens) => {
        try {
          expect(parseCondition(tokens.join(' ')).expression).toBeDefined();
        } catch (error) {
          expect(error).toBeInstanceOf(ConditionError);
        }
      }),
    );
  });

  it.each([
    ['sel*', ['sel', 'sel_a']],
    ['*a', ['sel_a']],
    ['s*l*a', ['sel_a']],
    ['a*a', []],
    ['*', ['sel', 'sel_a', 'x', '_y']],
    ['x', ['x']],
  ])('the pattern %s stands for its names', (pattern, expected) => {
    expect(namesOf(pattern, ['sel', 'sel_a', 'x', '_y'])).toEqual(expected);
  });
});

describe('selections', () => {
  const holds = (detection: string, records: readonly Record<string, unknown>[]): boolean[] => {
    const rule = importedRule(sigmaRule(detection));
    return records.map((record) => holdsFor(rule, unifiedEvent(record)));
  };

  it('of fields hold when all of them do', () => {
    const records = [{ UserAgent: 'a', Subject: 'b' }, { UserAgent: 'a' }];
    expect(holds('sel: {UserAgent: a, Subject: b}\ncondition: sel', records)).toEqual([true, false]);
  });

  it('that are lists hold when any of their mappings does', () => {
    const records = [{ UserAgent: 'a' }, { Subject: 'b' }, {}];
    expect(holds('sel:\n  - UserAgent: a\n  - Subject: b\ncondition: sel', records)).toEqual([true, true, false]);
  });

  it.each([
    ['one word', 'sel: needle\ncondition: sel', [true, true, false]],
    ['a list of words', 'sel: [needle, absent]\ncondition: sel', [true, true, false]],
    ['words that must all be there', "sel:\n  '|all': [needle, hay]\ncondition: sel", [true, false, false]],
    ['words with contains', "sel:\n  '|contains': [needle]\ncondition: sel", [true, true, false]],
    ['a word in a nameless field', "sel:\n  '': needle\ncondition: sel", [true, true, false]],
    ['words beside mappings', 'sel:\n  - needle\n  - UserAgent: nothing\ncondition: sel', [true, true, true]],
    ['a pattern of words', "sel:\n  '|re': 'ne+dle'\ncondition: sel", [false, true, false]],
    ['a number', 'sel: [4711]\ncondition: sel', [false, true, false]],
  ])('with %s look through the whole record', (_name, detection, expected) => {
    const records = [
      { Parameters: [{ Name: 'Name', Value: 'a NEEDLE in the hay' }] },
      { Item: { Subject: 'needle 4711' } },
      { UserAgent: 'nothing' },
    ];
    expect(holds(detection, records)).toEqual(expected);
  });

  it.each([
    ['an empty mapping', 'sel: {}'],
    ['an empty list', 'sel: []'],
    ['null', 'sel:'],
    ['a list in a list', 'sel: [[a]]'],
  ])('with %s cannot run', (_name, selection) => {
    expect(onlyReport(sigmaRule(`${selection}\ncondition: sel`)).verdict).toBe('cannot_run');
  });

  it('of too many conditions cannot run, with the reason', () => {
    const fields = Array.from({ length: 250 }, (_none, index) => `  - {UserAgent: a${index}, Subject: b}`).join('\n');
    const report = onlyReport(sigmaRule(`sel:\n${fields}\ncondition: sel`));
    expect(report.reasons[0]?.message).toContain('more conditions than a rule');
  });

  it('of many values are one list', () => {
    const values = Array.from({ length: 1500 }, (_none, index) => `v${index}`).join(', ');
    const rule = importedRule(sigmaRule(`sel: {UserAgent: [${values}]}\ncondition: sel`));
    expect(['v0', 'v1499', 'v1500'].map((UserAgent) => holdsFor(rule, unifiedEvent({ UserAgent })))).toEqual([true, true, false]);
  });
});
