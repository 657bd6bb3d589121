import { ruleRoutes } from '@aoc/contracts';
import { ProblemError, UnreachableError } from './api-error';
import { streamMessages } from './stream-messages';

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

const answerWith = (response: Response) => void (globalThis.fetch = async () => response);
const bodyOf = (parts: string[], end: (controller: ReadableStreamDefaultController) => void) => {
  const waiting = [...parts];
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const part = waiting.shift();
      if (part === undefined) end(controller);
      else controller.enqueue(new TextEncoder().encode(part));
    },
  });
};
const closed = (...parts: string[]) => bodyOf(parts, (controller) => controller.close());

async function all(): Promise<unknown[]> {
  const messages: unknown[] = [];
  for await (const message of streamMessages(ruleRoutes.previewRule, {}, new AbortController().signal)) messages.push(message);
  return messages;
}

it('gives each message once, wherever the network cuts', async () => {
  answerWith(new Response(closed(': ping\n\nevent: te', 'xt\ndata: {"text"', ':"ü: ', 'x"}\n', '\nevent:done\r\ndata:1\r\n\r\n')));
  expect(await all()).toEqual([
    { name: 'text', data: { text: 'ü: x' } },
    { name: 'done', data: 1 },
  ]);
});

it('joins the lines of one message, and takes text that is no JSON for nothing', async () => {
  answerWith(new Response(closed('data: [1,\ndata: 2]\n\ndata: {broken\n\n')));
  expect(await all()).toEqual([
    { name: 'message', data: [1, 2] },
    { name: 'message', data: undefined },
  ]);
});

it('leaves out a message that was cut off', async () => {
  answerWith(new Response(closed('event: answer\ndata: {"answer":')));
  expect(await all()).toEqual([]);
});

it('says when the connection breaks on the way', async () => {
  answerWith(new Response(bodyOf(['event: text\ndata: 1\n\n'], (controller) => controller.error(new TypeError('network')))));
  await expect(all()).rejects.toThrow(UnreachableError);
});

it('throws what the API says', async () => {
  const problem = { type: 'about:blank', title: 'Too Many Requests', status: 429, detail: 'no', instance: '/x', code: 'rate_limited' };
  answerWith(Response.json(problem, { status: 429, headers: { 'retry-after': '7' } }));
  const error = await all().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ProblemError);
  expect(error).toHaveProperty('retryAfterSeconds', 7);
});
