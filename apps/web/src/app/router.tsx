import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { EventsPage } from '../features/events/components/events-page';
import { hasFilters, parseEventsSearch } from '../shared/event-filters/filters';
import { recallFilters } from '../features/events/model/remembered-filters';
import { sourceHealthQuery } from '../features/sources/api/source-health';
import { NotFound, ScreenError } from './screen-errors';
import { parseSearch, stringifySearch } from '../shared/api/search-codec';
import { textSearch } from '../shared/text-search';
import { Shell } from './shell';

const ALERTS_SEARCH = [
  'status',
  'severity',
  'assignee',
  'rule_id',
  'rule_name',
  'actor',
  'entity',
  'incident_id',
  'sort',
  'alert',
] as const;
const ASK_SEARCH = [
  'question',
  'services',
  'actor',
  'operation',
  'result',
  'last',
  'start',
  'end',
  'include_tags',
  'exclude_tags',
  'search',
  'q',
  'event',
] as const;
const AUDIT_SEARCH = ['actor', 'action', 'outcome', 'start', 'end'] as const;
const RULES_SEARCH = ['text', 'severity', 'origin', 'state', 'scope'] as const;

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Shell, notFoundComponent: NotFound });

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: ({ location }) => {
    redirect({ to: '/events', search: parseEventsSearch(location.search), replace: true, throw: true });
  },
});

const eventsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/events',
  validateSearch: parseEventsSearch,
  beforeLoad: ({ search }) => {
    // A bare address continues where the reader left off; a shared one (with filters or an event) is taken as it is.
    const remembered = hasFilters(search) || search.event ? {} : recallFilters();
    if (hasFilters(remembered)) redirect({ to: '/events', search: remembered, replace: true, throw: true });
  },
  component: EventsPage,
});

const sourcesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sources',
  validateSearch: ({ job }: Record<string, unknown>): { job?: string } => (typeof job === 'string' && job !== '' ? { job } : {}),
  loader: ({ context }) => void context.queryClient.prefetchQuery(sourceHealthQuery),
  component: lazyRouteComponent(() => import('../features/sources/components/sources-page'), 'SourcesPage'),
});

const alertsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/alerts',
  validateSearch: textSearch(ALERTS_SEARCH),
  component: lazyRouteComponent(() => import('../features/alerts/components/alerts-page'), 'AlertsPage'),
});

const askRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/ask',
  validateSearch: textSearch(ASK_SEARCH),
  component: lazyRouteComponent(() => import('./ask-screen'), 'AskScreen'),
});

const incidentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/incidents/$id',
  component: lazyRouteComponent(() => import('../features/alerts/components/incident-page'), 'IncidentPage'),
});

const rulesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/rules',
  validateSearch: textSearch(RULES_SEARCH),
  component: lazyRouteComponent(() => import('../features/rules/components/rules-page'), 'RulesPage'),
});

const newRuleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/rules/new',
  validateSearch: textSearch(['from', 'scope']),
  component: lazyRouteComponent(() => import('../features/rules/components/new-rule-page'), 'NewRulePage'),
});

const ruleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/rules/$id',
  validateSearch: textSearch(['scope']),
  component: lazyRouteComponent(() => import('../features/rules/components/rule-page'), 'RulePage'),
});

const notificationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/notifications',
  component: lazyRouteComponent(() => import('../features/notifications/components/notifications-page'), 'NotificationsPage'),
});

const apiKeysRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/api-keys',
  component: lazyRouteComponent(() => import('../features/api-keys/components/api-keys-page'), 'ApiKeysPage'),
});

const auditTrailRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/audit-trail',
  validateSearch: textSearch(AUDIT_SEARCH),
  component: lazyRouteComponent(() => import('../features/audit-trail/components/audit-trail-page'), 'AuditTrailPage'),
});

const tenantsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/tenants',
  component: lazyRouteComponent(() => import('../features/tenants/components/tenants-page'), 'TenantsPage'),
});

const routeTree = rootRoute.addChildren([
  homeRoute,
  eventsRoute,
  askRoute,
  alertsRoute,
  incidentRoute,
  rulesRoute,
  newRuleRoute,
  ruleRoute,
  sourcesRoute,
  notificationsRoute,
  apiKeysRoute,
  auditTrailRoute,
  tenantsRoute,
]);

export const createAppRouter = (queryClient: QueryClient) =>
  createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultErrorComponent: ScreenError,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
