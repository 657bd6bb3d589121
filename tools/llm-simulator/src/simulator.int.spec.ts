import { startLlmSimulator, type LlmSimulator } from './index';

let simulator: LlmSimulator;
beforeAll(async () => {
  simulator = await startLlmSimulator({ key: 'right-key', models: ['small', 'large'] });
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.stop());

const evidence = {
  computed_answer: 'Two events.',
  events: [{ n: 1, time: '2026-03-01T10:00:00Z', actor: 'Ada', operation: 'Delete user' }],
};
const chat = (extra: object = {}) => ({
  model: 'small',
  messages: [{ role: 'user', content: `Who?\n${JSON.stringify(evidence)}` }],
  ...extra,
});
const post = (
  body: unknown,
  url = `${simulator.url}/chat/completions`,
  headers: Record<string, string> = { authorization: 'Bearer right-key' },
) => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

describe('the simulated language model', () => {
  it('answers from the evidence with its numbers, whole and streamed alike', async () => {
    const whole: unknown = await (await post(chat())).json();
    expect(whole).toMatchObject({
      choices: [{ message: { content: expect.stringContaining('Ada: Delete user [1]') }, finish_reason: 'stop' }],
    });
    const streamed = await (await post(chat({ stream: true, stream_options: { include_usage: true } }))).text();
    const lines = streamed.split('\n').filter((line) => line.startsWith('data: '));
    expect(lines.at(-1)).toBe('data: [DONE]');
    expect(lines.at(-2)).toContain('"usage"');
    const pieces = [...streamed.matchAll(/"content":"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => String(JSON.parse(`"${text}"`)));
    expect(pieces.join('')).toContain('Two events.\n\n- 2026-03-01T10:00:00Z Ada: Delete user [1]');
  });

  it('wants the key in the header of its form, and api-version in that of Azure', async () => {
    const azure = `${simulator.azureUrl}/deployments/small/chat/completions`;
    expect((await post(chat(), undefined, {})).status).toBe(401);
    expect((await post(chat(), `${azure}?api-version=2024-10-21`, { authorization: 'Bearer right-key' })).status).toBe(401);
    expect((await post(chat(), azure, { 'api-key': 'right-key' })).status).toBe(404);
    expect((await post(chat(), `${azure}?api-version=2024-10-21`, { 'api-key': 'right-key' })).status).toBe(200);
  });

  it('lists its models', async () => {
    const list = await fetch(`${simulator.url}/models`, { headers: { authorization: 'Bearer right-key' } });
    expect(await list.json()).toMatchObject({ data: [{ id: 'small' }, { id: 'large' }] });
  });

  it('takes replies from the queue, then from rules, and keeps a journal', async () => {
    simulator.next.push({ kind: 'status', status: 429, retryAfter: '7' });
    simulator.rules.push(({ model }) => (model === 'small' ? { kind: 'text', text: 'by rule' } : null));
    const refused = await post(chat());
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await (await post(chat())).text()).toContain('by rule');
    expect(await (await post(chat({ model: 'large' }))).text()).toContain('Ada');
    expect(simulator.requests.map(({ chat: sent }) => sent?.model)).toEqual(['small', 'small', 'large']);
    expect(simulator.requests[0]?.headers.authorization).toBe('Bearer right-key');
  });

  it('refuses what is no chat request', async () => {
    expect((await post({ messages: [] })).status).toBe(400);
    expect((await post(chat(), `${simulator.url}/elsewhere`)).status).toBe(404);
  });
});
