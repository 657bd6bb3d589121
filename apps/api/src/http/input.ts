import { closestIssues, DomainError, issuePath, issueWords, type FieldError, type RouteContract } from '@aoc/contracts';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { parseQueryString } from './query-string';

type Place = 'path' | 'query' | 'body';

/** Input of a route, parsed by its schemas. @throws DomainError bad_request that names every bad field */
export function parseInput(contract: RouteContract, request: FastifyRequest) {
  if (!contract.bodyType && request.isMultipart())
    throw new DomainError('unsupported_media_type', 'This address does not take a form; send application/json.');
  const errors: FieldError[] = [];
  const check = (place: Place, schema: z.ZodType | undefined, value: unknown): unknown => {
    if (!schema) return undefined;
    const result = schema.safeParse(value, { error: (issue) => wordsIn(place, issue) });
    if (!result.success) errors.push(...closestIssues(result.error.issues).flatMap((issue) => toFieldErrors(place, issue)));
    return result.data;
  };
  const query = parseQueryString(request.raw.url ?? '');
  errors.push(...unknownParameters(contract, query));
  const params = check('path', contract.params, request.params);
  const parsedQuery = check('query', contract.query, query);
  if (!contract.bodyType && !contract.body && request.body !== undefined && request.body !== null)
    errors.push({ path: 'body', message: 'this route takes no body' });
  const body = check('body', contract.body, request.body ?? undefined);
  const [first] = errors;
  if (first) {
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    throw new DomainError('bad_request', `${first.path}: ${first.message}${more}`, { errors: errors.slice(0, 50) });
  }
  return { params, query: parsedQuery, body };
}

function unknownParameters(contract: RouteContract, query: Record<string, unknown>): FieldError[] {
  const known = [...Object.keys(contract.query?.shape ?? {}), ...(contract.ticket ? ['ticket'] : [])];
  return Object.keys(query)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: `query.${name.slice(0, 64)}`,
      message: known.length > 0 ? `unknown parameter; this route knows ${known.join(', ')}` : 'unknown parameter; this route takes none',
    }));
}

function wordsIn(place: Place, issue: z.core.$ZodRawIssue): string | undefined {
  if (place === 'query' && issue.code === 'invalid_type' && Array.isArray(issue.input)) return 'must be given once';
  if (place === 'body' && issue.input === undefined && (issue.path?.length ?? 0) === 0) return 'a JSON body is required';
  return issueWords(issue);
}

function toFieldErrors(place: Place, issue: z.core.$ZodIssue): FieldError[] {
  const path = issuePath(issue.path, place);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: `${path}.${key.slice(0, 64)}`, message: 'unknown field' }));
  return [{ path, message: issue.message }];
}
