import { accessHeaders, fetchApi, installAccess, isSignInOn, SessionEndedError, type Access } from './access';

const realFetch = globalThis.fetch;
let sent: (string | null)[];
/** Answers with these statuses, one after the other. */
function answerWith(...statuses: number[]): void {
  sent = [];
  globalThis.fetch = async (_path, init) => {
    sent.push(new Headers(init?.headers).get('authorization'));
    return new Response(null, { status: statuses[sent.length - 1] ?? 500 });
  };
}
afterEach(() => {
  globalThis.fetch = realFetch;
});

/** A session whose token is renewed `renewals` times before it ends. */
function session(renewals: number): Access & { refusals: number } {
  let token = 1;
  return {
    refusals: 0,
    headers: async () => ({ authorization: `Bearer ${token}` }),
    async renew() {
      if (token > renewals) throw new SessionEndedError();
      token++;
      return true;
    },
    refused() {
      this.refusals++;
    },
  };
}
const call = () => fetchApi('/api/me', { headers: { accept: 'application/json' } });

// One after the other: what is installed stays.
it('proves nothing while nobody signs in', async () => {
  answerWith(401);
  expect(isSignInOn()).toBe(false);
  expect((await call()).status).toBe(401);
  expect(sent).toEqual([null]);
});

it('adds the token, and renews it once when it is refused', async () => {
  const access = session(5);
  installAccess(access);
  answerWith(200);
  expect((await call()).status).toBe(200);
  expect(sent).toEqual(['Bearer 1']);
  answerWith(401, 200);
  expect((await call()).status).toBe(200);
  expect(sent).toEqual(['Bearer 1', 'Bearer 2']);
  expect(access.refusals).toBe(0);
  expect(await accessHeaders()).toEqual({ authorization: 'Bearer 2' });
});

it('does not go on for ever with an API that refuses what is new', async () => {
  const access = session(5);
  installAccess(access);
  answerWith(401, 401, 200);
  expect((await call()).status).toBe(401);
  expect(sent).toHaveLength(2);
  expect(access.refusals).toBe(1);
});

it('says that the session has ended', async () => {
  installAccess(session(0));
  answerWith(401);
  await expect(call()).rejects.toThrow(SessionEndedError);
});
