import { askRoutes, DomainError } from '@aoc/contracts';
import { explainStoredEvent } from '@aoc/server/ask';
import { Controller, Inject } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Endpoint, type Call } from '../http/endpoint';

@Controller()
export class ExplainController {
  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  @Endpoint(askRoutes.explainEvent)
  async explain({ ctx, params }: Call<typeof askRoutes.explainEvent>) {
    if (!this.deps.config.AI_FEATURES_ENABLED)
      throw new DomainError('not_found', 'Explanations are switched off here: AI_FEATURES_ENABLED is false.');
    return explainStoredEvent(ctx, this.deps.explaining, params.id);
  }
}
