import { operationsRoutes } from '@aoc/contracts';
import { Controller, Inject } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Endpoint } from '../http/endpoint';
import { DOCS_PAGE } from './docs-assets';
import { openApiDocument } from './openapi';

@Controller()
export class DocsController {
  private readonly document: Record<string, unknown>;

  constructor(@Inject(DEPENDENCIES) deps: ApiDependencies) {
    this.document = { ...openApiDocument(deps.version) };
  }

  @Endpoint(operationsRoutes.openapi)
  async openapi() {
    return this.document;
  }

  @Endpoint(operationsRoutes.docs)
  async docs({ reply }: { reply: { type(value: string): unknown } }) {
    reply.type('text/html; charset=utf-8');
    return DOCS_PAGE;
  }
}
