import type { RouteContract } from '@aoc/contracts';
import { fetchApi, SessionEndedError } from './access';
import { UnreachableError } from './api-error';
import { failureOf } from './call-api';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Calls a route that answers lines of JSON and gives each as it comes. @throws ProblemError, UnreachableError; AbortError when cancelled */
export async function* streamLines(route: RouteContract, body: unknown, signal: AbortSignal): AsyncGenerator<unknown> {
  let response: Response;
  try {
    response = await fetchApi(route.path, {
      method: route.method.toUpperCase(),
      headers: { accept: 'application/x-ndjson, application/json', 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });
  } catch (cause) {
    if (signal.aborted || cause instanceof SessionEndedError || cause instanceof UnreachableError) throw cause;
    throw new UnreachableError(undefined, { cause });
  }
  if (!response.ok || !response.body) throw failureOf(response.status, parsed(await response.text()), response.headers.get('retry-after'));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? '')).split('\n');
    rest = done ? '' : (lines.pop() ?? '');
    for (const line of lines) if (line.trim() !== '') yield parsed(line);
    if (done) return;
  }
}
