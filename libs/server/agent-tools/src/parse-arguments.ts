import { closestIssues, DomainError, issuePath, issueWords, type FieldError } from '@aoc/contracts';
import type { z } from 'zod';

const MAX_ERRORS = 20;

function toFieldErrors(at: string, issue: z.core.$ZodIssue): FieldError[] {
  const path = issuePath(issue.path, at);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: issuePath([key.slice(0, 64)], path), message: 'unknown argument' }));
  return [{ path: path === '' ? 'arguments' : path, message: issue.message }];
}

/** Arguments of a tool, or (with `at`) a part of them. @throws DomainError bad_request that names each bad one */
export function parseArguments<S extends z.ZodType>(schema: S, args: unknown, at = ''): z.output<S> {
  const parsed = schema.safeParse(args ?? {}, { error: issueWords });
  if (parsed.success) return parsed.data;
  const errors = closestIssues(parsed.error.issues)
    .flatMap((issue) => toFieldErrors(at, issue))
    .slice(0, MAX_ERRORS);
  throw new DomainError('bad_request', 'These arguments cannot be used.', { errors });
}
