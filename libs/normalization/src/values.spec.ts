import { parseCommandParameters } from './powershell';
import { modifiedProperties, namedValues, valueOf } from './properties';
import { foldResult, resultOfCode } from './result';
import { typedValue, valueText } from './values';

describe('typedValue', () => {
  it.each([
    ['[true]', [true]],
    ['"x"', 'x'],
    ['""', ''],
    ['{"a":[1]}', { a: [1] }],
    ['[\r\n  "x"\r\n]', ['x']],
    ['true', true],
    ['false', false],
    ['60', 60],
    ['-3.5', -3.5],
    ['<null>', null],
    ['null', null],
    [undefined, null],
    [null, null],
    ['True', 'True'],
    ['007', '007'],
    ['1e5', '1e5'],
    ['12345678901234567890', '12345678901234567890'],
    ['1.0', '1.0'],
    ['[not json', '[not json'],
    ['{broken}', '{broken}'],
    ['[] => [[Id: x]]; ', '[] => [[Id: x]]; '],
    ['', ''],
    ['plain', 'plain'],
    [5, 5],
    [['a'], ['a']],
  ])('makes of %j the value %j', (value, expected) => expect(typedValue(value)).toEqual(expected));

  it('keeps JSON that is nested too deeply as text', () => {
    const deep = '['.repeat(200) + ']'.repeat(200);
    expect(typedValue(deep)).toBe(deep);
  });

  it('shortens any value to readable text', () => {
    expect(valueText({ a: ['x', null, { b: true }], c: 5 })).toBe('x, true, 5');
    expect(valueText('y'.repeat(500)).length).toBe(160);
  });
});

describe('namedValues', () => {
  const pair = [{ name: 'A', value: '1' }];
  it.each([
    ['a list', [{ Name: 'A', Value: '1' }]],
    ['a list in lower case', [{ name: 'A', value: '1' }]],
    ['a list of keys', [{ key: 'A', value: '1' }]],
    ['an object', { A: '1' }],
    ['a list as JSON', '[{"Name":"A","Value":"1"}]'],
    ['an object as JSON', '{"A":"1"}'],
    ['JSON with duplicate keys', '{"A":"0","A":"1"}'],
    ['PowerShell', '-A "1"'],
  ])('reads %s', (_what, value) => expect(namedValues(value)).toEqual(pair));

  it.each(['', null, undefined, 5, true, '[1,2]', 'free text', '[{"Name":', [null, 'x', {}]])('finds nothing in %j', (value) =>
    expect(namedValues(value)).toEqual([]),
  );

  it('finds a value whatever the case of its name', () => expect(valueOf([{ name: 'FullName', value: 7 }], 'fullname')).toBe(7));
});

describe('parseCommandParameters', () => {
  it('reads quoted, bracketed and bare values and switches', () => {
    expect(parseCommandParameters('-Name "Default policy" -TeamsLocation ("ALL") -Force -Mode Enforce')).toEqual([
      { name: 'Name', value: 'Default policy' },
      { name: 'TeamsLocation', value: 'ALL' },
      { name: 'Force', value: '' },
      { name: 'Mode', value: 'Enforce' },
    ]);
  });

  it('keeps dashes and quotes inside values', () => {
    expect(parseCommandParameters('-Comment "a -b c" -Rule ("{"Min":"1"} -x")')).toEqual([
      { name: 'Comment', value: 'a -b c' },
      { name: 'Rule', value: '{"Min":"1"} -x' },
    ]);
  });

  it('is fast on hostile text', () => {
    const before = process.cpuUsage();
    for (const text of [
      ' -a'.repeat(200_000),
      '-a "' + ' -b'.repeat(200_000),
      '-'.repeat(500_000),
      '-a (' + ' '.repeat(300_000) + '-b',
      ('-a "' + ' '.repeat(1000)).repeat(300),
    ])
      parseCommandParameters(text);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000);
  });
});

describe('modifiedProperties', () => {
  it.each([
    ['Graph', [{ displayName: 'P', oldValue: '[]', newValue: '["x"]' }], [{ property: 'P', old: [], new: ['x'] }]],
    ['unified', [{ Name: 'P', OldValue: '', NewValue: 'x' }], [{ property: 'P', old: '', new: 'x' }]],
    ['Intune envelope', [{ Name: 'P', New: '<null>' }], [{ property: 'P', old: null, new: null }]],
    ['bare names', ['P'], [{ property: 'P', old: null, new: null }]],
    ['JSON in a string', '[{"displayName":"P","newValue":"\\"x\\""}]', [{ property: 'P', old: null, new: 'x' }]],
    ['nothing', null, []],
    ['rubbish', [5, null, {}, []], []],
  ])('reads %s', (_what, value, expected) => expect(modifiedProperties(value)).toEqual(expected));
});

describe('foldResult', () => {
  it.each([
    ['True', 'success'],
    ['TRUE', 'success'],
    ['Success', 'success'],
    ['Succeeded', 'success'],
    ['Successful', 'success'],
    ['PartiallySucceeded', 'success'],
    ['Failed', 'failure'],
    ['Failure', 'failure'],
    ['False', 'failure'],
    [true, 'success'],
    [false, 'failure'],
    ['Timeout', 'timeout'],
    ['InProgress', 'inprogress'],
    ['unknownFutureValue', 'unknownFutureValue'],
    ['', null],
    ['None', null],
    [null, null],
    [undefined, null],
    [{}, null],
  ])('folds %j to %j', (value, expected) => expect(foldResult(value)).toBe(expected));

  it.each([
    [0, 'success'],
    ['0', 'success'],
    [50_126, 'failure'],
    ['50126', 'failure'],
    ['-2147217390', 'failure'],
    ['Success', null],
    ['', null],
    [null, null],
  ])('reads error code %j as %j', (value, expected) => expect(resultOfCode(value)).toBe(expected));
});
