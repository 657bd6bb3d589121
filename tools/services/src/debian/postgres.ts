import { ManagedProcess } from '../processes/managed-process';
import { engineAnswers } from '../gateway/backend';
import { sandboxed, sandboxEnv, type Sandbox } from './sandbox';

export const postgresBin = '/usr/lib/postgresql/18/bin';

/**
 * Settings of every cluster, given with each start, so that data of an earlier version runs with those of today. Ordered index scans need the
 * extended RUM handler, named before any index is made.
 */
const settings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '/run',
  shared_preload_libraries: 'pg_cron,pg_documentdb_core,pg_documentdb,pg_documentdb_extended_rum',
  'cron.database_name': 'postgres',
  'cron.log_run': 'off',
  'cron.log_statement': 'off',
  'documentdb.alternate_index_handler_name': 'extended_rum',
  'documentdb.enableCompositeIndexPlanner': 'on',
  'documentdb.enableOrderByIndexTerm': 'on',
  // An index on a list remembers that its other fields hold none, and delivers a time range in order: a word in a week of a million events takes
  // 2 ms instead of 120, as does every page after the first. Indexes made without it stay as they are.
  'documentdb.enableIndexMetadataGlobalTracking': 'on',
  // Up to 200 values of a field are read each in order and merged, as MongoDB does, instead of all their events being sorted.
  'documentdb.enable_merge_sort_for_in_prefix': 'on',
  // The gateway builds indexes itself; the jobs start two processes every two seconds only to find no work.
  'documentdb.enableBackgroundWorkerJobs': 'off',
  max_connections: '160',
  max_worker_processes: '12',
  shared_buffers: '128MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  jit: 'off',
  // A tenth less computing than PostgreSQL's own method; a million events take as much of the disk.
  default_toast_compression: 'lz4',
  deadlock_timeout: '100ms',
  'documentdb.throwDeadlockOnCRUD': 'on',
  log_min_messages: 'error',
  log_checkpoints: 'off',
};

const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** The server process of the cluster in `sandbox.data`/pg. */
export function postgresProcess(sandbox: Sandbox, port: number, extra: string[] = []): ManagedProcess {
  const server = [`${postgresBin}/postgres`, '-D', '/data/pg', '-p', String(port), ...flags, ...extra];
  const { command, args } = sandboxed(sandbox, server);
  return new ManagedProcess({
    name: 'database',
    command,
    args,
    env: sandboxEnv(),
    ready: () => engineAnswers(port),
    stopSignal: 'SIGINT',
    wrapped: true,
  });
}

/**
 * Options for data that nobody needs after a power failure. A killed process loses nothing: the kernel has what was written. Full page writes
 * stay on, because a kill can end a write between two pages of the kernel.
 */
export const unsynced = ['-c', 'fsync=off'];
