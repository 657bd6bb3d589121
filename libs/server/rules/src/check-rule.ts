import { DomainError, type RuleBody } from '@aoc/contracts';
import { ruleProblems } from '@aoc/detection';

/** @throws DomainError bad_request that names each place when the rule cannot run as it is written */
export function checkRule(body: RuleBody, at = 'body'): void {
  const problems = ruleProblems(body);
  if (problems.length === 0) return;
  const errors = problems.map(({ place, message, suggestion }) => ({
    path: place === '' ? at : `${at}.${place}`,
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  }));
  const first = errors[0];
  throw new DomainError('bad_request', `The rule cannot run: ${first ? `${first.path} ${first.message}` : 'see errors'}.`, { errors });
}

/** Names are compared without regard to case and outer spaces. */
export const nameKey = (name: string): string => name.trim().toLowerCase();
