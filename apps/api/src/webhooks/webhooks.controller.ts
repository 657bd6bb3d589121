import { DomainError, tenantIdSchema, webhookRoutes, type FetchedSource, type TenantId } from '@aoc/contracts';
import { systemContext } from '@aoc/server/context';
import { noteNotification } from '@aoc/server/ingestion';
import { configuredTenant } from '@aoc/server/tenants';
import { Controller, Inject } from '@nestjs/common';
import { createHash, timingSafeEqual } from 'node:crypto';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { queueAway } from '../http/error-mapping';
import { Answer } from '../http/answer';
import { Endpoint, type Call } from '../http/endpoint';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
/** Tenants that the notices of one call may name; Microsoft sends those of one. */
const MOST_TENANTS = 20;
const GRAPH: readonly FetchedSource[] = ['directory', 'signin', 'intune'];

/** Notices from Microsoft. Nothing in them is believed: one that carries our secret brings the next fetch forward. */
@Controller()
export class WebhooksController {
  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  @Endpoint(webhookRoutes.graphWebhookValidation)
  async validate({ query, reply }: Call<typeof webhookRoutes.graphWebhookValidation>) {
    if (query.validationToken === undefined)
      throw new DomainError('bad_request', 'query.validationToken: missing', {
        errors: [{ path: 'query.validationToken', message: 'missing' }],
      });
    reply.type('text/plain; charset=utf-8');
    return new Answer(200, query.validationToken);
  }

  @Endpoint(webhookRoutes.graphWebhook)
  async graph({ query, body, reply, request }: Call<typeof webhookRoutes.graphWebhook>) {
    if (query.validationToken !== undefined) {
      reply.type('text/plain; charset=utf-8');
      return new Answer(200, query.validationToken);
    }
    if (!body) throw new DomainError('bad_request', 'body: a notification is required', { errors: [{ path: 'body', message: 'missing' }] });
    for (const notice of body.value) this.checkSecret(notice.clientState);
    await this.note(GRAPH, body.value, request.id);
    return new Answer(202, undefined);
  }

  @Endpoint(webhookRoutes.managementWebhook)
  async management({ body, request }: Call<typeof webhookRoutes.managementWebhook>) {
    const authId = request.headers['webhook-authid'];
    this.checkSecret(typeof authId === 'string' ? authId : undefined);
    if (Array.isArray(body)) await this.note(['unified'], body, request.id);
    return new Answer(200, undefined);
  }

  /** Compared through hashes, so that the time it takes tells nothing of the secret. */
  private checkSecret(given: string | undefined): void {
    const expected = this.deps.config.WEBHOOK_CLIENT_STATE;
    if (expected === '' || given === undefined || !timingSafeEqual(digest(given), digest(expected)))
      throw new DomainError('forbidden', 'This notification does not carry the secret of this installation (WEBHOOK_CLIENT_STATE).');
  }

  /** A notice that names no tenant of the list is one of the tenant of the environment. */
  private async tenantsOf(notices: readonly { tenantId?: string | undefined }[]): Promise<TenantId[]> {
    const own = configuredTenant(this.deps.config).id;
    const named = [...new Set(notices.map(({ tenantId }) => tenantId?.toLowerCase()))].slice(0, MOST_TENANTS);
    const found = await Promise.all(
      named.map(async (name) => {
        const id = tenantIdSchema.safeParse(name);
        return id.success ? this.deps.tenants.find(id.data) : null;
      }),
    );
    return [...new Set(found.flatMap((tenant) => (tenant && !tenant.enabled ? [] : [tenant?.id ?? own])))];
  }

  private async note(sources: readonly FetchedSource[], notices: readonly { tenantId?: string | undefined }[], requestId: string) {
    const { clock, queue, tenantIngestion } = this.deps;
    for (const tenantId of await this.tenantsOf(notices)) {
      const ctx = systemContext(tenantId, requestId, clock);
      const ingestion = await tenantIngestion.of(ctx);
      await noteNotification(ctx, ingestion, queue, { sources }).catch((error: unknown) => {
        throw queueAway(error);
      });
    }
  }
}
