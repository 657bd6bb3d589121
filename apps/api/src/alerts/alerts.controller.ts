import { alertRoutes } from '@aoc/contracts';
import {
  alertQuality,
  alertSummary,
  changeAlert,
  changeAlerts,
  commentAlert,
  getAlert,
  getIncident,
  listAlerts,
  listIncidents,
  type AlertStore,
} from '@aoc/server/alerts';
import { Controller, Inject } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Endpoint, type Call } from '../http/endpoint';
import { once, requestIdentity } from '../http/idempotency';

@Controller()
export class AlertsController {
  private readonly store: AlertStore;

  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {
    this.store = deps.detection.alerts;
  }

  @Endpoint(alertRoutes.listAlerts)
  async list({ ctx, query }: Call<typeof alertRoutes.listAlerts>) {
    return listAlerts(ctx, this.store, query, this.deps.config.DEFAULT_PAGE_SIZE);
  }

  @Endpoint(alertRoutes.alertSummary)
  async summary({ ctx }: Call<typeof alertRoutes.alertSummary>) {
    return alertSummary(ctx, this.store);
  }

  @Endpoint(alertRoutes.alertQuality)
  async quality({ ctx, query }: Call<typeof alertRoutes.alertQuality>) {
    return alertQuality(ctx, this.store, query.days);
  }

  @Endpoint(alertRoutes.bulkAlerts)
  async bulk({ ctx, body, request }: Call<typeof alertRoutes.bulkAlerts>) {
    const { ids, ...change } = body;
    return once(this.deps, { contract: alertRoutes.bulkAlerts, ctx, request, input: { body } }, async () => ({
      status: 200,
      body: await changeAlerts(ctx, this.store, ids, change),
    }));
  }

  @Endpoint(alertRoutes.getAlert)
  async get({ ctx, params }: Call<typeof alertRoutes.getAlert>) {
    return getAlert(ctx, this.store, params.id);
  }

  @Endpoint(alertRoutes.changeAlert)
  async change({ ctx, params, body }: Call<typeof alertRoutes.changeAlert>) {
    return changeAlert(ctx, this.store, params.id, body);
  }

  @Endpoint(alertRoutes.setAlertStatus)
  async status({ ctx, params, body }: Call<typeof alertRoutes.setAlertStatus>) {
    return changeAlert(ctx, this.store, params.id, body, { mayOmitReason: true });
  }

  @Endpoint(alertRoutes.commentAlert)
  async comment({ ctx, params, body, request }: Call<typeof alertRoutes.commentAlert>) {
    const contract = alertRoutes.commentAlert;
    // The id of the comment follows from the key, so that even a repeat after a crash finds it.
    const id = requestIdentity({ contract, ctx, request });
    return once(this.deps, { contract, ctx, request, input: { params, body } }, async () => ({
      status: 201,
      body: await commentAlert(ctx, this.store, params.id, body.text, id),
    }));
  }

  @Endpoint(alertRoutes.listIncidents)
  async incidents({ ctx, query }: Call<typeof alertRoutes.listIncidents>) {
    return { items: await listIncidents(ctx, this.store, query) };
  }

  @Endpoint(alertRoutes.getIncident)
  async incident({ ctx, params }: Call<typeof alertRoutes.getIncident>) {
    return getIncident(ctx, this.store, params.id);
  }
}
