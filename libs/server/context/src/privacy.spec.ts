import { tenantIdSchema, type TenantId } from '@aoc/contracts';
import fc from 'fast-check';
import { hasPrivacyLimits, hiddenTenants, HIDES_NOTHING, isVisible, limitsIn, NO_PRIVACY_LIMITS, policyIn, privacyKey } from './privacy';

const ids = ['a', 'b', 'c'].map((letter) => tenantIdSchema.parse(`${letter.repeat(8)}-0000-4000-8000-00000000000${letter}`));
const names = fc.uniqueArray(fc.constantFrom('Exchange', 'Mailbox', 'Read secret'), { maxLength: 3 });
const policies = fc.record({ hiddenServices: names, hiddenOperations: names });
const contexts = fc
  .tuple(fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1 }), fc.array(policies, { minLength: 3, maxLength: 3 }))
  .map(([tenants, chosen]) => ({
    tenants,
    privacy: Object.fromEntries(tenants.map((id, at) => [id, chosen[at] ?? HIDES_NOTHING])),
  }));
const subjects = fc.record({
  tenant_id: fc.constantFrom(...ids),
  service: fc.constantFrom('Exchange', 'Mailbox', 'Other'),
  operation: fc.constantFrom('Read secret', 'Other'),
});

describe('limits of several tenants', () => {
  it('hide what the policy of its own tenant hides, and all of tenants that are not asked for', () => {
    fc.assert(
      fc.property(contexts, subjects, (ctx, subject) => {
        const policy = ctx.privacy[subject.tenant_id];
        const hidden = policy?.hiddenServices.includes(subject.service) || policy?.hiddenOperations.includes(subject.operation);
        expect(isVisible(ctx, subject)).toBe(ctx.tenants.includes(subject.tenant_id) && !hidden);
      }),
    );
  });

  it('are grouped by policy, each limited tenant once', () => {
    fc.assert(
      fc.property(contexts, (ctx) => {
        const groups = hiddenTenants(ctx);
        const limited = ctx.tenants.filter((id) => {
          const { hiddenServices, hiddenOperations } = policyIn(ctx, id);
          return hiddenServices.length + hiddenOperations.length > 0;
        });
        expect(groups.flatMap(({ tenants }) => tenants).toSorted()).toEqual(limited.toSorted());
        expect(hasPrivacyLimits(ctx)).toBe(limited.length > 0);
        for (const { tenants, policy } of groups)
          for (const id of tenants) expect(new Set(policyIn(ctx, id).hiddenServices)).toEqual(new Set(policy.hiddenServices));
      }),
    );
  });

  it('have one key for callers who may see the same, in any order, and another for others', () => {
    fc.assert(
      fc.property(contexts, contexts, (a, b) => {
        const shuffled = { tenants: a.tenants.toReversed(), privacy: a.privacy };
        expect(privacyKey(shuffled)).toBe(privacyKey(a));
        const meaning = (ctx: typeof a) =>
          JSON.stringify(
            ids.map(
              (id) =>
                ctx.tenants.includes(id) && [policyIn(ctx, id).hiddenServices.toSorted(), policyIn(ctx, id).hiddenOperations.toSorted()],
            ),
          );
        expect(privacyKey(a) === privacyKey(b)).toBe(meaning(a) === meaning(b));
      }),
    );
  });

  it('cannot be passed by a tenant whose policy nobody looked up', () => {
    const [first, second] = ids;
    const tenants: TenantId[] = first && second ? [first, second] : [];
    expect(() => hasPrivacyLimits({ tenants, privacy: limitsIn(tenants.slice(0, 1), HIDES_NOTHING) })).toThrow(TypeError);
    expect(hasPrivacyLimits({ tenants, privacy: NO_PRIVACY_LIMITS })).toBe(false);
  });
});
