import type { Problem } from '@aoc/contracts';

/** The API answered with problem details. `retryAfterSeconds` comes from `Retry-After` when the API named one. */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(problem.detail);
    this.name = 'ProblemError';
  }
}

/** Nobody answered, or something between the browser and the API did (a proxy's own error page). */
export class UnreachableError extends Error {
  constructor(detail = 'The AOC server does not answer.', options?: ErrorOptions) {
    super(detail, options);
    this.name = 'UnreachableError';
  }
}

/** The API answered with something that its contract does not describe. */
export class ContractError extends Error {
  constructor(operationId: string, status: number, reason: string) {
    super(`${operationId} answered ${status} in an unexpected shape: ${reason}`);
    this.name = 'ContractError';
  }
}

/** True when waiting and asking again may help: nobody there, or the API says that a dependency is away. */
export function isAway(error: unknown): boolean {
  return error instanceof UnreachableError || (error instanceof ProblemError && error.problem.code === 'unavailable');
}
