import { alertRoutes } from './alerts-api';
import { askRoutes } from './ask-api';
import { auditRoutes } from './audit-api';
import { eventRoutes } from './events-api';
import { identityRoutes } from './identity-api';
import { ingestionRoutes } from './ingestion-api';
import { jobRoutes } from './jobs-api';
import { licenceRoutes } from './licence-api';
import { mcpRoutes } from './mcp-api';
import { notificationRoutes } from './notifications-api';
import { operationsRoutes, webhookRoutes } from './operations-api';
import { providerRuleRoutes } from './provider-rules-api';
import { ruleRoutes } from './rules-api';
import { searchRoutes } from './search-api';
import { tenantRoutes } from './tenants-api';

/** Every route of the API; the server must serve each and the OpenAPI document is made from it. */
export const allRoutes = {
  ...operationsRoutes,
  ...eventRoutes,
  ...searchRoutes,
  ...ingestionRoutes,
  ...jobRoutes,
  ...webhookRoutes,
  ...ruleRoutes,
  ...providerRuleRoutes,
  ...alertRoutes,
  ...notificationRoutes,
  ...identityRoutes,
  ...tenantRoutes,
  ...auditRoutes,
  ...licenceRoutes,
  ...askRoutes,
  ...mcpRoutes,
};
