import { operationsRoutes } from '@aoc/contracts';
import { Controller, Inject } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Endpoint } from '../http/endpoint';
import { DOCS_PAGE } from './docs-assets';
import { openApiDocument } from './openapi';

@Controller()
export class DocsController {
  private document: Record<string, unknown> | undefined;

  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  /** Made when it is first asked for: that takes a tenth of the start. */
  @Endpoint(operationsRoutes.openapi)
  async openapi() {
    this.document ??= { ...openApiDocument(this.deps.version) };
    return this.document;
  }

  @Endpoint(operationsRoutes.docs)
  async docs({ reply }: { reply: { type(value: string): unknown } }) {
    reply.type('text/html; charset=utf-8');
    return DOCS_PAGE;
  }
}
