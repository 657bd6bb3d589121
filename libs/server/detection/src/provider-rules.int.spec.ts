import { checkedRuleBodySchema, type JsonObject, type RuleBody } from '@aoc/contracts';
import { listAlerts } from '@aoc/server/alerts';
import type { TenantContext } from '@aoc/server/context';
import { toNormalized } from '@aoc/server/events';
import {
  addException,
  asProvider,
  deleteProviderRule,
  enableRule,
  getProviderRule,
  getRule,
  listRules,
  removeException,
  replaceRule,
  ruleHistory,
  RuleSets,
} from '@aoc/server/rules';
import fc from 'fast-check';
import type { z } from 'zod';
import { detectEvents } from './detect-events';
import { deed, detectionFixture, type DetectionFixture } from './testing/detection-fixture';

type More = Partial<z.input<typeof checkedRuleBodySchema>>;
const ruleBody = (name: string, more: More = {}): RuleBody =>
  checkedRuleBodySchema.parse({ name, severity: 'high', conditions: [{ field: 'operation', op: 'eq', value: 'Delete user' }], ...more });
const inOrder = (a: readonly unknown[], b: readonly unknown[]): number => (String(a) < String(b) ? -1 : 1);

describe('detection with rules of the provider', () => {
  let fixture: DetectionFixture;
  beforeAll(async () => {
    fixture = await detectionFixture('provider');
  });
  afterAll(() => fixture.stop());

  const alertsOf = async (ctx: TenantContext) =>
    (await listAlerts(ctx, fixture.worker().alerts, { sort: 'newest', page_size: 100 }, 100)).items;
  const bulk = { threshold: { count: 5, group_by: ['actor.id'], window_minutes: 10 } };
  const deeds = (from: number, to: number, by = 'eve') =>
    Array.from({ length: to - from }, (_none, n) => deed(`${by}-${from + n}`, (from + n) * 30, { by }));

  it('runs rules of the provider in the tenants that they name, each by itself', async () => {
    const [a, b, c] = [fixture.tenant(), fixture.tenant(), fixture.tenant()];
    const provider = asProvider(a);
    const { rules } = fixture.worker();
    const worker = fixture.worker();
    const tenants = [a.tenantId, b.tenantId];
    const rule = await fixture.rule(provider, { name: 'Bulk', ...bulk, tenants });
    const found = async (ctx: TenantContext) =>
      (await alertsOf(ctx)).map(({ rule_id, actor, occurrences }) => [rule_id, actor, occurrences]);
    for (const ctx of [a, b, c]) await fixture.store(ctx, worker, deeds(0, 3));
    for (const ctx of [a, c]) await fixture.store(ctx, worker, deeds(3, 5));
    expect([await found(a), await found(b), await found(c)]).toEqual([[[rule.id, 'eve', 5]], [], []]);
    const bob = { conditions: [{ field: 'actor', op: 'contains' as const, value: 'bob' }], reason: 'Ours', kind: 'exception' as const };
    const excepted = await addException(a, rules, rule.id, { ...bob, expires_at: null });
    for (const ctx of [a, b]) await fixture.store(ctx, worker, deeds(10, 15, 'bob'));
    expect([await found(a), await found(b)]).toEqual([[[rule.id, 'eve', 5]], [[rule.id, 'bob', 5]]]);
    const listed = async (ctx: TenantContext) => (await listRules(ctx, rules)).map(({ scope, exceptions }) => [scope, exceptions.length]);
    expect([await listed(a), await listed(b), await listed(c)]).toEqual([[['provider', 1]], [['provider', 0]], []]);
    await expect(removeException(b, rules, rule.id, excepted.exceptions[0]?.id ?? '')).rejects.toMatchObject({ code: 'not_found' });
    // Taken off the list, then deleted.
    await replaceRule(provider, rules, rule.id, { version: undefined, body: { ...ruleBody('Bulk'), ...bulk, tenants: [b.tenantId] } });
    for (const ctx of [a, b]) await fixture.store(ctx, worker, deeds(20, 25, 'zoe'));
    expect([(await found(a)).length, (await found(b)).length]).toEqual([1, 2]);
    await deleteProviderRule({ ctx: a, store: rules, tenants }, rule.id);
    await fixture.store(b, worker, deeds(30, 35, 'tom'));
    expect((await found(b)).length).toBe(2);
    expect(await fixture.database.connection.collection('provider_rule_states').countDocuments({ rule_id: rule.id })).toBe(0);
    const history = async (ctx: TenantContext) => (await ruleHistory(ctx, rules, rule.id, 9)).map(({ version }) => version);
    expect([await history(a), await history(b)]).toEqual([[1], [3, 2, 1]]);
    await expect(history(c)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('marks a rule of the provider in the tenant whose records it fails on, and nowhere else', async () => {
    const [a, b] = [fixture.tenant(), fixture.tenant()];
    const { rules } = fixture.worker();
    const tenants = [a.tenantId, b.tenantId];
    const conditions = [{ field: 'raw.trap', op: 'exists' as const, value: true }];
    const rule = await fixture.rule(asProvider(a), { name: 'Trapped', conditions, tenants });
    await fixture.store(a, fixture.worker(), [deed('1', 0)]);
    const stored = await fixture.worker().events.events.findOne(a, {});
    const event = (ctx: TenantContext, raw: JsonObject) => ({ ...toNormalized(stored!), tenant_id: ctx.tenantId, raw });
    const trap = Object.defineProperty({}, 'trap', {
      enumerable: true,
      get: () => {
        throw new Error('sprung');
      },
    });
    for (const [ctx, raw] of [
      [a, trap],
      [b, { trap: 1 }],
    ] as const)
      await detectEvents(ctx, fixture.worker(), [event(ctx, raw)]);
    expect([(await alertsOf(a)).length, (await alertsOf(b)).length]).toEqual([0, 1]);
    const failing = async (ctx: TenantContext) => (await getRule(ctx, rules, rule.id)).failing;
    expect([await failing(a), await failing(b)]).toEqual(['sprung', null]);
    const call = { ctx: a, store: rules, tenants };
    expect((await getProviderRule(call, rule.id, new Map())).failing).toBe('in one tenant: sprung');
    await enableRule(asProvider(a), rules, rule.id, { enabled: true, version: undefined });
    expect([await failing(a), (await getProviderRule(call, rule.id, new Map())).failing]).toEqual([null, null]);
  });

  it('finds with rules of the provider what it finds with the same rules of the tenant', async () => {
    const pool: More[] = [
      {},
      bulk,
      { threshold: { count: 2, distinct: 'targets.id', window_minutes: 60, group_by: [] } },
      { first_seen: { field: 'actor.id', lookback_days: 1 } },
      { conditions: [{ field: 'timestamp', op: 'after_hours' }] },
      { conditions: [{ field: 'tenant_id', op: 'exists', value: true }], severity: 'low' },
    ];
    const people = fc.constantFrom('eve', 'bob', 'ann');
    const rule = fc.record({ form: fc.nat(pool.length - 1), enabled: fc.boolean(), excepted: fc.option(people) });
    const act = fc.record({ by: people, minute: fc.nat(60 * 14), operation: fc.constantFrom('Delete user', 'Add user'), target: people });
    const workingTimeOf = async () => ({ time_zone: 'Europe/Berlin', days: [1], start: '08:00', end: '16:00' });
    let raised = 0;
    const certain = [
      { form: 1, enabled: true, excepted: 'bob' },
      { form: 0, enabled: true, excepted: null },
    ];
    const burst = ['eve', 'eve', 'bob', 'eve', 'eve', 'eve'].map((by, minute) => ({ by, minute, operation: 'Delete user', target: 'ann' }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(rule, { minLength: 1, maxLength: 5 }),
        fc.array(act, { minLength: 4, maxLength: 12 }),
        async (chosen, acts) => {
          const found = await Promise.all(
            [false, true].map(async (shared) => {
              const ctx = fixture.tenant(new Date(Date.UTC(2026, 2, 3)));
              const { rules, ...worker } = fixture.worker();
              for (const [n, { form, enabled, excepted }] of chosen.entries()) {
                const more = { ...pool[form], name: `${n} ${ctx.tenantId}`, enabled };
                const { id } = await fixture.rule(shared ? asProvider(ctx) : ctx, shared ? { ...more, tenants: [ctx.tenantId] } : more);
                const conditions = [{ field: 'actor', op: 'contains' as const, value: excepted ?? '' }];
                if (excepted) await addException(ctx, rules, id, { conditions, reason: 'x', kind: 'exception', expires_at: null });
              }
              const detection = { ...worker, rules, ruleSets: new RuleSets(rules, workingTimeOf) };
              await fixture.store(
                ctx,
                detection,
                acts.map(({ minute, ...more }, n) => deed(`p${n}`, minute * 60, more)),
              );
              const alerts = await alertsOf(ctx);
              return alerts
                .map(({ rule_name, actor, occurrences, event_ids, matched, window }) => [
                  rule_name.split(' ')[0],
                  actor,
                  occurrences,
                  event_ids.toSorted(),
                  JSON.stringify(matched).replaceAll(ctx.tenantId, 'T'),
                  window,
                ])
                .sort(inOrder);
            }),
          );
          expect(found[1]).toEqual(found[0]);
          raised += found[0]?.length ?? 0;
        },
      ),
      { numRuns: 6, examples: [[certain, burst]] },
    );
    expect(raised).toBeGreaterThan(0);
  });
});
