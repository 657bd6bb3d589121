import { notificationRoutes } from '@aoc/contracts';
import { createChannel, deleteChannel, getChannel, listChannels, replaceChannel, testChannel } from '@aoc/server/notifications';
import { Controller, Inject } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Answer } from '../http/answer';
import { Endpoint, type Call } from '../http/endpoint';

@Controller()
export class ChannelsController {
  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  @Endpoint(notificationRoutes.listChannels)
  async list({ ctx }: Call<typeof notificationRoutes.listChannels>) {
    return { items: await listChannels(ctx, this.deps.notifications) };
  }

  @Endpoint(notificationRoutes.createChannel)
  async create({ ctx, body }: Call<typeof notificationRoutes.createChannel>) {
    return new Answer(201, await createChannel(ctx, this.deps.notifications, body));
  }

  @Endpoint(notificationRoutes.getChannel)
  async get({ ctx, params }: Call<typeof notificationRoutes.getChannel>) {
    return getChannel(ctx, this.deps.notifications, params.id);
  }

  @Endpoint(notificationRoutes.replaceChannel)
  async replace({ ctx, params, body }: Call<typeof notificationRoutes.replaceChannel>) {
    return replaceChannel(ctx, this.deps.notifications, params.id, body);
  }

  @Endpoint(notificationRoutes.deleteChannel)
  async remove({ ctx, params }: Call<typeof notificationRoutes.deleteChannel>) {
    await deleteChannel(ctx, this.deps.notifications, params.id);
    return new Answer(204, undefined);
  }

  @Endpoint(notificationRoutes.testChannel)
  async test({ ctx, params }: Call<typeof notificationRoutes.testChannel>) {
    return testChannel(ctx, this.deps.notifications, params.id);
  }
}
