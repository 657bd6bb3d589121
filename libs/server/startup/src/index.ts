export { openStores, whenDatabaseAnswers, type OpenedStores } from './open-stores';
export { StartError } from './start-error';
export { stopOnSignals } from './stop-on-signals';
export { untilReady } from './until-ready';
