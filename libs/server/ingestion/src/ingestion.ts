import { fetchedSourceSchema, type FetchedSource, type NormalizedEvent, type TenantId } from '@aoc/contracts';
import { defaultMappings, parseMappings, type Mappings } from '@aoc/normalization';
import type { Config } from '@aoc/server/config';
import type { TenantContext } from '@aoc/server/context';
import type { LiveEvent } from '@aoc/server/events';
import type { Connection } from '@aoc/server/mongo';
import { readFile } from 'node:fs/promises';
import { ingestionStores, type IngestionStores } from './stores.repository';

const MINUTE = 60_000;

/** Settings of ingestion; times in milliseconds. */
export interface IngestionSettings {
  sources: readonly FetchedSource[];
  periodic: boolean;
  intervalMs: number;
  /** How far back the first fetch of a source reads. */
  initialMs: number;
  overlapMs: number;
  siemEnabled: boolean;
  searchRawText: boolean;
  retentionDays: number;
  retentionKeepTagged: boolean;
  archiveDir: string;
  importMaxBytes: number;
}

/**
 * Looks at events that are about to be stored for the first time. Must be idempotent: a crash repeats it, then with what was stored.
 * @returns what is left to do once they are stored
 */
export type NewEventsStep = (
  ctx: TenantContext,
  events: readonly NormalizedEvent[],
  batchId: string,
) => Promise<(() => Promise<void>) | undefined>;

/** Names of the moments of a batch between two writes, in order. */
export type StoreMoment = 'rejected' | 'journal' | 'detected' | 'events' | 'pending' | 'facets' | 'outbox' | 'closed';

/** Names of the moments of a batch that retention deletes, in order. */
export type RetentionMoment = 'archived' | 'journal' | 'deleted' | 'discounted';

/** Everything that the verbs of ingestion work with; made once per process by {@link openIngestion}. */
export interface Ingestion {
  stores: IngestionStores;
  settings: IngestionSettings;
  mappings: Mappings;
  /** Run in order on the new events of a batch before these are written. */
  afterNew: readonly NewEventsStep[];
  /** Called between two writes of a batch; what it throws ends the batch there, as a crash would. */
  onMoment?: (moment: StoreMoment) => Promise<void> | void;
  /** Told of failures that were survived, for the log. */
  onProblem?: (what: 'names' | 'live', error: unknown) => void;
  /** Called between the delivery of a batch to the SIEM and its mark; what it throws ends the call there, as a crash would. */
  onForwarded?: (batchId: string) => Promise<void> | void;
  /** Called between two steps of retention; what it throws ends it there, as a crash would. */
  onRetention?: (moment: RetentionMoment) => Promise<void> | void;
  /** Told that events of a tenant wait to be forwarded. */
  onOutbox?: (tenantId: TenantId) => void;
  /** Told of events that were just stored, at least once each, for live views. */
  onStored?: (tenantId: TenantId, events: readonly LiveEvent[]) => Promise<void>;
}

/** A mapping file that cannot be used; the message names file, line and column of each mistake. */
export class MappingsFileError extends Error {
  override readonly name = 'MappingsFileError';
}

/** @throws MappingsFileError when the file cannot be read or has mistakes */
export async function loadMappings(file: string): Promise<Mappings> {
  if (file === '') return defaultMappings();
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new MappingsFileError(`MAPPINGS_FILE names ${file}, which cannot be read (${code}). Correct the path or remove the setting.`);
  }
  const parsed = parseMappings(text, file);
  if (parsed.ok) return parsed.mappings;
  const lines = parsed.errors.map((e) => `  ${e.file}:${e.line}:${e.column}: ${e.message}`);
  throw new MappingsFileError(`The mapping file has mistakes:\n${lines.join('\n')}`);
}

export function ingestionSettings(config: Config): IngestionSettings {
  return {
    sources: config.SOURCES.map((source) => fetchedSourceSchema.parse(source)),
    periodic: config.ENABLE_PERIODIC_FETCH,
    intervalMs: config.FETCH_INTERVAL_MINUTES * MINUTE,
    initialMs: config.INITIAL_FETCH_HOURS * 60 * MINUTE,
    overlapMs: config.FETCH_OVERLAP_MINUTES * MINUTE,
    siemEnabled: config.SIEM_ENABLED,
    searchRawText: config.SEARCH_RAW_TEXT,
    retentionDays: config.RETENTION_DAYS,
    retentionKeepTagged: config.RETENTION_KEEP_TAGGED,
    archiveDir: config.ARCHIVE_DIR,
    importMaxBytes: config.IMPORT_MAX_BYTES,
  };
}

/** @throws MappingsFileError when MAPPINGS_FILE cannot be used */
export async function openIngestion(connection: Connection, config: Config): Promise<Ingestion> {
  return {
    stores: ingestionStores(connection),
    settings: ingestionSettings(config),
    mappings: await loadMappings(config.MAPPINGS_FILE),
    afterNew: [],
  };
}
