import { ruleBodySchema } from '@aoc/contracts';
import { onlyReport, sigmaRule } from '../testing/sigma';
import { importSigma } from './import-sigma';

const DETECTION = 'sel: {Operation: New-InboxRule}\ncondition: sel';
const LOG = 'product: m365, service: audit';

const HEAD = `title: Inbox rule made
id: 9a7d2ac4-0000-4000-8000-000000000001
status: test
description: A rule that forwards.
references:
    - https://example.com/inbox
    - Internal research
author: Ann Analyst
date: 2024-01-31
tags:
    - attack.persistence
    - attack.t1114.003
    - attack.T1564
    - detection.emerging-threats
falsepositives:
    - Unknown
    - Rules made by the help desk
level: high`;

describe('an imported rule', () => {
  it('carries what the Sigma rule says of itself', () => {
    const { rule, title, id, verdict, notes } = onlyReport(sigmaRule(DETECTION, LOG, HEAD));
    expect({ title, id, verdict, notes }).toEqual({
      title: 'Inbox rule made',
      id: '9a7d2ac4-0000-4000-8000-000000000001',
      verdict: 'imported_with_notes',
      notes: ['references that are no web addresses are left out'],
    });
    expect(rule).toMatchObject({
      name: 'Inbox rule made',
      enabled: true,
      severity: 'high',
      message: 'A rule that forwards.',
      description: 'A rule that forwards.\n\nSigma rule 9a7d2ac4-0000-4000-8000-000000000001 by Ann Analyst, licence DRL 1.1.',
      guidance: 'Known harmless causes:\n- Rules made by the help desk',
      tags: ['sigma', 'status.test', 'attack.persistence', 'detection.emerging-threats'],
      techniques: ['T1114.003', 'T1564'],
      references: ['https://example.com/inbox'],
      tenants: 'all',
    });
    expect(ruleBodySchema.safeParse(rule).success).toBe(true);
  });

  it('takes medium, and says so, where the level is missing or unknown', () => {
    const missing = onlyReport(sigmaRule(DETECTION, LOG, 'title: x'));
    const unknown = onlyReport(sigmaRule(DETECTION, LOG, 'title: x\nlevel: dreadful'));
    expect([missing, unknown].map(({ rule, notes }) => [rule?.severity, notes[0]])).toEqual([
      ['medium', 'the rule gives no level: medium is taken'],
      ['medium', 'the level "dreadful" is not known: medium is taken'],
    ]);
  });

  it('keeps within the lengths of a rule, whatever the document holds', () => {
    const long = 'word '.repeat(3000);
    const tags = Array.from({ length: 200 }, (_none, index) => `attack.t${1000 + index}`).join(', ');
    const head = `title: ${long}\nid: ${long}\nauthor: ${long}\ndescription: ${long}\nstatus: ${long}\nlevel: low\nfalsepositives: [${long}]\ntags: [${tags}, ${'x'.repeat(500)}]`;
    const { rule } = onlyReport(sigmaRule(DETECTION, LOG, head));
    expect(ruleBodySchema.safeParse(rule).success).toBe(true);
    expect(rule?.description).toContain('licence DRL 1.1.');
  });

  it('names the licence that the rule is under', () => {
    expect(onlyReport(sigmaRule(DETECTION, LOG, 'title: x\nlicense: MIT')).rule?.description).toBe('Sigma rule, licence MIT.');
  });
});

describe('a text of rules', () => {
  it('is reported document by document, in order', () => {
    const one = sigmaRule(DETECTION, LOG, 'title: one\nlevel: low');
    const broken = 'title: broken\nlogsource: [';
    const reports = importSigma([one, 'title: two\nlogsource: {product: linux}\n', one.replace('one', 'three')].join('---\n'));
    expect(reports.map(({ title, verdict }) => [title, verdict])).toEqual([
      ['one', 'imported'],
      ['two', 'cannot_run'],
      ['three', 'imported'],
    ]);
    expect(importSigma(broken)[0]).toMatchObject({ verdict: 'cannot_run', reasons: [{ message: expect.stringContaining('not YAML') }] });
  });

  it.each([
    ['nothing', '', 'no Sigma rule in it'],
    ['comments only', '# nothing\n', 'no Sigma rule in it'],
    ['a list', '- a\n', 'a Sigma rule is a mapping'],
    ['words', 'hello', 'a Sigma rule is a mapping'],
    ['no title', sigmaRule(DETECTION, LOG, 'level: low'), 'must have a title'],
    ['no log', `title: x\ndetection: {sel: {Operation: x}, condition: sel}\n`, 'must name its log'],
    ['no detection', `title: x\nlogsource: {${LOG}}\n`, 'must have a detection'],
    ['an old collection', sigmaRule(DETECTION, LOG, 'title: x\naction: global'), 'old form'],
    ['a key twice', sigmaRule(DETECTION, LOG, 'title: x\ntitle: y'), 'key "title" is given twice'],
    ['a correlation that is none', 'title: x\ncorrelation: 5\n', 'must be a mapping'],
  ])('with %s is refused with the reason', (_name, text, message) => {
    const report = onlyReport(text);
    expect(report.verdict).toBe('cannot_run');
    expect(report.reasons.map((reason) => reason.message).join('; ')).toContain(message);
    expect(report.rule).toBeUndefined();
  });

  it('may use anchors in moderation', () => {
    const rule = onlyReport(sigmaRule('a: &a {Operation: New-InboxRule}\nb: *a\ncondition: a or b'));
    expect(rule.verdict).toBe('imported');
  });
});
