import { SignInClient, claims, redirectUri, sentBack } from './sign-in-client';
import type { Simulator } from './simulator';
import { at, request, specTenant, startSmall } from './spec-client';

let simulator: Simulator;
let client: SignInClient;
beforeEach(async () => {
  simulator = await startSmall();
  client = new SignInClient(simulator);
});
afterEach(() => simulator.stop());

describe('authorize', () => {
  it('lets a person pick an account and sends the browser back with a code', async () => {
    const page = await client.authorize();
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining(client.upn('Ada')) });
    expect(page.text).not.toMatch(/<script/i);
    const chosen = await client.choose('Ada');
    expect(chosen.status).toBe(302);
    expect(chosen.headers.get('location')).toMatch(/^http:\/\/localhost:8000\/#/);
    expect(Object.fromEntries(sentBack(chosen))).toMatchObject({
      state: 'my state',
      code: expect.any(String),
      client_info: expect.any(String),
    });
    expect(chosen.headers.get('set-cookie')).toMatch(/^ESTSAUTH=.+; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it('answers in the query when asked to, and by default', async () => {
    for (const mode of ['query', '']) {
      const answer = await client.choose('Ada', { response_mode: mode });
      expect(answer.headers.get('location')).toMatch(/^http:\/\/localhost:8000\/\?code=/);
    }
  });

  it.each<[string, number, Record<string, string>]>([
    ['no client id', 900144, { client_id: '' }],
    ['unknown client id', 700016, { client_id: '11111111-2222-4333-8444-555555555555' }],
    ['no redirect address', 500113, { redirect_uri: '' }],
    ['redirect address that is not registered', 50011, { redirect_uri: 'http://localhost:8000/other' }],
    ['redirect address in capitals', 50011, { redirect_uri: 'http://LOCALHOST:8000/' }],
  ])('%s: an error page, and no redirect', async (_name, code, over) => {
    const answer = await client.authorize(over);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.text).toContain(`AADSTS${code}: `);
  });

  it('does not know other tenants', async () => {
    const answer = await client.authorize({}, '11111111-2222-4333-8444-555555555555');
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('AADSTS90002: ') });
  });

  it.each<[string, string, number, Record<string, string>]>([
    ['no response type', 'invalid_request', 900144, { response_type: '' }],
    ['implicit access token', 'unsupported_response_type', 700051, { response_type: 'token' }],
    ['implicit id token', 'unsupported_response_type', 700054, { response_type: 'id_token' }],
    ['unknown response type', 'unsupported_response_type', 70005, { response_type: 'nonsense' }],
    ['unknown response mode', 'invalid_request', 70007, { response_mode: 'nonsense' }],
    ['no scope', 'invalid_request', 900144, { scope: '' }],
    ['scope without an API', 'invalid_scope', 70011, { scope: 'nonsense' }],
    ['scope of an unknown API', 'invalid_resource', 500011, { scope: 'api://nobody/access' }],
    ['unknown prompt', 'invalid_request', 90023, { prompt: 'maybe' }],
    ['no challenge', 'invalid_request', 9002325, { code_challenge: '' }],
    ['plain challenge', 'invalid_request', 501491, { code_challenge_method: 'plain' }],
    ['no challenge method', 'invalid_request', 501491, { code_challenge_method: '' }],
    ['short challenge', 'invalid_request', 501491, { code_challenge: 'abc' }],
    ['silent without a session', 'login_required', 50058, { prompt: 'none' }],
  ])('%s: the application hears of it', async (_name, error, code, over) => {
    const back = sentBack(await client.authorize(over));
    expect(back.get('error')).toBe(error);
    expect(back.get('error_description')).toMatch(new RegExp(`^AADSTS${code}: .+ Trace ID: `));
    expect(back.get('state')).toBe('my state');
    expect(back.get('code')).toBeNull();
  });

  it('refuses a scope that the API does not have', async () => {
    const back = sentBack(await client.authorize({ scope: `api://${client.clientId}/other` }));
    expect(back.get('error_description')).toContain('AADSTS650053');
  });

  it('knows the browser again, also without showing anything', async () => {
    await client.choose('Ada');
    const ways: Record<string, string>[] = [{}, { prompt: 'none' }, { prompt: 'none', login_hint: client.upn('Ada') }];
    for (const over of ways) expect(sentBack(await client.authorize(over)).get('code')).toBeTruthy();
    expect((await client.authorize({ prompt: 'select_account' })).text).toContain('Pick an account');
    expect((await client.authorize({ prompt: 'login' })).text).toContain('Pick an account');
    expect(sentBack(await client.authorize({ prompt: 'none', login_hint: client.upn('Ben') })).get('error')).toBe('login_required');
  });

  it('asks which one when several are signed in, unless the hint says so', async () => {
    await client.choose('Ada');
    await client.choose('Ben', { prompt: 'select_account' });
    expect((await client.authorize()).text).toContain('Pick an account');
    const silent = sentBack(await client.authorize({ prompt: 'none' }));
    expect(silent.get('error')).toBe('interaction_required');
    expect(silent.get('error_description')).toContain('AADSTS16000');
    const hinted = sentBack(await client.authorize({ prompt: 'none', login_hint: client.upn('Ben') }));
    expect(claims(await client.redeemCode(hinted.get('code') ?? ''), 'id_token')).toMatchObject({ preferred_username: client.upn('Ben') });
  });

  it('puts the account of the hint first, and says when there is none', async () => {
    const known = (await client.authorize({ login_hint: client.upn('Cleo') })).text;
    expect(known.indexOf(client.upn('Cleo'))).toBeLessThan(known.indexOf(client.upn('Ada')));
    const unknown = (await client.authorize({ login_hint: '<b>nobody' })).text;
    expect(unknown).toContain('AADSTS50034');
    expect(unknown).not.toContain('<b>nobody');
  });

  it('forgets the browser when its session is over', async () => {
    await client.choose('Ada');
    simulator.control.clock.advance(86_401);
    expect(sentBack(await client.authorize({ prompt: 'none' })).get('error')).toBe('login_required');
  });

  it('refuses who may not sign in', async () => {
    expect((await client.choose('Dora')).text).toContain('AADSTS50057');
    expect((await client.choose('nobody@contoso.example')).text).toContain('AADSTS50034');
    simulator.control.change(specTenant, { registration: { assignment_required: true } });
    const back = sentBack(await client.choose('Nora'));
    expect(back.get('error')).toBe('access_denied');
    expect(back.get('error_description')).toContain('AADSTS50105');
    expect(sentBack(await client.choose('Ada')).get('code')).toBeTruthy();
  });
});

describe('tokens of people', () => {
  it('say who it is, for what', async () => {
    const answer = await client.signIn('Ada');
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3900,
      scope: `${client.scope} openid profile`,
      refresh_token: expect.any(String),
      refresh_token_expires_in: 86_400,
      client_info: expect.any(String),
    });
    const common = { tid: specTenant, name: 'Ada Wells', preferred_username: client.upn('Ada'), roles: ['AOC.Admin'], ver: '2.0' };
    const iss = `${simulator.loginUrl}/${specTenant}/v2.0`;
    expect(claims(answer, 'access_token')).toMatchObject({ ...common, iss, aud: client.clientId, azp: client.clientId, scp: 'access' });
    expect(claims(answer, 'id_token')).toMatchObject({ ...common, iss, aud: client.clientId, nonce: 'my-nonce' });
    expect(at(claims(answer, 'access_token'), 'nonce')).toBeUndefined();
    const info = JSON.parse(Buffer.from(String(at(answer.json, 'client_info')), 'base64url').toString());
    expect(info).toEqual({ uid: at(claims(answer, 'id_token'), 'oid'), utid: specTenant });
  });

  it('come in version 1 when the registration says so', async () => {
    simulator.control.change(specTenant, { registration: { access_token_version: 1 } });
    const answer = await client.signIn('Ben');
    expect(claims(answer, 'access_token')).toMatchObject({
      iss: `${simulator.loginUrl}/${specTenant}/`,
      aud: `api://${client.clientId}`,
      appid: client.clientId,
      upn: client.upn('Ben'),
      scp: 'access',
      ver: '1.0',
    });
    expect(claims(answer, 'id_token')).toMatchObject({ ver: '2.0' });
  });

  it('carry groups, or say that these are too many', async () => {
    const groups = claims(await client.signIn('Gus'), 'access_token');
    expect(groups).toMatchObject({ groups: [expect.any(String)] });
    expect(at(groups, 'roles')).toBeUndefined();
    const link = claims(await client.signIn('Olga'), 'access_token');
    expect(link).toMatchObject({
      _claim_names: { groups: 'src1' },
      _claim_sources: { src1: { endpoint: expect.stringContaining('getMemberObjects') } },
    });
    expect(at(link, 'groups')).toBeUndefined();
    expect(claims(await client.signIn('Omar'), 'access_token')).toMatchObject({ hasgroups: true });
    const none = claims(await client.signIn('Nora'), 'access_token');
    expect([at(none, 'roles'), at(none, 'groups'), at(none, 'hasgroups'), at(none, '_claim_names')]).toEqual(Array(4).fill(undefined));
  });

  it('leave out what was not asked for', async () => {
    const code = sentBack(await client.choose('Ada', { scope: client.scope })).get('code') ?? '';
    const answer = await client.redeemCode(code, { client_info: '' });
    expect(Object.keys(Object(answer.json)).sort()).toEqual(['access_token', 'expires_in', 'ext_expires_in', 'scope', 'token_type']);
  });

  it.each<[string, string, number, Record<string, string>]>([
    ['no client id', 'invalid_request', 900144, { client_id: '' }],
    ['unknown client id', 'unauthorized_client', 700016, { client_id: '11111111-2222-4333-8444-555555555555' }],
    ['no code', 'invalid_request', 900144, { code: '' }],
    ['unknown code', 'invalid_grant', 9002313, { code: 'nonsense' }],
    ['other redirect address', 'invalid_grant', 500112, { redirect_uri: 'http://localhost:5173/' }],
    ['no verifier', 'invalid_grant', 50148, { code_verifier: '' }],
    ['wrong verifier', 'invalid_grant', 501481, { code_verifier: 'x'.repeat(43) }],
  ])('%s: %s', async (_name, error, code, over) => {
    const answer = await client.redeemCode(sentBack(await client.choose('Ada')).get('code') ?? '', over);
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ error, error_codes: [code], error_description: expect.stringMatching(`^AADSTS${code}: `) });
  });

  it('are given once for a code, and while it lives', async () => {
    const code = sentBack(await client.choose('Ada')).get('code') ?? '';
    expect((await client.redeemCode(code)).status).toBe(200);
    expect((await client.redeemCode(code)).json).toMatchObject({ error: 'invalid_grant', error_codes: [54005] });
    const late = sentBack(await client.choose('Ada')).get('code') ?? '';
    simulator.control.clock.advance(601);
    expect((await client.redeemCode(late)).json).toMatchObject({ error: 'invalid_grant', error_codes: [70008] });
  });

  it('are for pages of the registered addresses', async () => {
    const code = sentBack(await client.choose('Ada')).get('code') ?? '';
    expect((await client.redeemCode(code, {}, {})).json).toMatchObject({ error: 'invalid_grant', error_codes: [9002327] });
    const answer = await client.redeemCode(code);
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:8000');
    const elsewhere = await client.redeemCode(code, {}, { origin: 'https://elsewhere.example' });
    expect(elsewhere.headers.get('access-control-allow-origin')).toBeNull();
    expect((await client.preflight('http://localhost:8000')).headers.get('access-control-allow-headers')).toBe('content-type');
    expect((await client.preflight('https://elsewhere.example')).headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('renewal', () => {
  it('gives new tokens until a day after the sign-in, and not later', async () => {
    const first = await client.signIn('Ada');
    simulator.control.clock.advance(80_000);
    const second = await client.refresh(first);
    expect(claims(second, 'access_token')).toMatchObject({
      roles: ['AOC.Admin'],
      exp: Math.floor(simulator.control.clock.now() / 1000) + 3900,
    });
    expect(second.json).toMatchObject({ refresh_token_expires_in: 6_400 });
    simulator.control.clock.advance(6_401);
    for (const answer of [first, second])
      expect((await client.refresh(answer)).json).toMatchObject({ error: 'invalid_grant', error_codes: [700084] });
  });

  it('follows changes of the person', async () => {
    const first = await client.signIn('Ada');
    const accounts = simulator.control.tenants[0]?.accounts.map((account) => ({ ...account, roles: ['AOC.Viewer'] })) ?? [];
    simulator.control.change(specTenant, { accounts });
    expect(claims(await client.refresh(first), 'access_token')).toMatchObject({ roles: ['AOC.Viewer'] });
    simulator.control.change(specTenant, { accounts: [] });
    expect((await client.refresh(first)).json).toMatchObject({ error: 'invalid_grant', error_codes: [50057] });
  });

  it('ends when sessions are revoked', async () => {
    const [ada, ben] = [await client.signIn('Ada'), await new SignInClient(simulator).signIn('Ben')];
    await request(`${simulator.url}/_control/sign-in/revoke`, { method: 'POST', body: JSON.stringify({ upn: client.upn('Ada') }) });
    expect((await client.refresh(ada)).json).toMatchObject({ error: 'invalid_grant', error_codes: [50173] });
    expect(sentBack(await client.authorize({ prompt: 'none' })).get('error')).toBe('login_required');
    expect((await client.refresh(ben)).status).toBe(200);
  });

  it.each([
    ['', 'invalid_request', 900144],
    ['nonsense', 'invalid_grant', 9002313],
  ])('refuses the token %j', async (token, error, code) => {
    const answer = await client.redeem({ grant_type: 'refresh_token', refresh_token: token });
    expect(answer.json).toMatchObject({ error, error_codes: [code] });
  });

  it('has life-times that can be changed', async () => {
    const changed = await request(`${simulator.url}/_control/sign-in`, {
      method: 'PATCH',
      body: JSON.stringify({ access_token_seconds: 5 }),
    });
    expect(changed.json).toMatchObject({ access_token_seconds: 5, session_seconds: 86_400 });
    expect((await client.signIn('Ada')).json).toMatchObject({ expires_in: 5 });
    expect((await request(`${simulator.url}/_control/sign-in`, { method: 'PATCH', body: '{"nonsense":1}' })).status).toBe(400);
  });
});

describe('logout', () => {
  it('ends the session and goes back where the application says', async () => {
    await client.choose('Ada');
    const answer = await client.logout({ post_logout_redirect_uri: redirectUri, state: 'bye' });
    expect(answer.headers.get('location')).toBe('http://localhost:8000/?state=bye');
    expect(sentBack(await client.authorize({ prompt: 'none' })).get('error')).toBe('login_required');
  });

  it.each<Record<string, string>>([{}, { post_logout_redirect_uri: 'https://elsewhere.example/' }])(
    'goes nowhere else: %j',
    async (query) => {
      const answer = await client.logout(query);
      expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('You signed out') });
      expect(answer.headers.get('set-cookie')).toContain('Max-Age=0');
    },
  );
});
