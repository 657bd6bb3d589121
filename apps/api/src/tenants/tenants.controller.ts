import { DomainError, tenantRoutes, type TenantId } from '@aoc/contracts';
import { systemContext } from '@aoc/server/context';
import { prepareRules } from '@aoc/server/detection';
import { allCollections } from '@aoc/server/ingestion';
import { leaveProviderRules } from '@aoc/server/rules';
import { changeTenant, createTenant, eraseTenant, getTenant, listTenants, toTenantAnswer } from '@aoc/server/tenants';
import { seesHidden } from '@aoc/server/identity';
import { Controller, Inject } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Endpoint, type Call } from '../http/endpoint';
import { checkTenant } from './check-tenant';

@Controller()
export class TenantsController {
  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  @Endpoint(tenantRoutes.listTenants)
  async list({ ctx }: Call<typeof tenantRoutes.listTenants>) {
    return { items: await listTenants(ctx, this.deps.registry) };
  }

  @Endpoint(tenantRoutes.createTenant)
  async create({ ctx, body }: Call<typeof tenantRoutes.createTenant>) {
    const tenant = await createTenant(ctx, this.deps.registry, body);
    this.deps.tenantIngestion.forget(tenant.tenant_id);
    await prepareRules(systemContext(tenant.tenant_id, ctx.requestId), this.deps.connection, this.deps.detection);
    return tenant;
  }

  @Endpoint(tenantRoutes.getTenant)
  async get({ ctx, params }: Call<typeof tenantRoutes.getTenant>) {
    return toTenantAnswer(this.deps.registry, await getTenant(ctx, this.deps.registry, params.id));
  }

  @Endpoint(tenantRoutes.changeTenant)
  async change({ ctx, principal, params, body }: Call<typeof tenantRoutes.changeTenant>) {
    const tenant = await changeTenant(ctx, this.deps.registry, params.id, body, ({ roles }) => seesHidden(principal, params.id, roles));
    this.deps.tenantIngestion.forget(tenant.tenant_id);
    return tenant;
  }

  @Endpoint(tenantRoutes.checkTenant)
  async check({ ctx, params, request }: Call<typeof tenantRoutes.checkTenant>) {
    const { registry, config } = this.deps;
    const gone = new AbortController();
    request.raw.once('close', () => gone.abort(new DomainError('unavailable', 'The caller is gone.')));
    return checkTenant(await getTenant(ctx, registry, params.id), { registry, config, clock: ctx.clock, signal: gone.signal });
  }

  @Endpoint(tenantRoutes.eraseTenant)
  async erase({ ctx, params, body }: Call<typeof tenantRoutes.eraseTenant>) {
    const { registry, connection, detection } = this.deps;
    const forget = (id: TenantId) => leaveProviderRules(ctx, detection.rules, id);
    const parts = { ...registry, connection, collections: allCollections.map(({ name }) => name), forget };
    return eraseTenant(ctx, parts, params.id, body.confirm);
  }
}
