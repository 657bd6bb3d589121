export { alertCollection, alertSlotCollection, type AlertDocument } from './alert.schema';
export { alertStore, type AlertStore } from './alert.repository';
export { toAlert } from './alert-wire';
export type { Hit } from './new-alert';
export { raiseAlerts, type Raised } from './raise-alerts';
export { getAlert, listAlerts, type AlertListQuery } from './list-alerts';
export { changeAlert, changeAlerts, commentAlert, markNotified, type BulkResult } from './change-alert';
export { alertQuality, alertSummary, ruleStats } from './alert-numbers';
export { getIncident, listIncidents } from './incidents';
