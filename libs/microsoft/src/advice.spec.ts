import { adviceFor } from './advice';
import type { MicrosoftErrorKind, MicrosoftService } from './microsoft-error';

const kinds: MicrosoftErrorKind[] = [
  'bad_credentials',
  'tenant_not_found',
  'missing_consent',
  'missing_licence',
  'auditing_off',
  'throttled',
  'expired_page',
  'bad_request',
  'not_found',
  'network',
  'timeout',
  'server',
  'malformed',
];
const services: MicrosoftService[] = ['login', 'graph', 'management'];
const codes = [undefined, 'AADSTS7000222', 'AADSTS700016', 'AADSTS53003'];

describe('adviceFor', () => {
  it.each(kinds)('says of %s in two to three sentences what is wrong and what to do', (kind) => {
    for (const service of services) {
      for (const code of codes) {
        const advice = adviceFor(kind, { service, detail: '', code });
        const sentences = advice.match(/[.?!](?= [A-Z]|$)/g) ?? [];
        expect(sentences.length).toBeGreaterThanOrEqual(2);
        expect(sentences.length).toBeLessThanOrEqual(3);
        expect(advice).not.toContain('undefined');
      }
    }
  });
});
