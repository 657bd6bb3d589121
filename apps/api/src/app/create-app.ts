import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import 'reflect-metadata';
import { useAudit } from '../audit/audit-hook';
import { serveDocs } from '../docs/docs-assets';
import { ProblemFilter } from '../http/problem.filter';
import { httpAdapter } from '../http/server';
import { serveWeb } from '../web/web-files';
import { ApiModule } from './api.module';
import type { ApiDependencies } from './dependencies';
import { nestLogger } from './nest-logger';

/** Multipart form: one file, streamed. Its size is limited by the import itself: a limit here would end the file there without a word. */
const UPLOAD_LIMITS = { files: 1, fields: 5, parts: 6, fieldSize: 1024, fieldNameSize: 100, headerPairs: 50 };

/** The API as a Nest application that does not listen yet. */
export async function createApp(deps: ApiDependencies): Promise<NestFastifyApplication> {
  const adapter = httpAdapter(deps);
  const server = adapter.getInstance();
  const spool = useAudit(server, deps);
  await server.register(multipart, { limits: { ...UPLOAD_LIMITS, fileSize: Infinity } });
  await serveDocs(server);
  const page = await serveWeb(server, deps.config.WEB_DIR);
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(deps, spool), adapter, {
    logger: nestLogger(deps.logger),
    bodyParser: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter(page));
  await app.init();
  return app;
}
