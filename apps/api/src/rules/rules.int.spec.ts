import { ruleRoutes, rulePreviewLineSchema, type RulePreviewLine } from '@aoc/contracts';
import { prepareRules } from '@aoc/server/detection';
import { apiFixture, type ApiFixture } from '../testing/api-fixture';
import { auditRecord } from '../testing/records';

const condition = { field: 'operation', op: 'eq' as const, value: 'Update user' };
const aRule = (name: string, more: Record<string, unknown> = {}) => ({
  name,
  severity: 'medium' as const,
  conditions: [condition],
  ...more,
});

describe('rules over HTTP', () => {
  let api: ApiFixture;
  beforeAll(async () => {
    api = await apiFixture('rules');
    await api.seed(
      Array.from({ length: 30 }, (_none, n) =>
        auditRecord({
          id: `r${n}`,
          at: new Date(Date.UTC(2026, 2, 1 + (n % 3), 8, n)).toISOString(),
          operation: n % 5 ? 'Update user' : 'Update group',
        }),
      ),
    );
  });
  afterAll(() => api.stop());

  const create = (name: string, more: Record<string, unknown> = {}) => api.client.ok(ruleRoutes.createRule, { body: aRule(name, more) });
  async function preview(body: Record<string, unknown>): Promise<RulePreviewLine[]> {
    const reply = await api.client.call(ruleRoutes.previewRule, { body });
    expect([reply.status, reply.text]).toEqual([200, reply.text]);
    return reply.text
      .trim()
      .split('\n')
      .map((line) => rulePreviewLineSchema.parse(JSON.parse(line)));
  }
  const result = (lines: RulePreviewLine[]) => lines.find((line) => line.type === 'result');

  it('that come with AOC are there once, also after one was deleted and everything starts again', async () => {
    const before = (await api.client.ok(ruleRoutes.listRules)).items;
    expect(
      before
        .filter(({ origin }) => origin === 'default')
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual([
      'Admin Role Assignment',
      'After-Hours Admin Activity',
      'Bulk User Deletion',
      'Device Compliance Failure',
      'Exchange Transport Rule Change',
      'External Sharing Enabled',
      'Failed Conditional Access',
      'License Change',
      'New Application Registration',
      'Service Principal Credential Added',
    ]);
    expect(before.filter(({ origin }) => origin === 'pack').length).toBeGreaterThanOrEqual(40);
    expect(before.filter(({ failing }) => failing !== null)).toEqual([]);
    const gone = before.find(({ name }) => name === 'License Change');
    await api.client.ok(ruleRoutes.deleteRule, { params: { id: gone?.id ?? '' } });
    await prepareRules(api.context(), api.database.connection, api.deps.detection);
    expect((await api.client.ok(ruleRoutes.listRules)).total).toBe(before.length - 1);
  });

  it('are changed by versions: the later of two who saw the same is refused, and the history knows each', async () => {
    const rule = await create('versions');
    const put = (severity: string) =>
      api.client.call(ruleRoutes.replaceRule, { params: { id: rule.id }, body: { ...aRule('versions'), severity, version: 1 } });
    expect((await Promise.all([put('high'), put('low')])).map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const disabled = await api.client.ok(ruleRoutes.enableRule, { params: { id: rule.id }, body: { enabled: false } });
    expect([disabled.version, disabled.enabled]).toEqual([3, false]);
    await api.client.ok(ruleRoutes.deleteRule, { params: { id: rule.id } });
    const { items } = await api.client.ok(ruleRoutes.ruleHistory, { params: { id: rule.id } });
    expect(items.map(({ version, change }) => [version, change])).toEqual([
      [4, 'deleted'],
      [3, 'disabled'],
      [2, 'changed'],
      [1, 'created'],
    ]);
    expect(items.at(-1)?.rule.severity).toBe('medium');
  });

  it('that two change at the same time refuse one of them, however close it was', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { id } = await create(`race ${round}`);
      const body = { ...aRule(`race ${round}`), version: 1 };
      const answers = await Promise.all([1, 2].map(() => api.client.call(ruleRoutes.replaceRule, { params: { id }, body })));
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    }
  });

  it('keep their exceptions when they are written without them, and lose them to an empty list', async () => {
    const { id } = await create('kept exceptions');
    const exception = { conditions: [condition], reason: 'known' };
    await api.client.ok(ruleRoutes.addException, { params: { id }, body: exception });
    const put = async (more: object) => {
      const rule = await api.client.ok(ruleRoutes.replaceRule, { params: { id }, body: { ...aRule('kept exceptions'), ...more } });
      return rule.exceptions.map(({ reason }) => reason);
    };
    expect(await put({ severity: 'high' })).toEqual(['known']);
    expect(await put({ exceptions: [] })).toEqual([]);
  });

  it('take the end of an exception as people write it', async () => {
    const { id } = await create('ending exceptions');
    const add = { conditions: [condition], reason: 'known' };
    for (const [written, kept] of [
      ['2027-01-01T00:00:00Z', '2027-01-01T00:00:00.000Z'],
      ['2027-01-01', '2027-01-01T00:00:00.000Z'],
      ['2027-01-01T01:00:00+01:00', '2027-01-01T00:00:00.000Z'],
    ] as const) {
      const rule = await api.client.ok(ruleRoutes.addException, { params: { id }, body: { ...add, expires_at: written } });
      expect(rule.exceptions.at(-1)?.expires_at).toBe(kept);
    }
    const problem = await api.client.problem(ruleRoutes.addException, 400, { params: { id }, body: { ...add, expires_at: 'soon' } });
    expect(problem.errors).toEqual([{ path: 'body.expires_at', message: expect.stringMatching(/ISO 8601/) }]);
  });

  it.each<[string, Record<string, unknown>, string, RegExp]>([
    [
      'an unknown field',
      { conditions: [condition, { field: 'actor.upm', op: 'eq', value: 'x' }] },
      'body.conditions[1].field',
      /actor\.upn/,
    ],
    ['an unknown operator', { conditions: [{ ...condition, op: 'like' }] }, 'body.conditions[0].op', /must be one of eq, /],
    ['a bad expression', { conditions: [{ ...condition, op: 'regex', value: '(a' }] }, 'body.conditions[0].value', /./],
    ['an expression without bound', { conditions: [{ ...condition, op: 'regex', value: '(a)\\1' }] }, 'body.conditions[0].value', /./],
    ['an absurd window', { threshold: { count: 2, window_minutes: 1e9 } }, 'body.threshold.window_minutes', /./],
    ['two forms', { threshold: { count: 2, window_minutes: 5 }, first_seen: { field: 'actor.ip' } }, 'body.threshold', /only one/],
    ['a huge list', { conditions: [{ ...condition, op: 'in', value: Array(2000).fill('x') }] }, 'body.conditions[0].value', /at most 1000/],
  ])('with %s are refused, and the place is named', async (_name, more, path, message) => {
    const problem = await api.client.problem(ruleRoutes.createRule, 400, { body: aRule('bad', more) });
    const found = problem.errors?.find((error) => error.path.startsWith(path));
    expect([path, `${found?.message} ${found?.suggestion ?? ''}`]).toEqual([path, expect.stringMatching(message)]);
  });

  it('are there once by name', async () => {
    await create('Twice');
    expect((await api.client.problem(ruleRoutes.createRule, 409, { body: aRule(' twice ') })).detail).toMatch(/"twice"/);
  });

  it('are previewed over stored events without a trace', async () => {
    const before = await api.database.connection.collection('alerts').countDocuments();
    const lines = await preview({ rule: aRule('preview'), start: '2026-03-01', end: '2026-03-04' });
    expect(lines[0]).toMatchObject({ type: 'estimate', events: 24, of: 30 });
    expect(result(lines)).toMatchObject({
      read: 24,
      matches: 24,
      complete: true,
      alerts: expect.any(Number),
      top_actors: [{ alerts: expect.any(Number) }],
    });
    const days = result(lines)?.days ?? [];
    expect(days.map(({ day, matches }) => [day, matches])).toEqual([
      ['2026-03-01', 8],
      ['2026-03-02', 8],
      ['2026-03-03', 8],
    ]);
    const threshold = { count: 4, group_by: ['actor.id'], window_minutes: 15 };
    expect(result(await preview({ rule: aRule('preview', { threshold }), start: '2026-03-01', end: '2026-03-04' }))).toMatchObject({
      alerts: 3,
    });
    expect(await api.database.connection.collection('alerts').countDocuments()).toBe(before);
  });

  it('are previewed against what is stored: what a change adds and what it loses', async () => {
    const old = await create('compared');
    const rule = aRule('compared', { conditions: [{ ...condition, value: 'Update group' }] });
    const lines = await preview({ rule, start: '2026-03-01', end: '2026-03-04', compare_with: old.id });
    const { diff } = result(lines) ?? {};
    expect(diff?.only_new.length).toBeGreaterThan(0);
    expect(diff?.only_old.length).toBeGreaterThan(0);
    expect(diff).toMatchObject({ both: 0 });
    await api.client.problem(ruleRoutes.previewRule, 404, { body: { rule, compare_with: 'none' } });
  });

  it('go out and come in again as one document, and Sigma rules come in with a verdict each', async () => {
    const exported = await api.client.ok(ruleRoutes.exportRules);
    const again = await api.client.ok(ruleRoutes.importRules, {
      body: { format: 'aoc', content: JSON.stringify(exported), enabled: true },
    });
    expect([...new Set(again.items.map(({ verdict }) => verdict))]).toEqual(['unchanged']);
    const sigma = [
      'title: Inbox rule made\nlogsource: {product: m365, service: exchange}\ndetection:\n  selection: {eventSource: Exchange, eventName: New-InboxRule}\n  condition: selection\nlevel: high',
      'title: Nonsense\nlogsource: {product: windows}\ndetection:\n  selection: {Image: x}\n  condition: selection',
    ].join('\n---\n');
    const dry = await api.client.ok(ruleRoutes.importRules, { body: { format: 'sigma', content: sigma, dry_run: true } });
    expect(dry.items.map(({ verdict, rule_id }) => [verdict, rule_id])).toEqual([
      [expect.stringMatching(/^imported/), null],
      ['cannot_run', null],
    ]);
    const done = await api.client.ok(ruleRoutes.importRules, { body: { format: 'sigma', content: sigma, enabled: true } });
    const stored = await api.client.ok(ruleRoutes.getRule, { params: { id: done.items[0]?.rule_id ?? '' } });
    expect(stored).toMatchObject({ name: 'Inbox rule made', origin: 'sigma', severity: 'high', enabled: true });
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]`;
    // A text of which nothing can be read is bad input; one bad document among others has a verdict like them.
    const problem = await api.client.problem(ruleRoutes.importRules, 400, { body: { format: 'sigma', content: bomb } });
    expect(problem.errors).toEqual([{ path: 'body.content', message: expect.stringMatching(/line 2: more than 50 aliases/) }]);
    const mixed = await api.client.ok(ruleRoutes.importRules, {
      body: { format: 'sigma', content: `${sigma}\n---\n${bomb}`, dry_run: true },
    });
    expect(mixed.items.map(({ verdict }) => verdict)).toEqual(['unchanged', 'cannot_run', 'cannot_run']);
  });

  it('name the fields that conditions can use, with the values that occur', async () => {
    const { items } = await api.client.ok(ruleRoutes.ruleFields);
    expect(items.find(({ field }) => field === 'operation')?.values.toSorted()).toEqual(['Update group', 'Update user']);
    expect(items.every(({ description }) => description.length > 5)).toBe(true);
  });
});
