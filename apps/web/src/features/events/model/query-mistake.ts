import { ProblemError } from '../../../shared/api/api-error';
import type { Mistake } from './query-fix';

/** What the API found wrong with the query text; null for any other failure. */
export function queryMistake(error: Error | null): Mistake | null {
  if (!(error instanceof ProblemError)) return null;
  return error.problem.errors?.find(({ path }) => path === 'query.q' || path === 'q') ?? null;
}
