import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { AlertsController } from '../alerts/alerts.controller';
import { ExplainController } from '../ask/explain.controller';
import { AskController } from '../ask/ask.controller';
import { AuditSpool } from '../audit/audit-spool';
import { AuditController } from '../audit/audit.controller';
import { DocsController } from '../docs/docs.controller';
import { EventsController } from '../events/events.controller';
import { ExportController } from '../events/export.controller';
import { SavedSearchesController } from '../events/saved-searches.controller';
import { SearchController } from '../events/search.controller';
import { StreamController } from '../events/stream.controller';
import { AccessGuard } from '../http/access.guard';
import { DatabaseWatch } from '../http/database-watch.interceptor';
import { RateLimits } from '../http/rate-limits';
import { IdentityController } from '../identity/identity.controller';
import { ImportsController } from '../imports/imports.controller';
import { IngestionController } from '../ingestion/ingestion.controller';
import { McpController } from '../mcp/mcp.controller';
import { McpSseController } from '../mcp/mcp-sse.controller';
import { McpServers } from '../mcp/mcp-servers';
import { ToolCalls } from '../mcp/tool-calls';
import { ChannelsController } from '../notifications/channels.controller';
import { NotificationsController } from '../notifications/notifications.controller';
import { HealthController } from '../operations/health.controller';
import { InfoController } from '../operations/info.controller';
import { LicenceController } from '../operations/licence.controller';
import { PreviewController } from '../rules/preview.controller';
import { PreviewSlots } from '../rules/preview-slots';
import { ProviderRulesController } from '../rules/provider-rules.controller';
import { RulesController } from '../rules/rules.controller';
import { TenantsController } from '../tenants/tenants.controller';
import { WebhooksController } from '../webhooks/webhooks.controller';
import { DEPENDENCIES, type ApiDependencies } from './dependencies';

@Module({})
export class ApiModule {
  static with(deps: ApiDependencies, spool: AuditSpool): DynamicModule {
    return {
      module: ApiModule,
      controllers: [
        HealthController,
        InfoController,
        DocsController,
        EventsController,
        SearchController,
        ExportController,
        StreamController,
        SavedSearchesController,
        IngestionController,
        ImportsController,
        ChannelsController,
        NotificationsController,
        IdentityController,
        TenantsController,
        WebhooksController,
        ProviderRulesController,
        RulesController,
        PreviewController,
        AlertsController,
        AuditController,
        LicenceController,
        ExplainController,
        AskController,
        McpController,
        McpSseController,
      ],
      providers: [
        { provide: DEPENDENCIES, useValue: deps },
        { provide: AuditSpool, useValue: spool },
        { provide: RateLimits, useValue: new RateLimits(deps) },
        PreviewSlots,
        ToolCalls,
        McpServers,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: DatabaseWatch },
      ],
    };
  }
}
