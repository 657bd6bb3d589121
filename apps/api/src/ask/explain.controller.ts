import { askRoutes } from '@aoc/contracts';
import { explainStoredEvent } from '@aoc/server/ask';
import { Controller, Inject } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Endpoint, type Call } from '../http/endpoint';

@Controller()
export class ExplainController {
  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  @Endpoint(askRoutes.explainEvent)
  async explain({ ctx, params }: Call<typeof askRoutes.explainEvent>) {
    return explainStoredEvent(ctx, this.deps.explaining, params.id);
  }
}
