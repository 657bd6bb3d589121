// Starts the test files that take longest first, so that the processes end at about the same time.
import Sequencer from '@jest/test-sequencer';

/** Seconds on two slow cores, of files that take more than twenty; only their order matters. */
const LONG = [
  ['apps/web-e2e/src/dashboard', 200],
  ['apps/api-e2e/src/chaos.e2e', 130],
  ['apps/web-e2e/src/alerts', 100],
  ['fetch/fetch-source.int', 100],
  ['tools/docker-check/src/replay', 50],
  ['tools/maintenance/src/main.e2e', 45],
  ['chaos/start-messages', 45],
  ['upgrade/upgrade-database.int', 45],
  ['apps/api-e2e/src/start-and-stop', 40],
  ['chaos/worker-memory', 35],
  ['tools/services/src/chaos.int', 30],
  ['tools/import/src/main.e2e', 25],
];

const seconds = ({ path }) => LONG.find(([part]) => path.includes(part))?.[1] ?? 0;

/** Sequencer of Jest: https://jestjs.io/docs/configuration#testsequencer-string */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    return [...tests].sort((a, b) => seconds(b) - seconds(a) || a.path.localeCompare(b.path));
  }
}
