import type { Handlers } from '@aoc/server/queues';
import type { WorkerDependencies } from '../start/dependencies';
import { answerQuestion } from './answer-question';
import { deliverNotifications, dispatchNotifications } from './deliver-notifications';
import { fetchSource } from './fetch-source';
import { forwardToSiem } from './forward-siem';
import { retention } from './retention';
import { scheduleFetches } from './schedule-fetches';

/** What does each job of the registry. */
export const handlersOf = (deps: WorkerDependencies): Handlers => ({
  fetchSource: (data, run) => fetchSource(deps, data, run),
  scheduleFetches: (_data, run) => scheduleFetches(deps, run),
  retention: (_data, run) => retention(deps, run),
  forwardSiem: (data, run) => forwardToSiem(deps, data, run),
  dispatchNotifications: () => dispatchNotifications(deps),
  deliverNotifications: (data, run) => deliverNotifications(deps, data, run),
  answerQuestion: (data, run) => answerQuestion(deps, data, run),
});
