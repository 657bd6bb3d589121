import { operationsRoutes } from '@aoc/contracts';
import { Controller, Inject } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Endpoint } from '../http/endpoint';

@Controller()
export class InfoController {
  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  @Endpoint(operationsRoutes.version)
  async version() {
    return { version: this.deps.version };
  }

  @Endpoint(operationsRoutes.authConfig)
  async authConfig() {
    const { config } = this.deps;
    return {
      auth_enabled: config.AUTH_ENABLED,
      tenant_id: config.AUTH_TENANT_ID,
      client_id: config.AUTH_CLIENT_ID,
      scope: config.AUTH_SCOPE || (config.AUTH_CLIENT_ID ? `api://${config.AUTH_CLIENT_ID}/access` : ''),
      redirect_uri: config.PUBLIC_URL,
      authority: config.AUTH_TENANT_ID ? `${config.LOGIN_URL}/${config.AUTH_TENANT_ID}` : '',
      known_authorities: [new URL(config.LOGIN_URL).host],
    };
  }

  @Endpoint(operationsRoutes.features)
  async features() {
    const { config } = this.deps;
    return {
      ai_features_enabled: config.AI_FEATURES_ENABLED,
      default_page_size: config.DEFAULT_PAGE_SIZE,
      alerts_enabled: config.ALERTS_ENABLED,
      periodic_fetch_enabled: config.ENABLE_PERIODIC_FETCH,
      fetch_interval_minutes: config.FETCH_INTERVAL_MINUTES,
      search_raw_text: config.SEARCH_RAW_TEXT,
      demo: config.DEMO,
    };
  }
}
