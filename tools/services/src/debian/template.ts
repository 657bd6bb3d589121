import pg from 'pg';
import { freePort } from '../processes/ports';
import { runOrThrow } from '../processes/run';
import { postgresBin, postgresProcess, unsynced } from './postgres';
import { sandboxed, sandboxEnv, type Sandbox } from './sandbox';

/**
 * Documents stay in the pages of their table, packed, up to 8 kB (https://www.postgresql.org/docs/18/storage-toast.html); by itself PostgreSQL moves
 * what exceeds 2 kB to another table, in pieces that each read puts together again: a page of events takes two thirds of the time without.
 */
const KEEP_DOCUMENTS_INLINE = [
  `CREATE FUNCTION public.keep_documents_inline() RETURNS event_trigger LANGUAGE plpgsql AS $$
   DECLARE made text;
   BEGIN
     FOR made IN
       SELECT object_identity FROM pg_event_trigger_ddl_commands()
       WHERE schema_name = 'documentdb_data' AND object_identity ~ '[.]documents_[0-9]+$'
     LOOP
       EXECUTE format('ALTER TABLE %s ALTER COLUMN document SET STORAGE MAIN', made);
     END LOOP;
   END $$`,
  `CREATE EVENT TRIGGER keep_documents_inline ON ddl_command_end WHEN TAG IN ('CREATE TABLE')
   EXECUTE FUNCTION public.keep_documents_inline()`,
];

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
    for (const statement of KEEP_DOCUMENTS_INLINE) await client.query(statement);
    // The gateway starts index builds itself; the schedule only picks up what a crash left behind.
    await client.query(
      "SELECT cron.alter_job(jobid, schedule => '30 seconds') FROM cron.job WHERE command LIKE '%build_index_concurrently%'",
    );
    await client.end();
  } finally {
    await server.stop();
  }
}
