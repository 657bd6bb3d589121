/** What Entra remembers between requests of people: sessions of browsers, codes, refresh tokens. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';

export const lifetimesSchema = z.strictObject({
  /** Access tokens of people. */
  access_token_seconds: z.number().positive(),
  /** Refresh tokens of single-page applications: fixed, and handed on to the next one. */
  refresh_token_seconds: z.number().positive(),
  code_seconds: z.number().positive(),
  /** Sign-in of a browser. */
  session_seconds: z.number().positive(),
});
export type Lifetimes = z.output<typeof lifetimesSchema>;
export const defaultLifetimes: Lifetimes = {
  access_token_seconds: 3900,
  refresh_token_seconds: 86_400,
  code_seconds: 600,
  session_seconds: 86_400,
};

/** What a code or a refresh token stands for. */
export interface Grant {
  tenantId: string;
  clientId: string;
  upn: string;
  scope: string;
  sessionId: string;
  /** ms */
  expiresAt: number;
}
export interface CodeGrant extends Grant {
  redirectUri: string;
  challenge: string;
  nonce: string | null;
  used: boolean;
}
export interface RefreshGrant extends Grant {
  revoked: boolean;
}

export interface Session {
  id: string;
  /** `TENANT/UPN` of who is signed in. */
  accounts: string[];
  expiresAt: number;
}

const secret = (prefix: string): string => `${prefix}${randomBytes(32).toString('base64url')}`;

export class SessionStore {
  lifetimes: Lifetimes = { ...defaultLifetimes };
  private readonly codes = new Map<string, CodeGrant>();
  private readonly refresh = new Map<string, RefreshGrant>();
  private readonly sessions = new Map<string, Session>();

  addCode(grant: Omit<CodeGrant, 'used' | 'expiresAt'>, now: number): string {
    const code = secret('1.');
    this.codes.set(code, { ...grant, used: false, expiresAt: now + this.lifetimes.code_seconds * 1000 });
    return code;
  }

  findCode(code: string): CodeGrant | undefined {
    return this.codes.get(code);
  }

  /** `expiresAt` of the grant that it follows, else a full life from now. */
  addRefresh(grant: Omit<Grant, 'expiresAt'>, now: number, expiresAt = now + this.lifetimes.refresh_token_seconds * 1000): string {
    const token = secret('1.AR');
    this.refresh.set(token, { ...grant, expiresAt, revoked: false });
    return token;
  }

  findRefresh(token: string): RefreshGrant | undefined {
    return this.refresh.get(token);
  }

  session(id: string | undefined, now: number): Session | undefined {
    const found = id === undefined ? undefined : this.sessions.get(id);
    return found && found.expiresAt > now ? found : undefined;
  }

  /** Adds an account to a browser's session, which starts with the first. */
  signIn(session: Session | undefined, account: string, now: number): Session {
    const joined: Session = session ?? { id: secret(''), accounts: [], expiresAt: now + this.lifetimes.session_seconds * 1000 };
    if (!joined.accounts.includes(account)) joined.accounts.push(account);
    this.sessions.set(joined.id, joined);
    return joined;
  }

  end(id: string): void {
    this.sessions.delete(id);
  }

  /** Ends sessions and refresh tokens, of one account or of everybody: what an administrator does with "Revoke sessions". */
  revoke(tenantId?: string, upn?: string): void {
    const hit = (grant: { tenantId: string; upn: string }): boolean =>
      (tenantId === undefined || grant.tenantId === tenantId) && (upn === undefined || grant.upn === upn.toLowerCase());
    for (const grant of this.refresh.values()) if (hit(grant)) grant.revoked = true;
    for (const session of this.sessions.values()) {
      session.accounts = session.accounts.filter((account) => {
        const [accountTenant = '', accountUpn = ''] = account.split('/');
        return !hit({ tenantId: accountTenant, upn: accountUpn });
      });
      if (session.accounts.length === 0) this.sessions.delete(session.id);
    }
  }
}
