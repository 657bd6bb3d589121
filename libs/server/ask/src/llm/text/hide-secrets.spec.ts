import { hideSecrets } from './hide-secrets';

const HIDDEN = '(secret left out)';

it.each([
  ['Authorization: Bearer abcdefghijklmnop', `Authorization: Bearer ${HIDDEN}`],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.sig-na_ture', HIDDEN],
  ['-Password: "Winter2026!" -Force', `-Password: "${HIDDEN}" -Force`],
  ['password=hunter22&x=1', `password=${HIDDEN}&x=1`],
  ['{"client_secret":"abc~DEF.123"}', `{"client_secret":"${HIDDEN}"}`],
  ['mongodb://root:hunter2@db/x', `mongodb://root:${HIDDEN}@db/x`],
  ['-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----', HIDDEN],
  ['key sk-proj-abcdefghijklmnop1234', `key ${HIDDEN}`],
])('hides the secret of %j', (text, expected) => expect(hideSecrets(text)).toBe(expected));

it.each([
  'Reset user password of bob@contoso.example',
  'Change user password: success by ada',
  'Basic authentication was blocked',
  'https://contoso.sharepoint.com/sites/x',
  'Update application – Certificates and secrets management',
  '9f1c3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c11',
])('leaves %j as it is', (text) => expect(hideSecrets(text)).toBe(text));
