import { allRoutes, DomainError } from '@aoc/contracts';
import { Catch, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { toDomainError } from './error-mapping';
import { sendProblem } from './problem';

const patterns = Object.values(allRoutes).map((route) => ({
  method: route.method.toUpperCase(),
  path: new RegExp(`^${route.path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
}));
const methodsOf = (path: string): string[] => [...new Set(patterns.filter((p) => p.path.test(path)).map((p) => p.method))];

/** Sends a page for an address that no route serves; false when it has none. */
export type PageFallback = (request: FastifyRequest, reply: FastifyReply) => boolean;

/** Every error leaves as problem details; unexpected ones are logged with their stack, which never leaves. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly page: PageFallback) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent || reply.raw.headersSent) {
      request.log.warn({ err: error }, 'error after the answer had begun');
      reply.raw.destroy();
      return;
    }
    if (error instanceof NotFoundException) {
      const path = request.url.split('?')[0] ?? '';
      const methods = methodsOf(path);
      if (methods.length > 0 && !methods.includes(request.method)) {
        const allowed = methods.join(', ');
        void reply.header('Allow', allowed);
        void sendProblem(
          reply,
          new DomainError('method_not_allowed', `${request.method} is not served here; this address takes ${allowed}.`),
          path,
        );
        return;
      }
      if (this.page(request, reply)) return;
    }
    const known = toDomainError(error);
    if (known.status >= 500) request.log[known.code === 'internal' ? 'error' : 'warn']({ err: known.options.cause ?? known }, known.detail);
    void sendProblem(reply, known, request.url);
  }
}
