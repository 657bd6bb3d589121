/** What the specs use to sign in the way a browser does: no redirects followed, cookies kept, an `Origin` sent. */
import { createHash, randomBytes } from 'node:crypto';
import type { Simulator } from './simulator';
import { at, request, type Answer } from './spec-client';

export const redirectUri = 'http://localhost:8000/';
const origin = 'http://localhost:8000';

export const payload = (jwt: unknown): unknown => JSON.parse(Buffer.from(String(jwt).split('.')[1] ?? '', 'base64url').toString());
export const claims = (answer: Answer, name: 'access_token' | 'id_token'): unknown => payload(at(answer.json, name));

/** A browser with one cookie jar, at the sign-in of the simulator's first tenant. */
export class SignInClient {
  cookie = '';
  readonly verifier = randomBytes(32).toString('base64url');
  private readonly tenant;

  constructor(private readonly simulator: Simulator) {
    const tenant = simulator.control.tenants[0];
    if (!tenant) throw new Error('the simulator has no tenant');
    this.tenant = tenant;
  }

  get clientId(): string {
    return this.tenant.registration.client_id;
  }
  get scope(): string {
    return `api://${this.clientId}/access`;
  }
  upn(given: string): string {
    return this.tenant.accounts.find(({ name }) => name.startsWith(given))?.upn ?? given;
  }

  private url(name: string, tenant: string): string {
    return `${this.simulator.loginUrl}/${tenant}/oauth2/v2.0/${name}`;
  }

  /** Address of the authorize endpoint; an empty value in `over` leaves the parameter out. */
  address(over: Record<string, string> = {}, tenant = this.tenant.tenantId): string {
    const all = {
      client_id: this.clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      response_mode: 'fragment',
      scope: `${this.scope} openid profile offline_access`,
      state: 'my state',
      nonce: 'my-nonce',
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      client_info: '1',
      ...over,
    };
    return `${this.url('authorize', tenant)}?${new URLSearchParams(Object.entries(all).filter(([, value]) => value !== '')).toString()}`;
  }

  private async visit(url: string, init: RequestInit = {}): Promise<Answer> {
    const answer = await request(url, { redirect: 'manual', ...init, headers: { cookie: this.cookie } });
    const set = answer.headers.get('set-cookie');
    if (set) this.cookie = set.split(';')[0] ?? '';
    return answer;
  }

  authorize(over: Record<string, string> = {}, tenant?: string): Promise<Answer> {
    return this.visit(this.address(over, tenant));
  }

  choose(account: string, over: Record<string, string> = {}): Promise<Answer> {
    return this.visit(this.address(over), { method: 'POST', body: new URLSearchParams({ account: this.upn(account) }) });
  }

  logout(query: Record<string, string> = {}): Promise<Answer> {
    return this.visit(`${this.url('logout', this.tenant.tenantId)}?${new URLSearchParams(query).toString()}`);
  }

  /** The token endpoint; an empty value in `over` leaves the field out. */
  redeem(fields: Record<string, string>, headers: Record<string, string> = { origin }): Promise<Answer> {
    const all = { client_id: this.clientId, client_info: '1', ...fields };
    const body = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ''));
    return request(this.url('token', this.tenant.tenantId), { method: 'POST', body, headers });
  }

  redeemCode(code: string, over: Record<string, string> = {}, headers?: Record<string, string>): Promise<Answer> {
    return this.redeem(
      { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: this.verifier, ...over },
      headers,
    );
  }

  refresh(answer: Answer): Promise<Answer> {
    return this.redeem({ grant_type: 'refresh_token', refresh_token: String(at(answer.json, 'refresh_token')) });
  }

  preflight(from: string): Promise<Answer> {
    const headers = { origin: from, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
    return request(this.url('token', this.tenant.tenantId), { method: 'OPTIONS', headers });
  }

  /** From the choice of the account to the tokens. */
  async signIn(account: string): Promise<Answer> {
    return this.redeemCode(sentBack(await this.choose(account)).get('code') ?? '');
  }
}

/** Values in the fragment, or else the query, of a redirect. */
export function sentBack(answer: Answer): URLSearchParams {
  const url = new URL(answer.headers.get('location') ?? 'none:');
  return url.hash === '' ? url.searchParams : new URLSearchParams(url.hash.slice(1));
}
