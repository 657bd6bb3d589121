import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from './dockerfiles';
import { freePort } from './free-port';

/** nginx of the Debian package, unpacked into `folder`: nothing is installed and no service starts. */
function unpackNginx(folder: string): { nginx: string; mimeTypes: string } {
  execFileSync('apt-get', ['download', 'nginx', 'nginx-common'], { cwd: folder, stdio: 'pipe' });
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb')))
    execFileSync('dpkg-deb', ['-x', file, 'root'], { cwd: folder });
  return { nginx: path.join(folder, 'root/usr/sbin/nginx'), mimeTypes: path.join(folder, 'root/etc/nginx/mime.types') };
}

describe('nginx configuration', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'aoc-nginx-'));
  let nginx = '';
  let port = 0;
  let apiPort = 0;
  const api = createServer(({ url }, response) => response.end(`api ${url}`));

  /** The image's paths and ports, moved into the test's folder. */
  function relocate(text: string, healthPort: number): string {
    const moves = {
      'listen 8080': `listen 127.0.0.1:${port}`,
      'http://api:8000': `http://127.0.0.1:${apiPort}`,
      '127.0.0.1:8081': `127.0.0.1:${healthPort}`,
      '/etc/nginx/': `${folder}/etc/`,
      '/usr/share/nginx/aoc': `${folder}/html`,
      '/tmp/': `${folder}/run/`,
      '/dev/stdout': `${folder}/run/access.log`,
    };
    const pattern = new RegExp(Object.keys(moves).join('|'), 'g');
    return text.replace(pattern, (found) => new Map(Object.entries(moves)).get(found) ?? found);
  }

  beforeAll(async () => {
    const unpacked = unpackNginx(folder);
    nginx = unpacked.nginx;
    port = await freePort();
    const healthPort = await freePort();
    apiPort = await freePort();
    await new Promise<void>((resolve) => api.listen(apiPort, '127.0.0.1', resolve));
    for (const name of ['etc/aoc', 'etc/tls', 'html/assets', 'run']) mkdirSync(path.join(folder, name), { recursive: true });
    cpSync(unpacked.mimeTypes, path.join(folder, 'etc/mime.types'));
    for (const name of readdirSync(path.join(root, 'docker/nginx'))) {
      const text = readFileSync(path.join(root, 'docker/nginx', name), 'utf8');
      writeFileSync(path.join(folder, 'etc/aoc', name), relocate(text, healthPort));
    }
    const certificate = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=aoc.example.com'];
    execFileSync('openssl', [...certificate, '-keyout', 'etc/tls/privkey.pem', '-out', 'etc/tls/fullchain.pem'], {
      cwd: folder,
      stdio: 'pipe',
    });
    writeFileSync(path.join(folder, 'html/index.html'), '<!doctype html><title>AOC</title>');
    writeFileSync(path.join(folder, 'html/assets/a-123.js'), 'export {};');
  }, 60_000);
  afterAll(() => {
    api.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['plain.conf', 'tls.conf'])('%s is accepted by nginx', (name) => {
    expect(() => execFileSync(nginx, ['-t', '-c', path.join(folder, 'etc/aoc', name)], { stdio: 'pipe' })).not.toThrow();
  });

  describe('plain.conf, running', () => {
    let server: ChildProcess;
    const get = (where: string) => fetch(`http://127.0.0.1:${port}${where}`);

    beforeAll(async () => {
      server = spawn(nginx, ['-c', path.join(folder, 'etc/aoc/plain.conf'), '-g', 'daemon off; user root;'], { stdio: 'ignore' });
      const deadline = Date.now() + 10_000;
      while (
        Date.now() < deadline &&
        !(await get('/').then(
          () => true,
          () => false,
        ))
      )
        await delay(50);
    }, 15_000);
    afterAll(async () => {
      const gone = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await gone;
    });

    it.each(['/', '/events/some-id'])('serves the dashboard with security headers at %s', async (where) => {
      const response = await get(where);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('AOC');
      expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(response.headers.get('strict-transport-security')).toBeNull();
    });

    it('lets assets be cached for ever, with the same headers', async () => {
      const response = await get('/assets/a-123.js');
      expect(response.headers.get('cache-control')).toContain('immutable');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    });

    it.each(['/api/version', '/mcp', '/mcp/sse', '/mcp/messages/?session_id=x'])('hands %s to the API', async (where) => {
      expect(await (await get(where)).text()).toBe(`api ${where}`);
    });

    it.each(['/metrics', '/health', '/health/ready', '/assets/none.js'])('does not show %s', async (where) => {
      expect((await get(where)).status).toBe(404);
    });
  });
});
