import { CredentialRefused } from '../refusal';

/** What the library asks of the metadata of an issuer. */
interface Metadata {
  oidc: { issuer: string; algorithms: string[] };
  generateOidcPEM(kid: string): string;
}
type Next = (error: Error | null, metadata?: Metadata) => void;
/** Members that passport adds to a strategy for the time of one request. */
interface Attempt {
  success(claims: unknown): void;
  fail(challenge?: unknown): void;
  error(error: Error): void;
}

export interface BearerSettings {
  tenantId: string;
  issuer: string;
  /** Values of `aud` that are accepted. */
  audience: string[];
  clientId: string;
}

const CLOCK_SKEW_SECONDS = 60;

/**
 * passport-azure-ad's strategy for one issuer. What it does well stays: signature, lifetime, issuer, audience. Its own reading of
 * metadata is replaced, because that trusts the algorithms of the document, keeps keys for half an hour, has no time limit, and ends the
 * process on an answer that is not JSON (docs/adr/0030). The package is loaded with the first token.
 */
async function loadStrategy() {
  const { BearerStrategy } = await import('passport-azure-ad');
  return class KnownKeyStrategy extends BearerStrategy {
    constructor(
      settings: BearerSettings,
      private readonly metadata: Metadata,
    ) {
      super(
        {
          // Only its form is checked: nothing is read from there.
          identityMetadata: `https://login.microsoftonline.com/${settings.tenantId}/v2.0/.well-known/openid-configuration`,
          clientID: settings.clientId,
          issuer: settings.issuer,
          audience: settings.audience,
          validateIssuer: true,
          clockSkew: CLOCK_SKEW_SECONDS,
          loggingNoPII: true,
        },
        (claims, done) => done(null, claims),
      );
    }
    loadMetadata(_params: unknown, next: Next): void {
      next(null, this.metadata);
    }
  };
}
let loading: ReturnType<typeof loadStrategy> | undefined;

/**
 * Verifies a token whose header and address have been read: by this key, issuer and audience or not at all.
 * @returns the claims @throws CredentialRefused
 */
export async function verifyBearer(token: string, pem: string, settings: BearerSettings): Promise<unknown> {
  loading ??= loadStrategy();
  const KnownKeyStrategy = await loading;
  const strategy = new KnownKeyStrategy(settings, {
    oidc: { issuer: settings.issuer, algorithms: ['RS256'] },
    generateOidcPEM: () => pem,
  });
  return new Promise((resolve, reject) => {
    const attempt: Attempt = {
      success: resolve,
      fail: () => reject(new CredentialRefused('signature_or_lifetime')),
      error: reject,
    };
    const request = { headers: { authorization: `Bearer ${token}` }, query: {}, body: undefined };
    Reflect.apply(Reflect.get(strategy, 'authenticate'), Object.assign(strategy, attempt), [request]);
  });
}
