import { askRoutes, DomainError } from '@aoc/contracts';
import { ask, requestAnswer } from '@aoc/server/ask';
import { Controller, Inject, type BeforeApplicationShutdown } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Answer } from '../http/answer';
import { Endpoint, type Call } from '../http/endpoint';
import { toDomainError } from '../http/error-mapping';
import { toProblem } from '../http/problem';
import { answerStream, type AnswerStream } from './answer-stream';

@Controller()
export class AskController implements BeforeApplicationShutdown {
  private readonly open = new Set<AnswerStream>();

  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  @Endpoint(askRoutes.ask)
  async ask({ ctx, body, reply }: Call<typeof askRoutes.ask>) {
    if (!body.async_mode) return ask(ctx, this.deps.ask, body, { signal: untilGone(reply) });
    if (!(await this.deps.queue.hasWorkers('ask')))
      throw new DomainError('unavailable', 'No worker is running, so nobody would answer. Start the worker, or ask without async_mode.');
    return new Answer(202, { job_id: await requestAnswer(ctx, this.deps.ask.cache, this.deps.queue, body) });
  }

  @Endpoint(askRoutes.askStream)
  async askStream({ ctx, body, request, reply }: Call<typeof askRoutes.askStream>) {
    const stream = answerStream(reply);
    this.open.add(stream);
    try {
      const answer = await ask(ctx, this.deps.ask, body, {
        onUnderstood: (info) => stream.send('understood', info),
        onText: (text) => stream.send('text', { text }),
        signal: stream.signal,
      });
      stream.send('answer', answer);
    } catch (error) {
      const known = toDomainError(error);
      if (known.status >= 500 && !stream.signal.aborted) request.log.error({ err: known.options.cause ?? known }, known.detail);
      stream.send('error', toProblem(known, request.url));
    } finally {
      this.open.delete(stream);
      stream.end();
    }
    return undefined;
  }

  /** Answers that are being written end before the server waits for its connections. */
  beforeApplicationShutdown(): void {
    for (const stream of this.open) stream.end();
  }
}

/** Aborted when the caller goes away before the answer is there. */
function untilGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort(new Error('the caller went away'));
  });
  return gone.signal;
}
