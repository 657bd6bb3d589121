import { lookUpOperation } from '../knowledge/look-up-operation';
import type { Breakdown, Counted, Tally, TallyField } from './evidence';
import { isFailure } from './parts';
import { actorOf, targetOf } from './phrases';

/** What is counted of a matching event. */
export interface EvidenceRow {
  key: string;
  /** Milliseconds since 1970. */
  at: number;
  service: string;
  operation: string;
  category: string;
  result: string | null;
  actor_display: string | null;
  actor_upn: string | null;
  target_displays: readonly string[];
}

export const operationName = ({ operation }: Pick<EvidenceRow, 'operation'>): string => operation.replace(/\.$/, '');

function breakdown(rows: readonly EvidenceRow[], of: (row: EvidenceRow) => string): Breakdown {
  const counts = new Map<string, Counted>();
  for (const row of rows) {
    const value = of(row);
    const folded = value.toLowerCase();
    const known = counts.get(folded);
    counts.set(
      folded,
      known ? { value: known.value, count: known.count + 1, newest: Math.max(known.newest, row.at) } : { value, count: 1, newest: row.at },
    );
  }
  const values = [...counts.values()].sort((a, b) => b.count - a.count || b.newest - a.newest);
  return { values, distinct: values.length };
}

/** Counts of rows. `total`: matches in the database, of which the rows are the newest. `day`: the day of an instant, as it is shown. */
export function tallyOf(
  rows: readonly EvidenceRow[],
  total: number,
  completeness: Tally['completeness'],
  day: (at: number) => string,
): Tally {
  const by: Record<TallyField, Breakdown> = {
    actor: breakdown(rows, actorOf),
    target: breakdown(rows, targetOf),
    operation: breakdown(rows, operationName),
    service: breakdown(rows, ({ service }) => service),
    result: breakdown(rows, ({ result }) => result ?? ''),
    day: breakdown(rows, ({ at }) => day(at)),
  };
  return { total, completeness, read: rows.length, by };
}

const LEVELS = { critical: 3, sensitive: 2, notable: 1, routine: 0 } as const;
/** How much an event deserves attention, 0 to 3. */
export const weightOf = ({ service, operation, category }: Pick<EvidenceRow, 'service' | 'operation' | 'category'>): number =>
  LEVELS[lookUpOperation(service, operation, category).knowledge.level];

/**
 * Keys of at most `most` rows that stand for all: the newest and the oldest, the newest of every frequent actor, operation and target,
 * failures and what matters for security first, then the rest evenly over the time.
 * @param rows newest first
 */
export function sampleOf(rows: readonly EvidenceRow[], most: number): string[] {
  const chosen = new Set<string>();
  const add = (row: EvidenceRow | undefined): void => {
    if (row && chosen.size < most) chosen.add(row.key);
  };
  add(rows[0]);
  add(rows.at(-1));
  for (const row of rows.slice(0, 10)) add(row);
  for (const nameOf of [actorOf, operationName, targetOf]) {
    const newest = new Map<string, EvidenceRow>();
    const frequent = new Set(
      breakdown(rows, nameOf)
        .values.slice(0, 25)
        .map(({ value }) => value.toLowerCase()),
    );
    for (const row of rows)
      if (frequent.has(nameOf(row).toLowerCase()) && !newest.has(nameOf(row).toLowerCase())) newest.set(nameOf(row).toLowerCase(), row);
    for (const row of newest.values()) if (chosen.size < most * 0.6) add(row);
  }
  const weights = new Map<string, number>();
  const weigh = (row: EvidenceRow): number => {
    const key = `${row.service}|${row.operation}`;
    const known = weights.get(key) ?? weightOf(row);
    weights.set(key, known);
    return known + (isFailure(row.result) ? 1 : 0);
  };
  const heavy = rows.filter((row) => weigh(row) >= 2);
  for (const row of heavy.slice(0, Math.ceil(most / 4))) add(row);
  for (const row of rows.filter(({ result }) => isFailure(result)).slice(0, Math.ceil(most / 4))) add(row);
  const step = Math.max(1, rows.length / Math.max(1, most));
  for (let at = 0; at < rows.length && chosen.size < most; at += step) add(rows[Math.floor(at)]);
  return [...chosen];
}
