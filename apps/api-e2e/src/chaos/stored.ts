import type { Db } from 'mongodb';

/** What the checks read of a stored event. */
interface StoredEvent {
  id: string;
  dedupe_key: string;
  source: string;
  lookup_keys: string[];
  service: string;
  operation: string;
  result: string | null;
  actor_display: string | null;
  actor_upn: string | null;
  actor_key: string;
  display_category: string;
  targets: { type: string | null; id: string | null; display: string | null }[];
}

const TEXTS = ['source', 'service', 'operation', 'result', 'actor_display', 'actor_upn', 'display_category'] as const;

function facetsOf(event: StoredEvent): string[] {
  const texts = TEXTS.map((field) => [field, event[field] ?? ''] as const);
  const devices = event.targets.filter(({ type }) => /^(managed)?device$/i.test(type ?? '')).map(({ display, id }) => display ?? id ?? '');
  const changed = event.lookup_keys.filter((key) => key.startsWith('p=')).map((key) => ['changed_property', key.slice(2)] as const);
  const actor = event.actor_key.trim() === '' ? '' : event.actor_key;
  const { source, service, operation, result, display_category } = event;
  const shape = ['shape', JSON.stringify([source, service, operation, result, display_category])] as const;
  const all = [
    ...texts,
    ['actor_key', actor] as const,
    shape,
    ...changed,
    ...[...new Set(devices)].map((device) => ['device', device] as const),
  ];
  return all.filter(([, value]) => value !== '').map(([field, value]) => `${field}=${value}`);
}

/** Everything that is derived from events, as stored and as it should be. */
export interface StoredState {
  ids: string[];
  dedupeKeys: string[];
  counted: { facets: Record<string, number>; intake: number; activity: number };
  expected: { facets: Record<string, number>; intake: number; activity: number };
  /** Batches of the SIEM outbox that wait. */
  waiting: number;
  /** Journal rows of batches that nobody has finished. */
  unfinished: number;
  /** Batches that were cut off and finished by somebody else. */
  recovered: number;
  rejected: { reason: string; detail: string; record: string; location: string | null; occurrences: number }[];
}

/** Reads a database of one tenant whole; for small companies. */
export async function storedState(db: Db): Promise<StoredState> {
  const projection = { _id: 0, raw: 0, raw_text: 0, search_text: 0 };
  const events = await db.collection<StoredEvent>('events').find({}, { projection }).toArray();
  const facets = await db.collection<{ field: string; value: string; count: number }>('facets').find({}).toArray();
  const intake = await db.collection<{ count: number }>('intake').find({}).toArray();
  const hours = await db.collection<{ count: number }>('activity').find({ field: 'all' }).toArray();
  const expected: Record<string, number> = {};
  for (const name of events.flatMap(facetsOf)) expected[name] = (expected[name] ?? 0) + 1;
  return {
    ids: events.map(({ id }) => id),
    dedupeKeys: events.map(({ dedupe_key }) => dedupe_key),
    counted: {
      facets: Object.fromEntries(facets.map(({ field, value, count }) => [`${field}=${value}`, count])),
      intake: intake.reduce((sum, { count }) => sum + count, 0),
      activity: hours.reduce((sum, { count }) => sum + count, 0),
    },
    expected: { facets: expected, intake: events.length, activity: events.length },
    waiting: await db.collection('siem_outbox').countDocuments(),
    unfinished: await db.collection('ingest_batches').countDocuments({ recovered_at: null }),
    recovered: await db.collection('ingest_batches').countDocuments({ state: 'recovered' }),
    rejected: await db.collection<StoredState['rejected'][number]>('rejected_records').find({}).toArray(),
  };
}
