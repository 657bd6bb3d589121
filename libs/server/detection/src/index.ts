export type { Detection, DetectionTally, Windows } from './detection';
export { detectEvents } from './detect-events';
