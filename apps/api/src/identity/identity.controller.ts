import { identityRoutes } from '@aoc/contracts';
import { createApiKey, listApiKeys, revokeApiKey, seesHidden } from '@aoc/server/identity';
import { Controller, Inject } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { callerParts, tenantsOf } from '../http/caller';
import { Endpoint, type Call } from '../http/endpoint';
import { Tickets } from '../http/tickets';

@Controller()
export class IdentityController {
  private readonly tickets: Tickets;

  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {
    this.tickets = new Tickets(deps);
  }

  @Endpoint(identityRoutes.me)
  async me({ ctx, principal }: Call<typeof identityRoutes.me>) {
    const { registry } = this.deps;
    const [tenants, shown, privacy] = await Promise.all([
      tenantsOf(callerParts(this.deps), principal),
      registry.tenants.find(ctx.tenantId),
      registry.privacy.of([ctx.tenantId]),
    ]);
    return {
      id: principal.id,
      display: principal.display,
      username: principal.username,
      role: principal.role,
      tenant_id: ctx.tenantId,
      tenants: tenants.map(({ id, name }) => ({ tenant_id: id, name })),
      sign_in: principal.signIn,
      privacy_role: seesHidden(principal, ctx.tenantId, privacy.get(ctx.tenantId)?.roles ?? []),
      branding: shown?.branding ?? null,
    };
  }

  @Endpoint(identityRoutes.createTicket)
  async ticket({ ctx, principal, body }: Call<typeof identityRoutes.createTicket>) {
    return this.tickets.issue(principal, ctx.tenants.length > 1 ? '*' : ctx.tenantId, body.operation_id);
  }

  @Endpoint(identityRoutes.listApiKeys)
  async list({ ctx }: Call<typeof identityRoutes.listApiKeys>) {
    return { items: await listApiKeys(ctx, this.deps.apiKeys) };
  }

  @Endpoint(identityRoutes.createApiKey)
  async create({ ctx, body }: Call<typeof identityRoutes.createApiKey>) {
    return createApiKey(ctx, this.deps.apiKeys, body);
  }

  @Endpoint(identityRoutes.revokeApiKey)
  async revoke({ ctx, params }: Call<typeof identityRoutes.revokeApiKey>) {
    await revokeApiKey(ctx, this.deps.apiKeys, params.id);
    return undefined;
  }
}
