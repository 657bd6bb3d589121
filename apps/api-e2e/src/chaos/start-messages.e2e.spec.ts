import { startProgram, testMongoUri, testRedisUrl } from '@aoc/testing';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { ownPrograms, type OwnPrograms } from './programs';

/** A program gives stores that start at the same time half a minute. */
const LIMIT_MS = 110_000;

interface Ended {
  code: number | null;
  stderr: string;
}

async function run(file: string, env: Record<string, string>): Promise<Ended> {
  const { process } = startProgram(file, env);
  let stderr = '';
  process.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await once(process, 'close');
  return { code: process.exitCode, stderr: stderr.trim() };
}

/** An address at which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

describe('a start that cannot succeed says why on standard error, in two or three sentences', () => {
  let programs: OwnPrograms;
  let away: { database: string; queue: string };
  const ended = new Map<string, Ended>();

  beforeAll(async () => {
    programs = await ownPrograms('start');
    const port = await closedPort();
    away = { database: `mongodb://user:very-secret@127.0.0.1:${port}/`, queue: `redis://:very-secret@127.0.0.1:${port}` };
    const situations = {
      database: { MONGO_URI: away.database, REDIS_URL: testRedisUrl() },
      queue: { MONGO_URI: testMongoUri(), REDIS_URL: away.queue },
      migration: { MONGO_URI: testMongoUri(), REDIS_URL: testRedisUrl() },
      nothing: { MONGO_URI: '', REDIS_URL: '' },
    };
    // All at the same time, because most of it is waiting.
    const runs = (['api', 'worker'] as const).flatMap((name) =>
      Object.entries(situations).map(async ([situation, env]) => {
        const settings = { ...env, DB_NAME: `t_start_${process.pid}`, QUEUE_PREFIX: `t_start_${process.pid}`, LOG_LEVEL: 'error' };
        ended.set(`${name} ${situation}`, await run(programs.file(name), settings));
      }),
    );
    await Promise.all(runs);
  }, LIMIT_MS);
  afterAll(() => programs.remove());

  it.each(['api', 'worker'].flatMap((name) => ['database', 'queue', 'migration', 'nothing'].map((what) => `${name} ${what}`)))(
    '%s',
    (name) => {
      const says = {
        database: [/The database at MONGO_URI does not answer/, /Check that it runs/, /start again/],
        queue: [/The queue at REDIS_URL does not answer/, /Check that Valkey runs/, /start again/],
        migration: [/is not prepared for this version/, /"npm run migrate"/, /start again/],
        nothing: [/MONGO_URI and REDIS_URL not set/, /"npm start"/],
      };
      const { code, stderr } = ended.get(name) ?? { code: null, stderr: '' };
      expect(code).toBe(1);
      for (const part of Object.entries(says).find(([what]) => name.endsWith(what))?.[1] ?? []) expect(stderr).toMatch(part);
      const sentences = stderr.match(/[.?!](?= [A-Z]|$)/g) ?? [];
      expect([2, 3]).toContain(sentences.length);
      expect(stderr).not.toMatch(/very-secret|\n\s+at /);
    },
  );
});
