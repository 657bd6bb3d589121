// Within a project, starts the test files that take longest first, so that the processes end at about the same time.
import Sequencer from '@jest/test-sequencer';

/** Seconds on two slow cores, of files that take more than twenty; only their order matters. */
const LONG = [
  ['apps/web-e2e/src/dashboard', 250],
  ['apps/web-e2e/src/sign-in', 150],
  ['fetch/fetch-source.int', 125],
  ['apps/api-e2e/src/chaos.e2e', 120],
  ['chaos/worker-memory', 75],
  ['tools/docker-check/src/replay', 65],
  ['mcp/mcp-isolation.int', 50],
  // Waits more than it computes, so that it is not to run last.
  ['apps/api-e2e/src/stop-while-fetching', 48],
  ['tools/import/src/main.e2e', 45],
  ['chaos/start-messages', 45],
  ['upgrade/upgrade-database.int', 45],
  ['tools/maintenance/src/main.e2e', 42],
  ['apps/api-e2e/src/start-and-stop', 40],
  ['tools/audit-verify/src/main.e2e', 37],
  ['fetch/damaged-pages.int', 34],
  ['question-set.int', 31],
  ['apps/api-e2e/src/api-guide', 30],
  ['tools/services/src/chaos.int', 30],
];

const seconds = ({ path }) => LONG.find(([part]) => path.includes(part))?.[1] ?? 0;

/** Projects in their order: what takes long to fail comes last. */
const PROJECTS = ['unit', 'int', 'e2e'];
const place = ({ context }) => PROJECTS.indexOf(context.config.displayName?.name);

/** Sequencer of Jest: https://jestjs.io/docs/configuration#testsequencer-string */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    return [...tests].sort((a, b) => place(a) - place(b) || seconds(b) - seconds(a) || a.path.localeCompare(b.path));
  }
}
