import pg from 'pg';
import { freePort } from '../processes/ports';
import { runOrThrow } from '../processes/run';
import { postgresBin, postgresProcess, unsynced } from './postgres';
import { sandboxed, sandboxEnv, type Sandbox } from './sandbox';

/** Initialise a cluster with the document engine in `sandbox.data`/pg and shut it down again, ready to be copied. */
export async function makeTemplate(sandbox: Sandbox): Promise<void> {
  const initdb = [
    `${postgresBin}/initdb`,
    '-D',
    '/data/pg',
    '--locale=C.UTF-8',
    '-E',
    'UTF8',
    '-U',
    'postgres',
    '-A',
    'trust',
    '--no-sync',
    '--no-instructions',
  ];
  const { command, args } = sandboxed(sandbox, initdb);
  await runOrThrow(command, args, { env: sandboxEnv() });
  const port = await freePort();
  const server = postgresProcess(sandbox, port, unsynced);
  await server.start();
  try {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
    await client.connect();
    await client.query('CREATE EXTENSION documentdb CASCADE');
    await client.query('CREATE EXTENSION documentdb_extended_rum');
    // The gateway starts index builds itself; the schedule only picks up what a crash left behind.
    await client.query(
      "SELECT cron.alter_job(jobid, schedule => '30 seconds') FROM cron.job WHERE command LIKE '%build_index_concurrently%'",
    );
    await client.end();
  } finally {
    await server.stop();
  }
}
