import type { DomainError, ErrorCode } from '@aoc/contracts';

/** What a caller who is a program can do about an error; the others say it themselves. */
const ADVICE: Partial<Record<ErrorCode, string>> = {
  bad_request: 'Correct the arguments and call again.',
  bad_query: 'Correct the query and call again; docs/query-language.md describes it.',
  bad_cursor: 'Start again without cursor: it belongs to a call with other arguments, or is damaged.',
  not_found: 'Take an id from a list or search of this tenant.',
  conflict: 'Read it again, then decide anew.',
};

/** One text for a failed tool: what is wrong, each bad argument, and what to do. */
export function errorText({ code, detail, options }: DomainError): string {
  const fields = (options.errors ?? []).map(({ path, message, suggestion }) =>
    [`- ${argumentOf(path)}: ${message}`, ...(suggestion === undefined ? [] : [`(did you mean ${suggestion}?)`])].join(' '),
  );
  const wait = options.retryAfterSeconds === undefined ? [] : [`Wait ${Math.ceil(options.retryAfterSeconds)} seconds, then call again.`];
  const advice = ADVICE[code];
  return [detail, ...fields, ...(advice === undefined ? [] : [advice]), ...wait].join('\n');
}

/** Places are told in words of the HTTP API where a verb names them; a tool has arguments only. */
const argumentOf = (path: string): string => (path === 'query.q' ? 'query' : path.replace(/^(?:body|path|query)\./, ''));
