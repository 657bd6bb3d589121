export type { Detection, DetectionTally, Windows } from './detection';
export { detectEvents, detectionStep } from './detect-events';
export { preparePreview, previewRule, type PreviewInput } from './preview-rule';
export { ruleFields } from './rule-fields';
export { openAlerting, type Alerting } from './open-alerting';
export { openDetection, prepareRules } from './open-detection';
export { noteDelivered, tellAlerts, tellReopened } from './tell-alerts';
