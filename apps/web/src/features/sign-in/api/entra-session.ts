import {
  AuthError,
  BrowserAuthError,
  CacheLookupPolicy,
  ClientAuthError,
  InteractionRequiredAuthError,
  PublicClientApplication,
  ServerError,
  type AccountInfo,
} from '@azure/msal-browser';
import { SessionEndedError, type Access } from '../../../shared/api/access';
import { UnreachableError } from '../../../shared/api/api-error';
import type { AuthConfig } from '../../../shared/api/auth-config';
import { forgetVisit, leaveNote, returnAddress, takeNote } from '../model/visit';

/** What the person sees; `signed-in` shows the product. */
export type SignInState =
  | { kind: 'leaving' }
  | { kind: 'signed-in' }
  | { kind: 'signed-out' }
  | { kind: 'ended'; refused: boolean }
  | { kind: 'failed'; detail: string };

/** Codes of MSAL for "nobody answered". */
const OFFLINE = new Set([
  'no_network_connectivity',
  'post_request_failed',
  'get_request_failed',
  'network_error',
  'endpoints_resolution_error',
]);

const isOffline = (error: unknown): boolean =>
  (error instanceof BrowserAuthError || error instanceof ClientAuthError) && OFFLINE.has(error.errorCode);

/** One person's sign-in with Entra in this tab. Tokens live in sessionStorage: they go with the tab, and other tabs never see them. */
export class EntraSession implements Access {
  private state: SignInState = { kind: 'leaving' };
  private readonly listeners = new Set<() => void>();

  private constructor(
    private readonly app: PublicClientApplication,
    private readonly scopes: string[],
  ) {}

  /** Takes up what an earlier page left: an answer of Entra in the address, a session, or nothing, which leads to Entra. */
  static async start(config: AuthConfig): Promise<EntraSession> {
    const app = new PublicClientApplication({
      auth: {
        clientId: config.client_id,
        authority: config.authority,
        knownAuthorities: config.known_authorities,
        redirectUri: config.redirect_uri || location.origin,
        postLogoutRedirectUri: config.redirect_uri || location.origin,
      },
      cache: { cacheLocation: 'sessionStorage' },
    });
    await app.initialize();
    const session = new EntraSession(app, [config.scope]);
    await session.arrive();
    return session;
  }

  private async arrive(): Promise<void> {
    try {
      const answer = await this.app.handleRedirectPromise({ navigateToLoginRequestUrl: false });
      if (answer) {
        this.app.setActiveAccount(answer.account);
        history.replaceState(null, '', returnAddress());
        forgetVisit();
      }
    } catch (error) {
      history.replaceState(null, '', returnAddress());
      return this.show({ kind: 'failed', detail: detailOf(error) });
    }
    const account = this.account;
    if (account) {
      this.app.setActiveAccount(account);
      return this.show({ kind: 'signed-in' });
    }
    if (takeNote() === 'signed-out') return this.show({ kind: 'signed-out' });
    await this.signIn();
  }

  private get account(): AccountInfo | null {
    return this.app.getActiveAccount() ?? this.app.getAllAccounts()[0] ?? null;
  }

  get name(): string {
    return this.account?.username ?? '';
  }

  /** Goes to Entra and, after that, back to the present address. */
  async signIn(prompt?: 'select_account'): Promise<void> {
    leaveNote('returning', location.pathname + location.search + location.hash);
    // The way back with the browser's button ends at this page as it was left.
    addEventListener('pageshow', (event) => event.persisted && location.reload(), { once: true });
    this.show({ kind: 'leaving' });
    try {
      await this.app.loginRedirect({ scopes: this.scopes, ...(prompt ? { prompt } : this.hint()) });
    } catch (error) {
      this.show({ kind: 'failed', detail: detailOf(error) });
    }
  }

  private hint(): { loginHint?: string } {
    return this.account ? { loginHint: this.account.username } : {};
  }

  async signOut(): Promise<void> {
    leaveNote('signed-out', '/');
    this.show({ kind: 'leaving' });
    await this.app.logoutRedirect({ account: this.account });
  }

  async headers(): Promise<Record<string, string>> {
    return { authorization: `Bearer ${await this.token(CacheLookupPolicy.AccessTokenAndRefreshToken)}` };
  }

  async renew(): Promise<boolean> {
    await this.token(CacheLookupPolicy.RefreshToken);
    return true;
  }

  refused(): void {
    this.show({ kind: 'ended', refused: true });
  }

  /** From the cache while it lives for five minutes more, else a new one. Never in a hidden frame: the page allows none. */
  private async token(cacheLookupPolicy: CacheLookupPolicy): Promise<string> {
    if (!this.account || this.state.kind !== 'signed-in') throw new SessionEndedError();
    try {
      const answer = await this.app.acquireTokenSilent({ scopes: this.scopes, account: this.account, cacheLookupPolicy });
      return answer.accessToken;
    } catch (error) {
      if (isOffline(error)) throw new UnreachableError('The sign-in service does not answer.', { cause: error });
      if (!(error instanceof InteractionRequiredAuthError) && !(error instanceof ServerError)) throw error;
      this.show({ kind: 'ended', refused: false });
      throw new SessionEndedError();
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
  readonly snapshot = (): SignInState => this.state;

  private show(state: SignInState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

function detailOf(error: unknown): string {
  if (isOffline(error)) return 'The sign-in service does not answer.';
  if (error instanceof AuthError) return error.errorMessage || error.errorCode;
  return error instanceof Error ? error.message : String(error);
}
