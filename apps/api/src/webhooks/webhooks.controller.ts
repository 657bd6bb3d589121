import { DomainError, webhookRoutes, type FetchedSource } from '@aoc/contracts';
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
    await this.note(GRAPH, request.id);
    return new Answer(202, undefined);
  }

  @Endpoint(webhookRoutes.managementWebhook)
  async management({ body, request }: Call<typeof webhookRoutes.managementWebhook>) {
    const authId = request.headers['webhook-authid'];
    this.checkSecret(typeof authId === 'string' ? authId : undefined);
    if (Array.isArray(body)) await this.note(['unified'], request.id);
    return new Answer(200, undefined);
  }

  /** Compared through hashes, so that the time it takes tells nothing of the secret. */
  private checkSecret(given: string | undefined): void {
    const expected = this.deps.config.WEBHOOK_CLIENT_STATE;
    if (expected === '' || given === undefined || !timingSafeEqual(digest(given), digest(expected)))
      throw new DomainError('forbidden', 'This notification does not carry the secret of this installation (WEBHOOK_CLIENT_STATE).');
  }

  private async note(sources: readonly FetchedSource[], requestId: string): Promise<void> {
    const ctx = systemContext(configuredTenant(this.deps.config).id, requestId, this.deps.clock);
    try {
      await noteNotification(ctx, this.deps.ingestion, this.deps.queue, { sources });
    } catch (error) {
      throw queueAway(error);
    }
  }
}
