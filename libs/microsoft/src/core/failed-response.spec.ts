import fc from 'fast-check';
import type { MicrosoftService } from '../microsoft-error';
import { failedResponse } from './failed-response';

const now = new Date('2026-01-31T08:00:00Z');
const failed = (service: MicrosoftService, status: number, body: unknown, headers: Record<string, string> = {}, followedLink = false) =>
  failedResponse(
    { status, headers, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) },
    { service, followedLink, now },
  );
const graph = (code: string, message = '') => ({ error: { code, message, innerError: { 'request-id': 'b6d2c1f0', date: '2026-01-31' } } });
const activity = (code: string, message = '') => ({ error: { code, message } });
const login = (code: number, text = '') => ({
  error: 'invalid_client',
  error_description: `AADSTS${code}: ${text}`,
  error_codes: [code],
  trace_id: 't',
});
const startFailure = `StartSubscription [CorrId=c0ffee][TenantId=9f1c3c0e,ContentType=Audit.General`;
const unknownTenant = 'failed. Exception: Microsoft.Office.Compliance.Audit.DataServiceException: Tenant 9f1c3c0e does not exist.';

describe('failedResponse', () => {
  it.each<[MicrosoftService, number, unknown, string, boolean?]>([
    ['graph', 429, graph('TooManyRequests'), 'throttled'],
    ['graph', 429, '', 'throttled'],
    ['graph', 500, graph('InternalServerError', '{"Message":"TooManyRequests: the request was throttled"}'), 'throttled'],
    ['graph', 500, graph('UnknownError'), 'server'],
    ['graph', 503, graph('ServiceUnavailable'), 'server'],
    ['graph', 504, '<html>Gateway Timeout</html>', 'server'],
    ['graph', 408, '', 'timeout'],
    ['graph', 401, graph('InvalidAuthenticationToken'), 'bad_credentials'],
    ['graph', 403, graph('Authorization_RequestDenied'), 'missing_consent'],
    ['graph', 403, graph('Authentication_RequestFromNonPremiumTenantOrB2CTenant'), 'missing_licence'],
    ['graph', 400, graph('BadRequest', 'Request not applicable to target tenant.'), 'missing_licence'],
    ['graph', 400, graph('BadRequest', 'Invalid filter clause'), 'bad_request'],
    ['graph', 400, graph('BadRequest', 'Skip token is expired.'), 'expired_page', true],
    ['graph', 400, graph('Directory_ExpiredPageToken'), 'expired_page'],
    ['graph', 410, graph('ResyncRequired'), 'expired_page', true],
    ['graph', 404, graph('Request_ResourceNotFound'), 'not_found'],
    ['graph', 302, '', 'malformed'],
    ['management', 403, activity('AF429', 'Too many requests. Method=GET'), 'throttled'],
    ['management', 429, activity('AF429'), 'throttled'],
    ['management', 401, activity('AF10001'), 'missing_consent'],
    ['management', 401, { Message: 'Authorization has been denied for this request.' }, 'bad_credentials'],
    ['management', 400, activity('AF20011'), 'tenant_not_found'],
    ['management', 400, activity('AF20012'), 'missing_licence'],
    ['management', 400, activity('AF20022'), 'not_found'],
    ['management', 400, activity('AF20023'), 'auditing_off'],
    ['management', 400, activity('AF20030'), 'bad_request'],
    ['management', 400, activity('AF20031'), 'expired_page'],
    ['management', 404, activity('AF20050'), 'not_found'],
    ['management', 400, activity(startFailure, unknownTenant), 'auditing_off'],
    ['management', 500, activity('AF50000'), 'server'],
    ['login', 401, login(7000215), 'bad_credentials'],
    ['login', 401, login(7000222), 'bad_credentials'],
    ['login', 400, login(700016), 'bad_credentials'],
    ['login', 400, login(90002), 'tenant_not_found'],
    ['login', 400, login(900023), 'tenant_not_found'],
    ['login', 400, login(500011), 'missing_consent'],
    ['login', 429, login(90055), 'throttled'],
    ['login', 503, login(90033), 'server'],
    ['login', 403, '<html>Blocked by the proxy</html>', 'malformed'],
  ])('%s %i %j is %s', (service, status, body, kind, followedLink = false) => {
    expect(failed(service, status, body, {}, followedLink)).toMatchObject({ service, status, kind });
  });

  it('takes 503 with Retry-After for throttling, and dates by the sender’s clock', () => {
    const headers = { 'retry-after': 'Sat, 31 Jan 2026 03:00:05 GMT', date: 'Sat, 31 Jan 2026 03:00:00 GMT' };
    expect(failed('graph', 503, '', headers)).toMatchObject({ kind: 'throttled', retryAfterMs: 5000 });
  });

  it('keeps code and request id for support', () => {
    expect(failed('graph', 400, graph('BadRequest'))).toMatchObject({ code: 'BadRequest', requestId: 'b6d2c1f0' });
    expect(failed('graph', 400, graph('BadRequest'), { 'request-id': 'r1' })).toMatchObject({ requestId: 'r1' });
    expect(failed('login', 401, login(7000215))).toMatchObject({ code: 'AADSTS7000215', requestId: 't' });
  });

  it('judges any body without throwing, and shows none of it', () => {
    const inherited = Object.getOwnPropertyNames(Object.prototype);
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({
        error: fc.oneof(fc.string(), fc.record({ code: fc.oneof(fc.string(), fc.constantFrom(...inherited)), message: fc.anything() })),
      }),
    );
    const service = fc.constantFrom<MicrosoftService>('graph', 'management', 'login');
    fc.assert(
      fc.property(service, fc.integer({ min: 300, max: 599 }), body, (s, status, value) => {
        const error = failed(s, status, typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
        expect(error.message.length).toBeLessThan(220);
        expect(error.advice.length).toBeGreaterThan(40);
      }),
    );
    expect(failed('graph', 500, 'the secret is 12345').message).not.toContain('12345');
  });
});
