import type { AgentTool, ReadingDeps } from './tool';
import { ask } from './tools/ask';
import { entityTimeline } from './tools/entity-timeline';
import { getAlert } from './tools/get-alert';
import { getEvent } from './tools/get-event';
import { getSummary } from './tools/get-summary';
import { listAlerts } from './tools/list-alerts';
import { listRules } from './tools/list-rules';
import { listTenants } from './tools/list-tenants';
import { previewRule } from './tools/preview-rule';
import { searchEvents } from './tools/search-events';
import { updateAlertStatus } from './tools/update-alert-status';

/** Every tool, first those of 1.x. */
export const agentTools: readonly AgentTool[] = [
  searchEvents,
  getEvent,
  getSummary,
  ask,
  listAlerts,
  getAlert,
  updateAlertStatus,
  entityTimeline,
  listRules,
  previewRule,
  listTenants,
];

/** What a language model may look at while it words an answer: cheap reads. */
export const readingTools: readonly AgentTool<ReadingDeps>[] = [
  searchEvents,
  getEvent,
  getSummary,
  listAlerts,
  getAlert,
  entityTimeline,
  listRules,
];
