import { ruleRoutes } from '@aoc/contracts';
import { ProblemError, UnreachableError } from './api-error';
import { streamLines } from './stream-lines';

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

function answerWith(response: Response | Error) {
  globalThis.fetch = async () => {
    if (response instanceof Error) throw response;
    return response;
  };
}
const bodyOf = (...parts: string[]) =>
  new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const part of parts) controller.enqueue(new TextEncoder().encode(part));
      controller.close();
    },
  });
async function all(): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const line of streamLines(ruleRoutes.previewRule, {}, new AbortController().signal)) lines.push(line);
  return lines;
}

it('gives each line once, wherever the network cuts', async () => {
  answerWith(new Response(bodyOf('{"a":', '1}\n{"b"', ':"ü"}\n\n{"c":3}')));
  expect(await all()).toEqual([{ a: 1 }, { b: 'ü' }, { c: 3 }]);
});

it('throws what the API says', async () => {
  const problem = { type: 'about:blank', title: 'Bad Request', status: 400, detail: 'no', instance: '/x', code: 'bad_request' };
  answerWith(Response.json(problem, { status: 400 }));
  await expect(all()).rejects.toThrow(ProblemError);
});

it('says that nobody answers', async () => {
  answerWith(new TypeError('failed'));
  await expect(all()).rejects.toThrow(UnreachableError);
});
