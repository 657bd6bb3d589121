import type { RouteContract } from '@aoc/contracts';
import { jsonOf, responseLines } from './response-lines';

/** Calls a route that answers lines of JSON and gives each as it comes. @throws ProblemError, UnreachableError; AbortError when cancelled */
export async function* streamLines(route: RouteContract, body: unknown, signal: AbortSignal): AsyncGenerator<unknown> {
  for await (const line of responseLines(route, body, 'application/x-ndjson', signal)) if (line.trim() !== '') yield jsonOf(line);
}
