import { facetFieldSchema, searchRoutes } from '@aoc/contracts';
import { askedTime, facets, histogram } from '@aoc/server/events';
import { coverageVerdict } from '@aoc/server/ingestion';
import { Controller, Inject } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Endpoint, type Call } from '../http/endpoint';

@Controller()
export class SearchController {
  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  @Endpoint(searchRoutes.histogram)
  async histogram({ ctx, query }: Call<typeof searchRoutes.histogram>) {
    const { buckets, interval, split, ...filter } = query;
    const input = { filter, buckets, ...(interval === undefined ? {} : { interval }), ...(split === undefined ? {} : { split }) };
    const asked = askedTime(ctx, filter);
    const ingestion = await this.deps.tenantIngestion.of(ctx);
    const [counts, coverage] = await Promise.all([histogram(ctx, this.deps.events, input), coverageVerdict(ctx, ingestion, asked)]);
    return { ...counts, coverage };
  }

  @Endpoint(searchRoutes.facets)
  async facets({ ctx, query }: Call<typeof searchRoutes.facets>) {
    const { fields, limit, ...filter } = query;
    return facets(ctx, this.deps.events, { filter, fields: fields ?? facetFieldSchema.options, limit });
  }
}
