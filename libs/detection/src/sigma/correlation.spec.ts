import { checkedRuleBodySchema } from '@aoc/contracts';
import { directoryEvent, holdsFor, sigmaRule, unifiedEvent } from '../testing/sigma';
import { base, BASES, correlation, entryOf, ruleOf } from '../testing/sigma-correlations';

describe('correlations', () => {
  it('of event_count become a threshold', () => {
    const rule = ruleOf(correlation('type: event_count\nrules: [fail]\ngroup-by: [UserId]\ntimespan: 10m\ncondition: {gte: 5}'));
    expect(rule).toMatchObject({
      name: 'Together',
      severity: 'critical',
      enabled: true,
      threshold: { count: 5, group_by: ['actor.upn'], window_minutes: 10 },
    });
    expect(entryOf(rule, 'UserLoginFailed')?.group).toBe('ann@contoso.com');
    expect(entryOf(rule, 'UserLoggedIn')).toBeUndefined();
  });

  it('of event_count over several rules count what any of them matches', () => {
    const rule = ruleOf(correlation('type: event_count\nrules: [fail-id, login title]\ntimespan: 1h\ncondition: {gt: 5}'));
    expect(rule.threshold).toEqual({ count: 6, group_by: [], window_minutes: 60 });
    expect(['UserLoginFailed', 'UserLoggedIn', 'New-InboxRule'].map((name) => entryOf(rule, name) !== undefined)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('of value_count become a threshold of distinct values', () => {
    const rule = ruleOf(
      correlation('type: value_count\nrules: [fail]\ngroup-by: [ClientIP]\ntimespan: 90s\ncondition: {field: UserId, gte: 10}'),
    );
    expect(rule.threshold).toEqual({ count: 10, distinct: 'actor.upn', group_by: ['actor.ip'], window_minutes: 2 });
    expect(entryOf(rule, 'UserLoginFailed', { ClientIP: '203.0.113.7' })?.entry.values).toEqual(['ann@contoso.com']);
  });

  it.each([
    ['temporal', false],
    ['temporal_ordered', true],
  ])('of %s become a sequence', (type, ordered) => {
    const rule = ruleOf(correlation(`type: ${type}\nrules: [fail, login, rule]\ngroup-by: [UserId]\ntimespan: 1d`));
    expect(rule.sequence).toMatchObject({
      ordered,
      group_by: ['actor.upn'],
      window_minutes: 1440,
      steps: [{ name: 'fail title' }, { name: 'login title' }, { name: 'rule title' }],
    });
    expect(['UserLoginFailed', 'UserLoggedIn', 'New-InboxRule'].map((name) => entryOf(rule, name)?.entry.steps)).toEqual([[0], [1], [2]]);
    expect(entryOf(rule, 'Set-Mailbox')).toBeUndefined();
    expect(checkedRuleBodySchema.safeParse(rule).success).toBe(true);
  });

  it('that reach their count with the first event fire on each', () => {
    const rule = ruleOf(correlation('type: event_count\nrules: [fail]\ntimespan: 1h\ncondition: {gte: 1}'));
    expect(rule.threshold).toBeUndefined();
    expect(holdsFor(rule, unifiedEvent({ Operation: 'UserLoginFailed' }))).toBe(true);
  });

  it('switch off the rules that they are made of, and no others', () => {
    const reports = correlation('type: event_count\nrules: [fail]\ntimespan: 1h\ncondition: {gte: 3}');
    expect(reports.map(({ rule }) => rule?.enabled)).toEqual([false, true, true, true]);
    expect(reports[0]).toMatchObject({ verdict: 'imported_with_notes', notes: [expect.stringContaining('serves a correlation')] });
  });

  it('leave them on where they say generate', () => {
    const reports = correlation('type: event_count\nrules: [fail]\ngenerate: true\ntimespan: 1h\ncondition: {gte: 3}');
    expect(reports.map(({ rule }) => rule?.enabled)).toEqual([true, true, true, true]);
  });

  it('understand aliases that stand for the same field of ours', () => {
    const other = sigmaRule(
      'sel: {operationName: Add user}\ncondition: sel',
      'product: azure, service: auditlogs',
      'title: other\nname: other',
    );
    const reports = correlation(
      'type: temporal\nrules: [fail, other]\naliases:\n  who:\n    fail: UserId\n    other: InitiatedBy.user.userPrincipalName\ngroup-by: [who]\ntimespan: 1h',
      [...BASES, other],
    );
    const rule = ruleOf(reports);
    expect(rule.sequence?.group_by).toEqual(['actor.upn']);
    expect(holdsFor(rule, directoryEvent({ activityDisplayName: 'Add user' }))).toBe(true);
  });

  it.each([
    ['an unknown type', 'type: value_sum\nrules: [fail]\ntimespan: 1h\ncondition: {gte: 3}', 'cannot be represented'],
    ['an unknown rule', 'type: event_count\nrules: [nobody]\ntimespan: 1h\ncondition: {gte: 3}', 'no rule "nobody"'],
    ['no rules', 'type: event_count\ntimespan: 1h\ncondition: {gte: 3}', 'must name the rules'],
    ['itself', 'type: event_count\nrules: [Together]\ntimespan: 1h\ncondition: {gte: 3}', 'no rule "Together"'],
    ['lte', 'type: event_count\nrules: [fail]\ntimespan: 1h\ncondition: {lte: 3}', 'cannot be watched for'],
    ['eq', 'type: event_count\nrules: [fail]\ntimespan: 1h\ncondition: {eq: 3}', 'cannot be watched for'],
    ['a range', 'type: event_count\nrules: [fail]\ntimespan: 1h\ncondition: {gte: 3, lt: 9}', 'must hold one of gt and gte'],
    ['no condition', 'type: event_count\nrules: [fail]\ntimespan: 1h', 'must hold one of gt and gte'],
    ['a count that is no number', 'type: event_count\nrules: [fail]\ntimespan: 1h\ncondition: {gte: many}', 'no number of events'],
    ['a huge count', 'type: event_count\nrules: [fail]\ntimespan: 1h\ncondition: {gte: 100000}', 'at most 10000'],
    ['no timespan', 'type: event_count\nrules: [fail]\ncondition: {gte: 3}', 'there is no timespan'],
    ['a strange timespan', 'type: event_count\nrules: [fail]\ntimespan: soon\ncondition: {gte: 3}', '"soon" is no timespan'],
    ['a timespan that is too long', 'type: event_count\nrules: [fail]\ntimespan: 30d\ncondition: {gte: 3}', 'between 1 minute and 7 days'],
    [
      'a field that no record has',
      'type: event_count\nrules: [fail]\ngroup-by: [Colour]\ntimespan: 1h\ncondition: {gte: 3}',
      'no field "Colour"',
    ],
    ['no field to count', 'type: value_count\nrules: [fail]\ntimespan: 1h\ncondition: {gte: 3}', 'must name the one field'],
    ['a sequence of one', 'type: temporal\nrules: [fail]\ngroup-by: [UserId]\ntimespan: 1h', 'between 2 and 8'],
    ['a sequence without group', 'type: temporal\nrules: [fail, login]\ntimespan: 1h', 'have in common'],
    [
      'a sequence that need not happen in full',
      'type: temporal\nrules: [fail, login]\ngroup-by: [UserId]\ntimespan: 1h\ncondition: fail or login',
      'happens in full',
    ],
  ])('with %s cannot run', (_name, body, message) => {
    const report = correlation(body).at(-1);
    expect(report?.verdict).toBe('cannot_run');
    expect(report?.reasons.map((reason) => reason.message).join('; ')).toContain(message);
  });

  it('over a rule that cannot run cannot run, and leave the others alone', () => {
    const broken = base('broken', 'x').replace('Operation:', 'Colour:');
    const reports = correlation('type: event_count\nrules: [broken]\ntimespan: 1h\ncondition: {gte: 3}', [broken, ...BASES]);
    expect(reports.map(({ verdict }) => verdict)).toEqual(['cannot_run', 'imported', 'imported', 'imported', 'cannot_run']);
    expect(reports.at(-1)?.reasons[0]?.message).toBe('the rule "broken" cannot run');
  });

  it('do not choose between two rules of one name', () => {
    const reports = correlation('type: event_count\nrules: [fail]\ntimespan: 1h\ncondition: {gte: 3}', [
      ...BASES,
      base('fail', 'Set-Mailbox'),
    ]);
    expect(reports.at(-1)?.reasons[0]?.message).toContain('no rule "fail"');
  });
});
