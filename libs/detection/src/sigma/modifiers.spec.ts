import { holdsFor, importedRule, onlyReport, sigmaRule, unifiedEvent } from '../testing/sigma';

type Members = Record<string, unknown>;
const command = (text: string): Members => ({ Parameters: [{ Name: 'Command', Value: text }] });
const base64 = (text: string, encoding: BufferEncoding = 'utf8'): string => Buffer.from(text, encoding).toString('base64');

/** A field with its values, records for which it must hold, and records for which it must not. */
const CASES: readonly [string, string, readonly Members[], readonly Members[]][] = [
  ['no modifier', 'UserAgent: curl', [{ UserAgent: 'curl' }, { UserAgent: 'CURL' }], [{ UserAgent: 'curl/8' }, {}]],
  ['a list', 'UserAgent: [curl, wget]', [{ UserAgent: 'curl' }, { UserAgent: 'wget' }], [{ UserAgent: 'curl wget' }]],
  ['contains', 'UserAgent|contains: hound', [{ UserAgent: 'AzureHound/2' }], [{ UserAgent: 'azure' }]],
  ['contains of a list', 'UserAgent|contains: [hound, curl]', [{ UserAgent: 'a curl b' }], [{ UserAgent: 'wget' }]],
  ['contains all', 'UserAgent|contains|all: [azure, hound]', [{ UserAgent: 'HoundAzure' }], [{ UserAgent: 'azure' }]],
  ['startswith', 'UserAgent|startswith: cur', [{ UserAgent: 'Curl' }], [{ UserAgent: 'a cur' }]],
  ['endswith', 'UserAgent|endswith: rl', [{ UserAgent: 'cuRL' }], [{ UserAgent: 'rlx' }]],
  ['re', "UserAgent|re: 'c[aeiou]rl'", [{ UserAgent: 'a curl b' }], [{ UserAgent: 'CURL' }, { UserAgent: 'crl' }]],
  ['re with i', "UserAgent|re|i: 'c[aeiou]rl$'", [{ UserAgent: 'CURL' }], [{ UserAgent: 'curly' }]],
  ['re with m', "Subject|re|m: '^two$'", [{ Subject: 'one\ntwo' }], [{ Subject: 'one two' }]],
  ['re with s', "Subject|re|s: 'one.two'", [{ Subject: 'one\ntwo' }], [{ Subject: 'one' }]],
  ['re without s', "Subject|re: 'one.two'", [{ Subject: 'one-two' }], [{ Subject: 'one\ntwo' }]],
  ['cidr', 'ClientIP|cidr: 203.0.113.0/24', [{ ClientIP: '203.0.113.9:443' }], [{ ClientIP: '198.51.100.1' }, {}]],
  ['cidr of IPv6', "ClientIP|cidr: '2001:db8::/32'", [{ ClientIP: '[2001:db8::1]:443' }], [{ ClientIP: '2001:db9::1' }]],
  ['exists', 'UserAgent|exists: true', [{ UserAgent: 'x' }], [{}]],
  ['exists not', 'UserAgent|exists: false', [{}], [{ UserAgent: 'x' }]],
  ['cased', 'UserAgent|cased: Curl', [{ UserAgent: 'Curl' }], [{ UserAgent: 'curl' }]],
  ['contains cased', 'UserAgent|contains|cased: Cu', [{ UserAgent: 'aCu' }], [{ UserAgent: 'acu' }]],
  ['gt', 'OperationCount|gt: 5', [{ OperationCount: 6 }, { OperationCount: '7' }], [{ OperationCount: 5 }, {}]],
  ['gte', 'OperationCount|gte: 5', [{ OperationCount: 5 }], [{ OperationCount: 4 }]],
  ['lt', "OperationCount|lt: '5'", [{ OperationCount: 4 }], [{ OperationCount: 5 }]],
  ['lte', 'OperationCount|lte: 5', [{ OperationCount: 5 }], [{ OperationCount: 6 }]],
  ['neq', 'UserAgent|neq: curl', [{ UserAgent: 'wget' }, {}], [{ UserAgent: 'curl' }]],
  ['contains neq', 'UserAgent|contains|neq: [curl, wget]', [{ UserAgent: 'x' }], [{ UserAgent: 'wget 1' }]],
  ['base64', 'UserAgent|base64: secret', [{ UserAgent: base64('secret') }], [{ UserAgent: 'secret' }]],
  [
    'base64offset',
    'Parameters|base64offset|contains: secret',
    ['secret!', 'x secret', 'xy secret z'].map((text) => command(`run ${base64(text)}`)),
    [command(base64('secre')), command('secret')],
  ],
  ['wide base64', 'UserAgent|wide|base64: run', [{ UserAgent: base64('run', 'utf16le') }], [{ UserAgent: base64('run') }]],
  ['utf16be base64', 'UserAgent|utf16be|base64: a', [{ UserAgent: 'AGE=' }], [{ UserAgent: 'YQA=' }]],
  ['utf16 base64', 'UserAgent|utf16|base64: a', [{ UserAgent: '//5hAA==' }], [{ UserAgent: 'YQA=' }]],
  [
    'windash',
    "Parameters|contains|windash: ' -enc'",
    [command('run -enc x'), command('run /enc x'), command('run \u2013enc x'), command('run \u2014enc x')],
    [command('run enc')],
  ],
  ['a number', 'RecordType: 1', [{ RecordType: 1 }, { RecordType: '1' }], [{ RecordType: 10 }]],
  ['a number as text', "ErrorNumber: '50057'", [{ ErrorNumber: 50057 }], [{ ErrorNumber: 500570 }]],
  ['a truth value', 'ExternalAccess: true', [{ ExternalAccess: true }, { ExternalAccess: 'True' }], [{ ExternalAccess: false }]],
  ['null', 'UserAgent: null', [{}, { UserAgent: null }], [{ UserAgent: 'x' }]],
  ['no value', 'UserAgent:', [{}], [{ UserAgent: 'x' }]],
  ['null among values', 'UserAgent: [null, curl]', [{}, { UserAgent: 'curl' }], [{ UserAgent: 'x' }]],
  ['empty text', "UserAgent: ''", [{ UserAgent: '' }], [{ UserAgent: 'x' }, {}]],
  ['* at the end', 'UserAgent: cur*', [{ UserAgent: 'curl' }], [{ UserAgent: 'a cur' }]],
  ['* at the start', "UserAgent: '*url'", [{ UserAgent: 'curl' }], [{ UserAgent: 'curly' }]],
  ['* at both ends', "UserAgent: '*ur*'", [{ UserAgent: 'curl' }], [{ UserAgent: 'cul' }]],
  ['* within', "UserAgent: 'c*l'", [{ UserAgent: 'cURl' }, { UserAgent: 'c\nl' }], [{ UserAgent: 'cls' }]],
  ['* alone', "UserAgent: '*'", [{ UserAgent: 'x' }], [{}]],
  ['?', "UserAgent: 'c?rl'", [{ UserAgent: 'curl' }], [{ UserAgent: 'crl' }, { UserAgent: 'cuurl' }]],
  ['? after contains', "UserAgent|contains: 'c?r'", [{ UserAgent: 'a CURL' }], [{ UserAgent: 'cr' }]],
  ['\\*', "UserAgent: 'a\\*b'", [{ UserAgent: 'a*b' }], [{ UserAgent: 'axb' }]],
  ['\\?', "UserAgent: 'a\\?b'", [{ UserAgent: 'a?b' }], [{ UserAgent: 'axb' }]],
  ['a backslash', "UserAgent: 'C:\\Windows'", [{ UserAgent: 'C:\\Windows' }], [{ UserAgent: 'C:Windows' }]],
  ['two backslashes', "UserAgent: 'C:\\\\Windows'", [{ UserAgent: 'C:\\Windows' }], [{ UserAgent: 'C:\\\\Windows' }]],
  ['a backslash before *', "UserAgent: 'C:\\\\*'", [{ UserAgent: 'C:\\x' }], [{ UserAgent: 'C:*' }]],
  ['signs of regular expressions', "UserAgent: 'a.(b)*[c]+d'", [{ UserAgent: 'a.(b)x[c]+d' }], [{ UserAgent: 'aX(b)x[c]+d' }]],
];

describe('a field of a Sigma rule', () => {
  it.each(CASES)('with %s', (_name, field, matching, others) => {
    const rule = importedRule(sigmaRule(`sel:\n  ${field}\ncondition: sel`));
    for (const record of matching) expect({ record, holds: holdsFor(rule, unifiedEvent(record)) }).toEqual({ record, holds: true });
    for (const record of others) expect({ record, holds: holdsFor(rule, unifiedEvent(record)) }).toEqual({ record, holds: false });
  });

  it.each([
    ['fieldref', 'UserAgent|fieldref: Subject', 'compares two fields'],
    ['an unknown modifier', 'UserAgent|near: x', 'modifier "near" is not known'],
    ['two ways to compare', 'UserAgent|contains|startswith: x', 'cannot stand beside'],
    ['a flag without re', 'UserAgent|i: x', 'belongs behind "re"'],
    ['an encoding of a regular expression', 'UserAgent|base64|re: x', 'cannot stand beside'],
    ['wide text that is not encoded further', 'UserAgent|wide|contains: a', 'needs base64'],
    ['wide text after base64', 'UserAgent|base64|wide: a', 'needs base64'],
    ['an encoded wildcard', 'UserAgent|base64: a*', 'wildcards cannot be encoded'],
    ['look-ahead', "UserAgent|re: '(?=x)'", 'linear time'],
    ['a back-reference', "UserAgent|re: '(a)\\1'", 'linear time'],
    ['a broken regular expression', "UserAgent|re: 'a('", 'no regular expression'],
    ['a long regular expression', `UserAgent|re: '${'a'.repeat(600)}'`, 'at most 500'],
    ['a long value', `UserAgent: '${'a'.repeat(600)}'`, 'longer than a rule may compare with'],
    ['a regular expression that is a number', 'UserAgent|re: 5', 'needs a regular expression'],
    ['no address range', 'ClientIP|cidr: home', 'no address range'],
    ['a comparison with words', 'OperationCount|gt: many', 'compares with a number'],
    ['exists of words', 'UserAgent|exists: maybe', 'true or false'],
    ['null to be contained', 'UserAgent|contains: null', 'cannot look for null'],
    ['a mapping for a value', 'UserAgent: {a: b}', 'a value must be text'],
    ['no values', 'UserAgent: []', 'names no value'],
    ['a placeholder without values', "UserAgent|expand: '%agents%'", 'no values are given for the placeholder "%agents%"'],
  ])('cannot run with %s', (_name, field, message) => {
    const report = onlyReport(sigmaRule(`sel:\n  ${field}\ncondition: sel`));
    expect(report).toMatchObject({
      verdict: 'cannot_run',
      reasons: [{ place: expect.stringContaining('detection.sel.'), message: expect.stringContaining(message) }],
    });
    expect(report.rule).toBeUndefined();
  });

  it('takes the values that are given for placeholders, also within a text and several at once', () => {
    const rule = importedRule(sigmaRule("sel:\n  UserAgent|expand: '%who%-%what%'\ncondition: sel"), {
      placeholders: { who: ['a', 'b%what%'], what: ['x'] },
    });
    expect(['a-x', 'b%what%-x', 'a', 'b-x'].map((UserAgent) => holdsFor(rule, unifiedEvent({ UserAgent })))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('refuses placeholders that multiply without end', () => {
    const many = Array.from({ length: 40 }, (_none, index) => `v${index}`);
    const report = onlyReport(sigmaRule("sel:\n  UserAgent|expand: '%a%%a%%a%'\ncondition: sel"), { placeholders: { a: many } });
    expect(report.reasons[0]?.message).toContain('more than 1000 values');
  });

  it('that waits for a value of the tenant is imported switched off', () => {
    const report = onlyReport(sigmaRule("sel:\n  AppId: '<Application id, use OR for multiple>'\ncondition: sel"));
    expect(report).toMatchObject({ verdict: 'imported_with_notes', rule: { enabled: false } });
    expect(report.notes[0]).toContain('stands for a value of your own');
  });
});
