import { eventRoutes } from '@aoc/contracts';
import { addComment, askedTime, bulkTags, filterOptions, getEvent, listEvents, Recall, setTags } from '@aoc/server/events';
import { coverageVerdict } from '@aoc/server/ingestion';
import { Controller, Inject } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Endpoint, type Call } from '../http/endpoint';
import { once, requestIdentity } from '../http/idempotency';

@Controller()
export class EventsController {
  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  @Endpoint(eventRoutes.listEvents)
  async list({ ctx, query }: Call<typeof eventRoutes.listEvents>) {
    const { cursor, page_size, sort, total, ...filter } = query;
    const asked = askedTime(ctx, filter);
    const ingestion = await this.deps.tenantIngestion.of(ctx);
    const recall = new Recall(ctx, this.deps.events);
    const [page, coverage] = await Promise.all([
      listEvents(ctx, this.deps.events, {
        recall,
        filter,
        sort: sort ?? 'desc',
        pageSize: page_size ?? this.deps.config.DEFAULT_PAGE_SIZE,
        ...(total === undefined ? {} : { total }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
      coverageVerdict(ctx, ingestion, asked, recall),
    ]);
    return { ...page, coverage };
  }

  @Endpoint(eventRoutes.getEvent)
  async get({ ctx, params }: Call<typeof eventRoutes.getEvent>) {
    return getEvent(ctx, this.deps.events, params.id);
  }

  @Endpoint(eventRoutes.filterOptions)
  async options({ ctx, query }: Call<typeof eventRoutes.filterOptions>) {
    return filterOptions(ctx, this.deps.events, query.limit);
  }

  @Endpoint(eventRoutes.bulkTags)
  async bulk({ ctx, query, body, request }: Call<typeof eventRoutes.bulkTags>) {
    const contract = eventRoutes.bulkTags;
    return once(this.deps, { contract, ctx, request, input: { query, body } }, async () => ({
      status: 200,
      body: await bulkTags(ctx, this.deps.events, { filter: query, tags: body.tags, mode: body.mode }),
    }));
  }

  @Endpoint(eventRoutes.setTags)
  async tags({ ctx, params, body }: Call<typeof eventRoutes.setTags>) {
    return setTags(ctx, this.deps.events, params.id, body.tags);
  }

  @Endpoint(eventRoutes.addComment)
  async comment({ ctx, params, body, request }: Call<typeof eventRoutes.addComment>) {
    const contract = eventRoutes.addComment;
    // The id of the comment follows from the key, so that even a repeat after a crash finds it.
    const id = requestIdentity({ contract, ctx, request });
    return once(this.deps, { contract, ctx, request, input: { params, body } }, async () => ({
      status: 201,
      body: await addComment(ctx, this.deps.events, params.id, body.text, id),
    }));
  }
}
