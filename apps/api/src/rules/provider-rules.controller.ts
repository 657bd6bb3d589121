import { providerRuleRoutes, type TenantId } from '@aoc/contracts';
import { ruleStats } from '@aoc/server/alerts';
import type { TenantContext } from '@aoc/server/context';
import type { Principal } from '@aoc/server/identity';
import {
  asProvider,
  createProviderRule,
  deleteProviderRule,
  enableRule,
  exportRules,
  getProviderRule,
  importProviderRules,
  listProviderRules,
  replaceProviderRule,
  ruleHistory,
} from '@aoc/server/rules';
import { Controller, Inject } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Answer } from '../http/answer';
import { privacyLimitsOf } from '../http/caller';
import { Endpoint, type Call } from '../http/endpoint';
import { once } from '../http/idempotency';

@Controller()
export class ProviderRulesController {
  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  @Endpoint(providerRuleRoutes.listProviderRules)
  async list({ ctx, principal }: Call<typeof providerRuleRoutes.listProviderRules>) {
    const call = await this.call(ctx);
    const items = await listProviderRules(call, await this.stats(principal, call));
    return { items, total: items.length };
  }

  @Endpoint(providerRuleRoutes.createProviderRule)
  async create({ ctx, body, request }: Call<typeof providerRuleRoutes.createProviderRule>) {
    return once(this.deps, { contract: providerRuleRoutes.createProviderRule, ctx, request, input: { body } }, async () => ({
      status: 201,
      body: await createProviderRule(await this.call(ctx), { body }),
    }));
  }

  @Endpoint(providerRuleRoutes.exportProviderRules)
  async export({ ctx }: Call<typeof providerRuleRoutes.exportProviderRules>) {
    return exportRules(asProvider(ctx), this.deps.detection.rules);
  }

  @Endpoint(providerRuleRoutes.importProviderRules)
  async import({ ctx, body }: Call<typeof providerRuleRoutes.importProviderRules>) {
    return importProviderRules(await this.call(ctx), body);
  }

  @Endpoint(providerRuleRoutes.getProviderRule)
  async get({ ctx, principal, params }: Call<typeof providerRuleRoutes.getProviderRule>) {
    const call = await this.call(ctx);
    return getProviderRule(call, params.id, await this.stats(principal, call));
  }

  @Endpoint(providerRuleRoutes.replaceProviderRule)
  async replace({ ctx, params, body: { version, ...body } }: Call<typeof providerRuleRoutes.replaceProviderRule>) {
    return replaceProviderRule(await this.call(ctx), params.id, { version, body });
  }

  @Endpoint(providerRuleRoutes.enableProviderRule)
  async enable({ ctx, params, body: { version, enabled } }: Call<typeof providerRuleRoutes.enableProviderRule>) {
    return enableRule(asProvider(ctx), this.deps.detection.rules, params.id, { version, enabled });
  }

  @Endpoint(providerRuleRoutes.deleteProviderRule)
  async remove({ ctx, params }: Call<typeof providerRuleRoutes.deleteProviderRule>) {
    await deleteProviderRule(await this.call(ctx), params.id);
    return new Answer(204, undefined);
  }

  @Endpoint(providerRuleRoutes.providerRuleHistory)
  async history({ ctx, params, query }: Call<typeof providerRuleRoutes.providerRuleHistory>) {
    return { items: await ruleHistory(asProvider(ctx), this.deps.detection.rules, params.id, query.limit) };
  }

  private async call(ctx: TenantContext) {
    const tenants = (await this.deps.tenants.names()).map(({ id }) => id);
    return { ctx, store: this.deps.detection.rules, tenants };
  }

  /** How the rules fared in all tenants together, by the alerts that the caller may see in each. */
  private async stats(principal: Principal, { ctx, tenants }: { ctx: TenantContext; tenants: TenantId[] }) {
    const others = tenants.filter((id) => id !== ctx.tenantId);
    const privacy = await privacyLimitsOf(this.deps.registry.privacy, principal, [ctx.tenantId, ...others]);
    return ruleStats({ ...ctx, tenants: [ctx.tenantId, ...others], privacy }, this.deps.detection.alerts);
  }
}
