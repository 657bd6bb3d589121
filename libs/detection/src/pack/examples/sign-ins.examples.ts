import type { JsonObject } from '@aoc/contracts';
import type { ExamplesByKey } from '../pack-rule';
import { ADMIN, at, directory, guid, signIn, times, unified, USER } from './records';

const protocol = (name: string, more: JsonObject = {}): JsonObject[] => [signIn({ more: { authenticationProtocol: name, ...more } })];
const broker = { appId: '29d9ed98-a469-4536-ade2-f981bc1d605e', appDisplayName: 'Microsoft Authentication Broker' };
const risky = (n: number, more: JsonObject = {}): JsonObject =>
  signIn({ n, minute: n, more: { riskLevelDuringSignIn: 'high', riskState: 'atRisk', ...more } });
const session = (n: number, ip: string, more: JsonObject = {}): JsonObject =>
  signIn({ n, minute: n, ip, more: { sessionId: 'session-1', ...more } });
const from = (country: string, n: number): JsonObject =>
  signIn({ n, minute: n * 1440, more: { location: { city: 'X', countryOrRegion: country } } });
const application = (ip: string, n: number): JsonObject => ({
  id: guid(`application sign-in ${n}`),
  createdDateTime: at(n * 1440),
  servicePrincipalId: guid('Backup'),
  servicePrincipalName: 'Backup',
  appId: guid('Backup app'),
  ipAddress: ip,
  signInEventTypes: ['servicePrincipal'],
  status: { errorCode: 0 },
});
const failedLogin = (n: number): JsonObject =>
  unified('AzureActiveDirectory', 'UserLoginFailed', {
    n,
    minute: n,
    more: { RecordType: 15, ResultStatus: 'Success', LogonError: 'InvalidUserNameOrPassword', ErrorNumber: '50126' },
  });

export const signInExamples: ExamplesByKey = {
  'sign-in.password-spray': {
    fires: [times(8, (n) => signIn({ n, minute: n, user: `user${n}@contoso.com`, error: 50126 }))],
    silent: [
      times(12, (n) => signIn({ n, minute: n, error: 50126 })),
      times(8, (n) => signIn({ n, minute: n, user: `user${n}@contoso.com`, error: 50126, ip: `198.51.100.${n + 1}` })),
    ],
  },
  'sign-in.brute-force': {
    fires: [times(10, failedLogin), times(10, (n) => signIn({ n, minute: n, error: 50126, ip: `198.51.100.${n + 1}` }))],
    silent: [times(9, failedLogin), times(12, (n) => signIn({ n, minute: n }))],
  },
  'sign-in.locked-then-success': {
    fires: [[signIn({ error: 50053 }), signIn({ minute: 20 })]],
    silent: [
      [signIn({ minute: 0 }), signIn({ error: 50053, minute: 20 })],
      [signIn({ error: 50053 }), signIn({ minute: 20, ip: '203.0.113.9' })],
    ],
  },
  'sign-in.mfa-fatigue': {
    fires: [times(4, (n) => signIn({ n, minute: n * 3, error: 500121 }))],
    silent: [times(4, (n) => signIn({ n, minute: n * 20, error: 500121 })), times(4, (n) => signIn({ n, minute: n, error: 50126 }))],
  },
  'sign-in.mfa-fraud-reported': {
    fires: [
      [directory('Fraud reported - user is blocked for MFA', { by: USER })],
      [directory('Suspicious activity reported', { by: USER })],
    ],
    silent: [[directory('User registered security info', { by: USER })]],
  },
  'sign-in.device-code': {
    fires: [protocol('deviceCode')],
    silent: [protocol('none'), [signIn({ error: 50126, more: { authenticationProtocol: 'deviceCode' } })], protocol('deviceCode', broker)],
  },
  'sign-in.device-code-broker': { fires: [protocol('deviceCode', broker)], silent: [protocol('deviceCode'), protocol('none', broker)] },
  'sign-in.legacy-authentication': {
    fires: [[signIn({ more: { clientAppUsed: 'IMAP4' } })], [signIn({ more: { clientAppUsed: 'Authenticated SMTP' } })]],
    silent: [[signIn()], [signIn({ error: 50126, more: { clientAppUsed: 'IMAP4' } })]],
  },
  'sign-in.ropc': { fires: [protocol('ropc')], silent: [protocol('oAuth2')] },
  'sign-in.risky': {
    fires: [[risky(0)], [signIn({ more: { riskLevelAggregated: 'low' } })]],
    silent: [[signIn()], [risky(0, { riskState: 'dismissed' })]],
  },
  'sign-in.risky-repeated': { fires: [times(3, risky)], silent: [times(2, risky), times(3, (n) => risky(n * 10))] },
  'sign-in.session-from-several-addresses': {
    fires: [[session(0, '198.51.100.7'), session(1, '203.0.113.9')]],
    silent: [
      [session(0, '198.51.100.7'), session(1, '198.51.100.7')],
      [session(0, '198.51.100.7'), session(1, '203.0.113.9', { sessionId: 'session-2' })],
      [session(0, '198.51.100.7'), session(1, '203.0.113.9', { isInteractive: false })],
    ],
  },
  'sign-in.break-glass': {
    fires: [[signIn({ user: 'breakglass01@contoso.com' })], [signIn({ user: 'breakglass01@contoso.com', error: 50126 })]],
    silent: [[signIn({ user: ADMIN })]],
  },
  'sign-in.new-country': {
    fires: [[from('CH', 0), from('BR', 8)]],
    silent: [
      [from('CH', 0), from('CH', 8)],
      [from('CH', 0), from('BR', 2)],
    ],
  },
  'sign-in.service-principal-new-address': {
    fires: [[application('198.51.100.7', 0), application('203.0.113.9', 8)]],
    silent: [[application('198.51.100.7', 0), application('198.51.100.7', 8)]],
  },
};
