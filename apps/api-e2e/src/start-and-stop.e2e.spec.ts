import { builtProgram, startProgram, testDatabase, waitFor, type TestDatabase } from '@aoc/testing';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { migratedDatabase, runToEnd, servingUrl, settingsFor, takenPort } from './support/programs';

const TENANT = '9f1c3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c11';

describe('the API as a program', () => {
  let api: string;
  let database: TestDatabase;
  let settings: Record<string, string>;
  beforeAll(async () => {
    [api, { database, settings }] = await Promise.all([builtProgram('api'), migratedDatabase('api_e2e')]);
  }, 120_000);
  afterAll(() => database.stop());

  /** Expects a refusal to start: exit code 1 and a message for people, without a stack. */
  async function expectRefusal(env: Record<string, string>, ...sentences: string[]): Promise<void> {
    const { code, output } = await runToEnd(api, env);
    expect([code, output]).toEqual([1, output]);
    for (const sentence of sentences) expect(output).toContain(sentence);
    expect(output).not.toMatch(/\n\s+at /);
  }

  it('says which settings are missing', async () => {
    await expectRefusal({}, 'MONGO_URI and REDIS_URL not set: AOC needs a database and a queue.', 'npm start');
  });

  it('says all mistakes of the settings at once, and shows no secret', async () => {
    const wrong = {
      PORT: 'eighty',
      MONGO_URI: 'postgres://root:hunter2@db',
      FETCH_INTERVAL_MINUTES: '-1',
      CLIENT_SECRET: 'hunter3',
      TENANT_ID: TENANT,
    };
    const { output } = await runToEnd(api, wrong);
    await expectRefusal(wrong, '3 mistakes', 'PORT="eighty"', 'MONGO_URI=(hidden)', 'FETCH_INTERVAL_MINUTES="-1"', '.env.example');
    expect(output).not.toMatch(/hunter/);
  });

  it('refuses to serve with a sign-in that nobody can pass', async () => {
    const env = { ...settings, AUTH_ENABLED: 'true', AUTH_TENANT_ID: TENANT };
    await expectRefusal(env, 'AUTH_TENANT_ID and AUTH_CLIENT_ID: needed when AUTH_ENABLED is true');
  });

  it('refuses to serve other machines without sign-in', async () => {
    await expectRefusal({ ...settings, HOST: '0.0.0.0' }, 'HOST=0.0.0.0 would serve other machines without sign-in');
  });

  it('says that its port is taken', async () => {
    const taken = await takenPort();
    await expectRefusal({ ...settings, PORT: String(taken.port) }, `Port ${taken.port} is taken by another program.`, 'set PORT');
    await taken.free();
  });

  it('refuses a database that is not prepared, and names the command', async () => {
    const empty = await testDatabase('api_e2e_empty');
    await expectRefusal({ ...settingsFor(empty) }, 'is not prepared for this version', 'npm run migrate');
    await empty.stop();
  });

  /** An upload whose head and first half have been sent. */
  async function halfUpload(url: string): Promise<{ socket: Socket; finish(): Promise<string> }> {
    const record = '{"id":"late","category":"Policy","activityDisplayName":"Update policy","activityDateTime":"2026-03-01T08:00:00Z"}';
    const body = `--x\r\nContent-Disposition: form-data; name="file"; filename="f.ndjson"\r\n\r\n${record}\n\r\n--x--\r\n`;
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined);
    await once(socket, 'connect');
    const type = 'Content-Type: multipart/form-data; boundary=x';
    socket.write(
      `POST /api/imports HTTP/1.1\r\nHost: 127.0.0.1\r\n${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body.slice(0, 90)}`,
    );
    await waitFor('the import to begin', async () => (await (await fetch(`${url}/api/imports`)).text()).includes('in_progress'));
    return {
      socket,
      async finish() {
        socket.write(body.slice(90));
        await waitFor('the answer', () => Buffer.concat(chunks).toString().includes('\r\n\r\n'));
        return Buffer.concat(chunks).toString();
      },
    };
  }

  it('finishes a request that is running when it is told to stop, takes no new one, and ends well', async () => {
    const program = startProgram(api, settings);
    const url = await servingUrl(program);
    const upload = await halfUpload(url);
    const idle = connect(Number(new URL(url).port), '127.0.0.1');
    await once(idle, 'connect');
    const told = performance.now();
    const ended = program.end('SIGTERM');
    await waitFor('the port to close', () =>
      fetch(`${url}/health/live`).then(
        () => false,
        () => true,
      ),
    );
    expect(await upload.finish()).toMatch(/^HTTP\/1\.1 200 [\s\S]*"stored":1/);
    expect([await ended, program.output()]).toEqual([0, program.output()]);
    expect(performance.now() - told).toBeLessThan(10_000);
    upload.socket.destroy();
    idle.destroy();
  }, 60_000);

  it('ends within ten seconds even when a request never ends', async () => {
    const program = startProgram(api, settings);
    const upload = await halfUpload(await servingUrl(program));
    const told = performance.now();
    await program.end('SIGTERM');
    expect(performance.now() - told).toBeLessThan(10_500);
    upload.socket.destroy();
  }, 60_000);
});
