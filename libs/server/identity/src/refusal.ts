import { DomainError } from '@aoc/contracts';

/** Why a credential is refused: for the log and the metrics, never for the caller. */
export type RefusalReason =
  | 'malformed'
  | 'algorithm'
  | 'unknown_tenant'
  | 'issuer'
  | 'unknown_key'
  | 'signature_or_lifetime'
  | 'audience'
  | 'not_an_access_token'
  | 'claims'
  | 'unknown_api_key'
  | 'expired_api_key'
  | 'revoked_api_key'
  | 'unknown_ticket';

/** A credential that proves nothing. Callers learn that it is not accepted; the reason stays here. */
export class CredentialRefused extends Error {
  override readonly name = 'CredentialRefused';
  constructor(readonly reason: RefusalReason) {
    super(`credential refused: ${reason}`);
  }
}

const TO_DO = {
  nothing: 'Sign in first: send an access token of Entra, or an API key, as "Authorization: Bearer …".',
  credential: 'The credential is not accepted. Sign in again, or check that the API key is complete, not expired and not revoked.',
  ticket: 'The ticket is not accepted. Each is good once, for one minute and one address: ask for another at /api/tickets.',
} as const;

/** What a caller is told who sent `given` and is not known by it: the same for every reason. */
export const notSignedIn = (given: keyof typeof TO_DO): DomainError => new DomainError('unauthorized', TO_DO[given]);
