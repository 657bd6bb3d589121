import type { AuditEvent } from '@aoc/contracts';
import type { Finding } from './evidence';
import { isFailure } from './parts';
import { actorOf } from './phrases';
import { operationName, weightOf, type EvidenceRow } from './rows';

/** A finding with the rows that it rests on. */
export interface RowFinding extends Omit<Finding, 'events'> {
  rows: readonly EvidenceRow[];
}

const HOUR = 3_600_000;
const BURST = 15;
const FAILURES = 10;
const MOST = 12;
/** Order in which findings are shown. */
const RANK: Readonly<Record<Finding['kind'], number>> = { burst: 0, critical: 1, failures: 2, night: 3, new_operation: 4, new_actor: 5 };

function groups(rows: readonly EvidenceRow[], of: (row: EvidenceRow) => string): Map<string, EvidenceRow[]> {
  const found = new Map<string, EvidenceRow[]>();
  for (const row of rows) {
    const list = found.get(of(row));
    if (list) list.push(row);
    else found.set(of(row), [row]);
  }
  return found;
}

const byWhomAndWhat = (row: EvidenceRow): string => `${actorOf(row).toLowerCase()}\n${operationName(row)}`;
const finding = (kind: Finding['kind'], rows: readonly EvidenceRow[], withActor = true): RowFinding[] => {
  const [first] = rows;
  return first ? [{ kind, operation: operationName(first), actor: withActor ? actorOf(first) : null, count: rows.length, rows }] : [];
};

/** Most events of one actor and operation within an hour, when these are many. @param rows newest first */
function burst(rows: readonly EvidenceRow[]): RowFinding[] {
  let best: readonly EvidenceRow[] = [];
  for (let from = 0, to = 0; to < rows.length; to += 1) {
    while ((rows[from]?.at ?? 0) - (rows[to]?.at ?? 0) > HOUR) from += 1;
    if (to - from + 1 > best.length) best = rows.slice(from, to + 1);
  }
  const [first] = best;
  // Reading and signing in come in bursts by nature; what changes something does not.
  const many = first && weightOf(first) === 0 ? 4 * BURST : BURST;
  return best.length >= many ? finding('burst', best) : [];
}

/** What a question for the unusual finds. `hourOf`: hour of the day; `fresh`: operations and actors (lower case) that were first seen in this time. */
export function findingsOf(
  rows: readonly EvidenceRow[],
  { hourOf, fresh }: { hourOf: (at: number) => number; fresh: { operations: ReadonlySet<string>; actors: ReadonlySet<string> } },
): RowFinding[] {
  const found: RowFinding[] = [];
  const grouped = [...groups(rows, byWhomAndWhat).values()];
  for (const own of grouped) {
    const [first] = own;
    if (!first) continue;
    const weight = weightOf(first);
    const failed = own.filter(({ result }) => isFailure(result));
    if (weight === 3) found.push(...finding('critical', own));
    found.push(...burst(own));
    if (failed.length >= FAILURES) found.push(...finding('failures', failed));
    const night = weight === 2 ? own.filter(({ at, actor_upn }) => actor_upn !== null && (hourOf(at) >= 22 || hourOf(at) < 6)) : [];
    found.push(...finding('night', night));
    if (fresh.operations.has(operationName(first).toLowerCase())) found.push(...finding('new_operation', own));
  }
  for (const own of groups(rows, (row) => actorOf(row).toLowerCase()).values()) {
    const [first] = own;
    if (first && actorOf(first) !== '' && fresh.actors.has(actorOf(first).toLowerCase()))
      found.push({ kind: 'new_actor', operation: null, actor: actorOf(first), count: own.length, rows: own });
  }
  return found.sort((a, b) => RANK[a.kind] - RANK[b.kind] || b.count - a.count).slice(0, MOST);
}

/** The findings with those of their events that were read. */
export const withEvents = (findings: readonly RowFinding[], byKey: ReadonlyMap<string, AuditEvent>): Finding[] =>
  findings.map(({ rows, ...rest }) => ({ ...rest, events: rows.flatMap(({ key }) => byKey.get(key) ?? []).slice(0, 3) }));
