import type { RouteContract } from '@aoc/contracts';
import { fetchApi, SessionEndedError } from './access';
import { UnreachableError } from './api-error';
import { failureOf } from './call-api';

/** What a text says as JSON; undefined when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Calls a route whose answer is read while it is written, and gives each line of it, without its end, as it comes.
 * @param accept media types of the answer
 * @throws ProblemError, UnreachableError; AbortError when cancelled
 */
export async function* responseLines(route: RouteContract, body: unknown, accept: string, signal: AbortSignal): AsyncGenerator<string> {
  const unlessCancelled = (cause: unknown, detail?: string): unknown =>
    signal.aborted || cause instanceof SessionEndedError || cause instanceof UnreachableError
      ? cause
      : new UnreachableError(detail, { cause });
  let response: Response;
  try {
    response = await fetchApi(route.path, {
      method: route.method.toUpperCase(),
      headers: { accept: `${accept}, application/json`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });
  } catch (cause) {
    throw unlessCancelled(cause);
  }
  if (!response.ok || !response.body) throw failureOf(response.status, jsonOf(await response.text()), response.headers.get('retry-after'));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { value, done } = await reader.read().catch((cause: unknown) => {
        throw unlessCancelled(cause, 'The connection broke before the answer was complete.');
      });
      const lines = (rest + (value ?? '')).split(/\r?\n/);
      rest = done ? '' : (lines.pop() ?? '');
      yield* lines;
      if (done) return;
    }
  } finally {
    // Who stops listening wants no more of it. A stream that broke has nothing to cancel.
    await reader.cancel().catch(() => undefined);
  }
}
