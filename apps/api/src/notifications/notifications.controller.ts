import { notificationRoutes } from '@aoc/contracts';
import { listNotifications, resendNotification } from '@aoc/server/notifications';
import { Controller, Inject } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Answer } from '../http/answer';
import { Endpoint, type Call } from '../http/endpoint';

@Controller()
export class NotificationsController {
  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  @Endpoint(notificationRoutes.listNotifications)
  async list({ ctx, query }: Call<typeof notificationRoutes.listNotifications>) {
    return listNotifications(ctx, this.deps.notifications, query);
  }

  @Endpoint(notificationRoutes.resendNotification)
  async resend({ ctx, params }: Call<typeof notificationRoutes.resendNotification>) {
    return new Answer(202, await resendNotification(ctx, this.deps.notifications, params.id));
  }
}
