import { searchRoutes } from '@aoc/contracts';
import { createSavedSearch, deleteSavedSearch, listSavedSearches } from '@aoc/server/saved-searches';
import { Controller, Inject } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Answer } from '../http/answer';
import { Endpoint, type Call } from '../http/endpoint';

@Controller()
export class SavedSearchesController {
  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  @Endpoint(searchRoutes.listSavedSearches)
  async list({ ctx }: Call<typeof searchRoutes.listSavedSearches>) {
    return { items: await listSavedSearches(ctx, this.deps.savedSearches) };
  }

  @Endpoint(searchRoutes.createSavedSearch)
  async create({ ctx, body }: Call<typeof searchRoutes.createSavedSearch>) {
    return new Answer(201, await createSavedSearch(ctx, this.deps.savedSearches, body));
  }

  @Endpoint(searchRoutes.deleteSavedSearch)
  async remove({ ctx, params }: Call<typeof searchRoutes.deleteSavedSearch>) {
    await deleteSavedSearch(ctx, this.deps.savedSearches, params.id);
    return new Answer(204, undefined);
  }
}
