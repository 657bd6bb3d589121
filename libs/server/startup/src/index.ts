export { openQueue, openStores, whenDatabaseAnswers, type OpenedStores } from './open-stores';
export { progressView, type ProgressTarget, type ProgressView } from './progress';
export { StartError } from './start-error';
export { stopOnSignals } from './stop-on-signals';
export { untilReady } from './until-ready';
