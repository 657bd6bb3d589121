import { selfSigned } from '@aoc/testing';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigError, parseConfig, renderEnvExample } from './index';

const problemsOf = (env: NodeJS.ProcessEnv): string[] => {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('configuration', () => {
  it('needs nothing: every variable has a default', () => {
    const config = parseConfig({});
    expect(config).toMatchObject({ PORT: 8000, HOST: '127.0.0.1', DB_NAME: 'micro_soc', DEFAULT_PAGE_SIZE: 24, AUTH_ENABLED: false });
    expect(config.SOURCES).toEqual(['directory', 'signin', 'intune', 'unified']);
  });

  it('reads an empty variable as absent, as compose files pass it', () => {
    expect(parseConfig({ PORT: '', AUTH_ENABLED: '', TENANT_ID: '' }).PORT).toBe(8000);
  });

  it('tells all mistakes at once, with what was expected', () => {
    const problems = problemsOf({ PORT: 'eighty', AUTH_ENABLED: 'maybe', MONGO_URI: 'http://x', FETCH_INTERVAL_MINUTES: '-1' });
    expect(problems).toHaveLength(4);
    expect(problems.join('\n')).toContain('PORT="eighty": expected a number from 0 to 65535');
    expect(problems.join('\n')).toContain('AUTH_ENABLED="maybe": expected true or false');
  });

  it('never shows a secret, not even a wrong one', () => {
    const problems = problemsOf({ MONGO_URI: 'postgres://root:hunter2@db', REDIS_URL: 'hunter2' });
    expect(problems).toHaveLength(2);
    expect(problems.join('\n')).not.toContain('hunter2');
  });

  it.each([
    [{ ENCRYPTION_KEY: 'c2hvcnQ=' }, 'ENCRYPTION_KEY=(hidden): expected 32 bytes in base64'],
    [{ ENCRYPTION_KEY_PREVIOUS: `${'A'.repeat(43)}=,x` }, 'ENCRYPTION_KEY_PREVIOUS=(hidden): expected 32 bytes'],
    [{ NOTIFY_ALLOW_PRIVATE: '10.0.0.0/33' }, 'expected host names, addresses or ranges'],
    [{ NOTIFY_ALLOW_PRIVATE: 'http://chat.corp' }, 'expected host names, addresses or ranges'],
    [{ SMTP_URL: 'smtp://mail.example.com' }, 'SMTP_FROM: missing'],
  ])('refuses %j', (env, message) => {
    expect(problemsOf(env)).toEqual([expect.stringContaining(message)]);
  });

  it('takes keys of 32 bytes, and hosts and ranges', () => {
    const key = `${'A'.repeat(43)}=`;
    expect(parseConfig({ ENCRYPTION_KEY: key, ENCRYPTION_KEY_PREVIOUS: `${key}, ${key}` }).ENCRYPTION_KEY_PREVIOUS).toEqual([key, key]);
    const hosts = ['chat.corp', '10.1.0.0/16', 'fd00::/8', '::1', '127.0.0.1'];
    expect(parseConfig({ NOTIFY_ALLOW_PRIVATE: hosts.join(',') }).NOTIFY_ALLOW_PRIVATE).toEqual(hosts);
  });

  it('takes a certificate and its key in place of the secret, from files', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'aoc-config-'));
    const { certificatePem, keyPem } = selfSigned();
    const [certificate, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
    writeFileSync(certificate, certificatePem);
    writeFileSync(key, keyPem);
    const ids = { TENANT_ID: '9f1c3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c11', CLIENT_ID: '4c2a9a5e-1b7d-4a58-8a56-7a3f0a2b9c10' };
    const good = { ...ids, CLIENT_CERTIFICATE_FILE: certificate, CLIENT_CERTIFICATE_KEY_FILE: key };
    expect(parseConfig(good)).toMatchObject({ CLIENT_CERTIFICATE: certificatePem.trim(), CLIENT_CERTIFICATE_KEY: keyPem.trim() });
    expect(problemsOf({ ...good, CLIENT_SECRET: 'x' })).toEqual([expect.stringContaining('are both set: keep one')]);
    expect(problemsOf({ ...good, CLIENT_ID: '' })).toEqual([
      expect.stringContaining('CLIENT_ID: missing. TENANT_ID, CLIENT_ID, CLIENT_CERT'),
    ]);
    expect(problemsOf({ ...ids, CLIENT_CERTIFICATE_FILE: certificate })).toEqual([
      expect.stringContaining('CLIENT_CERTIFICATE_KEY: missing'),
    ]);
    const others = { ...ids, CLIENT_CERTIFICATE_FILE: certificate, CLIENT_CERTIFICATE_KEY: selfSigned().keyPem };
    expect(problemsOf(others)).toEqual(['CLIENT_CERTIFICATE_KEY: The key does not belong to the certificate.']);
  });

  it('wants the three credentials together', () => {
    expect(problemsOf({ TENANT_ID: '9f1c3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c11' }).join()).toContain('CLIENT_ID and CLIENT_SECRET: missing');
  });

  it('refuses to serve the network without sign-in unless told so', () => {
    expect(problemsOf({ HOST: '0.0.0.0' }).join()).toContain('without sign-in');
    expect(problemsOf({ HOST: '0.0.0.0', ALLOW_UNAUTHENTICATED_NETWORK: 'true' })).toEqual([]);
  });

  it('reads secrets from files, and refuses a secret that is given twice', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'aoc-config-')), 'secret');
    writeFileSync(file, 's3cret\n');
    const ids = { TENANT_ID: '9f1c3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c11', CLIENT_ID: '4c2a9a5e-1b7d-4a58-8a56-7a3f0a2b9c10' };
    expect(parseConfig({ ...ids, CLIENT_SECRET_FILE: file }).CLIENT_SECRET).toBe('s3cret');
    expect(problemsOf({ ...ids, CLIENT_SECRET_FILE: file, CLIENT_SECRET: 'other' }).join()).toContain('both set');
    expect(problemsOf({ ...ids, CLIENT_SECRET_FILE: `${file}-absent` }).join()).toContain('ENOENT');
  });

  it('is what .env.example documents', () => {
    expect(readFileSync(path.resolve('.env.example'), 'utf8')).toBe(renderEnvExample());
  });
});
