import { DomainError } from '@aoc/contracts';

const MAX_PAIRS = 300;

/** Percent-encoded UTF-8 as text; `+` is a space. @throws DomainError bad_request when it is not UTF-8 */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new DomainError('bad_request', 'The query string is not valid percent-encoded UTF-8.', {
      errors: [{ path: 'query', message: 'not valid percent-encoded UTF-8' }],
    });
  }
}

/**
 * Parameters of a URL: a string, or a list of strings where a name is repeated. Brackets have no meaning, so that no
 * object can be smuggled in; the result has no prototype, so that `__proto__` is a name like any other.
 */
export function parseQueryString(url: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = Object.create(null);
  const start = url.indexOf('?');
  if (start < 0) return query;
  const pairs = url
    .slice(start + 1)
    .split('&')
    .filter(Boolean);
  if (pairs.length > MAX_PAIRS)
    throw new DomainError('bad_request', `The query string has more than ${MAX_PAIRS} parameters.`, {
      errors: [{ path: 'query', message: `must have at most ${MAX_PAIRS} parameters` }],
    });
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const name = decode(at < 0 ? pair : pair.slice(0, at));
    const value = at < 0 ? '' : decode(pair.slice(at + 1));
    const known = query[name];
    query[name] = known === undefined ? value : Array.isArray(known) ? [...known, value] : [known, value];
  }
  return query;
}
