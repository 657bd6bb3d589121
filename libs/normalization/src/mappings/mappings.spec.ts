import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultMappings } from './default-mappings';
import { canonicalName, categoryLabel, type Mappings, type SentenceKey, templatesFor } from './mappings';
import { parseMappings } from './parse-mappings';
import { compileTemplate, renderFirst, type TemplateValues } from './template';

const parsed = (text: string): Mappings => {
  const result = parseMappings(text, 'test.yml');
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.mappings;
};

const VALUES: TemplateValues = {
  operation: 'Op',
  actor: 'Alice',
  target: 'Bob',
  category: 'Cat',
  result: 'success',
  service: 'Svc',
  related: null,
  changes: null,
  detail: null,
  ip: null,
};
const key = (part: Partial<SentenceKey>): SentenceKey => ({ service: 'Svc', category: null, operation: 'Op', result: 'success', ...part });
const sentence = (mappings: Mappings, part: Partial<SentenceKey>, values: Partial<TemplateValues> = {}): string => {
  const full = { ...VALUES, ...values };
  return renderFirst(templatesFor(mappings, key(part)), part.result === undefined ? full.result : part.result, mappings.resultNotes, full);
};

describe('the default mapping file', () => {
  it('is the one that is embedded (else run embed-mappings.mjs)', () => {
    const text = readFileSync(path.resolve(import.meta.dirname, '../../mappings.yml'), 'utf8');
    expect(parseMappings(text, 'mappings.yml')).toEqual({ ok: true, mappings: defaultMappings() });
  });

  it('has sentences for many operations', () => {
    const mappings = defaultMappings();
    expect(mappings.operations.size).toBeGreaterThan(250);
    expect(mappings.fallback.length).toBeGreaterThan(0);
  });
});

describe('canonicalName', () => {
  it.each([
    ['Add member to role.', 'add member to role'],
    ['Update application – Certificates and secrets management ', 'update application - certificates and secrets management'],
    ['  Two   words ', 'two words'],
  ])('makes of %j %j', (name, expected) => expect(canonicalName(name)).toBe(expected));
});

describe('parseMappings', () => {
  it.each([
    ['an unknown placeholder', 'operations:\n  A: "{actor} {foo}"\n', 2, /unknown placeholder \{foo\}/],
    ['an open brace', 'operations:\n  A: "{actor"\n', 2, /"\{" without "\}"/],
    ['a closing brace', 'default: "x}"\n', 1, /"\}" without "\{"/],
    ['a number as sentence', 'operations:\n  A: 5\n', 2, /must be text/],
    ['an empty list', 'operations:\n  A: []\n', 2, /at least one/],
    ['a list as label', 'categories:\n  A: [x]\n', 2, /must be text/],
    ['a section that is no mapping', 'categories: 5\n', 1, /must be a mapping/],
    ['an unknown section', 'categorys:\n  A: b\n', 1, /unknown section "categorys"/],
    ['a section given twice', 'categories:\n  A: b\ncategories:\n  B: c\n', 3, /given twice/],
    ['a name given twice', 'operations:\n  A: x\n  B: y\n  A: z\n', 4, /"A" is given twice/],
    ['two spellings of a name', 'operations:\n  Add user: x\n  "add  user.": y\n', 3, /means the same as "Add user"/],
    ['broken YAML', 'operations:\n  A: "x\n', 3, /./],
    ['a text instead of a mapping', 'hello', 1, /must hold the sections/],
    ['nothing', '', 1, /must hold the sections/],
    ['an alias', 'categories:\n  A: &x b\n  B: *x\n', 3, /must be text/],
  ])('reports %s with its line', (_what, text, line, message) => {
    const result = parseMappings(text, 'own.yml');
    expect(result).toMatchObject({ ok: false, errors: [{ file: 'own.yml', line, message: expect.stringMatching(message) }] });
  });

  it('reports every mistake at once', () => {
    const result = parseMappings('operations:\n  A: "{x}"\n  B: "{y}"\n', 'own.yml');
    expect(result.ok ? [] : result.errors.map(({ line, column }) => [line, column])).toEqual([
      [2, 6],
      [3, 6],
    ]);
  });

  it('accepts sections that are left empty', () => expect(parsed('categories:\noperations:\n  A: x\n').operations.size).toBe(1));
});

describe('choosing a sentence', () => {
  const mappings = parsed(
    [
      'operations:',
      '  Op: [ "{actor} to {related}", "{actor} only" ]',
      '  Svc/Special: within',
      '  Special: anywhere',
      '  Special [failure]: failed one',
      '  Set-*: "set {target}"',
      '  Set-Mail*: mail',
      'category_summaries:',
      '  Cat: "by category"',
      'result_notes:',
      '  failure: failed',
      'default: "{actor}: {operation}"',
    ].join('\n'),
  );

  it.each<[string, Partial<SentenceKey>, Partial<TemplateValues>, string]>([
    ['the first that has all values', {}, { related: 'X' }, 'Alice to X'],
    ['the next where a value is missing', {}, {}, 'Alice only'],
    ['that of the service', { operation: 'Special.' }, {}, 'within'],
    ['that of any service', { operation: 'special', service: 'Other' }, {}, 'anywhere'],
    ['that of the result, without a note', { operation: 'special', service: 'Other', result: 'failure' }, {}, 'failed one'],
    ['the longest prefix', { operation: 'Set-Mailbox' }, {}, 'mail'],
    ['a prefix', { operation: 'Set-User' }, {}, 'set Bob'],
    ['a note for the result', { operation: 'Set-User', result: 'failure' }, {}, 'set Bob (failed)'],
    ['that of the category', { operation: 'Other', category: 'cat' }, {}, 'by category'],
    ['the general one', { operation: '__proto__' }, { operation: '__proto__' }, 'Alice: __proto__'],
    ['words for an unknown actor', { operation: 'constructor' }, { actor: null }, 'The system: Op'],
  ])('takes %s', (_what, part, values, expected) => expect(sentence(mappings, part, values)).toBe(expected));

  it('labels by category, then by service, then as they are called', () => {
    const labels = parsed('categories:\n  A: one\n  S/B: two\n  S: three\n');
    expect([
      categoryLabel(labels, 'a', 'S'),
      categoryLabel(labels, 'B', 'S'),
      categoryLabel(labels, 'C', 'S'),
      categoryLabel(labels, null, 'X'),
    ]).toEqual(['one', 'two', 'three', 'X']);
  });

  it('writes doubled braces as braces', () => {
    const compiled = compileTemplate('{{{actor}}} {{x}}');
    expect(compiled.ok ? renderFirst({ templates: [compiled.template], forResult: false }, null, new Map(), VALUES) : '').toBe(
      '{Alice} {x}',
    );
  });
});
