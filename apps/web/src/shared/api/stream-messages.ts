import type { RouteContract } from '@aoc/contracts';
import { jsonOf, responseLines } from './response-lines';

/** One server-sent event; `data` is what its text says as JSON. */
export interface StreamMessage {
  name: string;
  data: unknown;
}

/**
 * Calls a route that answers server-sent events and gives each as it comes. By fetch, because EventSource can send neither a body nor a
 * credential. @throws ProblemError, UnreachableError; AbortError when cancelled
 */
export async function* streamMessages(route: RouteContract, body: unknown, signal: AbortSignal): AsyncGenerator<StreamMessage> {
  let name = 'message';
  let data: string[] = [];
  for await (const line of responseLines(route, body, 'text/event-stream', signal)) {
    if (line === '') {
      if (data.length > 0) yield { name, data: jsonOf(data.join('\n')) };
      name = 'message';
      data = [];
      continue;
    }
    const [field = '', ...rest] = line.split(':');
    const value = rest.join(':').replace(/^ /, '');
    if (field === 'event') name = value;
    if (field === 'data') data.push(value);
  }
}
