import { ruleRoutes } from '@aoc/contracts';
import { ruleStats } from '@aoc/server/alerts';
import { ruleFields } from '@aoc/server/detection';
import {
  addException,
  addGlobalException,
  createRule,
  deleteRule,
  enableRule,
  exportRules,
  getRule,
  importRules,
  listGlobalExceptions,
  listRules,
  removeException,
  removeGlobalException,
  replaceRule,
  ruleHistory,
  type RuleStore,
} from '@aoc/server/rules';
import { Controller, Inject } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Answer } from '../http/answer';
import { Endpoint, type Call } from '../http/endpoint';
import { once } from '../http/idempotency';

@Controller()
export class RulesController {
  private readonly store: RuleStore;

  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {
    this.store = deps.detection.rules;
  }

  @Endpoint(ruleRoutes.listRules)
  async list({ ctx }: Call<typeof ruleRoutes.listRules>) {
    const items = await listRules(ctx, this.store, await ruleStats(ctx, this.deps.detection.alerts));
    return { items, total: items.length };
  }

  @Endpoint(ruleRoutes.createRule)
  async create({ ctx, body, request }: Call<typeof ruleRoutes.createRule>) {
    return once(this.deps, { contract: ruleRoutes.createRule, ctx, request, input: { body } }, async () => ({
      status: 201,
      body: await createRule(ctx, this.store, { body, origin: 'own' }),
    }));
  }

  @Endpoint(ruleRoutes.ruleFields)
  async fields({ ctx }: Call<typeof ruleRoutes.ruleFields>) {
    return { items: await ruleFields(ctx, this.deps.events) };
  }

  @Endpoint(ruleRoutes.exportRules)
  async export({ ctx }: Call<typeof ruleRoutes.exportRules>) {
    return exportRules(ctx, this.store);
  }

  @Endpoint(ruleRoutes.importRules)
  async import({ ctx, body }: Call<typeof ruleRoutes.importRules>) {
    return importRules(ctx, this.store, body);
  }

  @Endpoint(ruleRoutes.listExceptions)
  async exceptions({ ctx }: Call<typeof ruleRoutes.listExceptions>) {
    return { items: await listGlobalExceptions(ctx, this.store) };
  }

  @Endpoint(ruleRoutes.addGlobalException)
  async exceptEverywhere({ ctx, body }: Call<typeof ruleRoutes.addGlobalException>) {
    return new Answer(201, await addGlobalException(ctx, this.store, body));
  }

  @Endpoint(ruleRoutes.removeGlobalException)
  async unexceptEverywhere({ ctx, params }: Call<typeof ruleRoutes.removeGlobalException>) {
    await removeGlobalException(ctx, this.store, params.id);
    return new Answer(204, undefined);
  }

  @Endpoint(ruleRoutes.getRule)
  async get({ ctx, params }: Call<typeof ruleRoutes.getRule>) {
    return getRule(ctx, this.store, params.id, await ruleStats(ctx, this.deps.detection.alerts));
  }

  @Endpoint(ruleRoutes.replaceRule)
  async replace({ ctx, params, body: { version, ...body } }: Call<typeof ruleRoutes.replaceRule>) {
    return replaceRule(ctx, this.store, params.id, { version, body });
  }

  @Endpoint(ruleRoutes.enableRule)
  async enable({ ctx, params, body: { version, enabled } }: Call<typeof ruleRoutes.enableRule>) {
    return enableRule(ctx, this.store, params.id, { version, enabled });
  }

  @Endpoint(ruleRoutes.deleteRule)
  async remove({ ctx, params }: Call<typeof ruleRoutes.deleteRule>) {
    await deleteRule(ctx, this.store, params.id);
    return new Answer(204, undefined);
  }

  @Endpoint(ruleRoutes.ruleHistory)
  async history({ ctx, params, query }: Call<typeof ruleRoutes.ruleHistory>) {
    return { items: await ruleHistory(ctx, this.store, params.id, query.limit) };
  }

  @Endpoint(ruleRoutes.addException)
  async except({ ctx, params, body }: Call<typeof ruleRoutes.addException>) {
    return new Answer(201, await addException(ctx, this.store, params.id, body));
  }

  @Endpoint(ruleRoutes.removeException)
  async unexcept({ ctx, params }: Call<typeof ruleRoutes.removeException>) {
    return removeException(ctx, this.store, params.id, params.exception_id);
  }
}
