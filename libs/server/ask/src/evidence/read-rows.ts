import { type EvidenceRow, type Tally } from '@aoc/ask';
import type { EventFilter } from '@aoc/contracts';
import { conjuncts, parseQuery } from '@aoc/query';
import type { ReadContext } from '@aoc/server/context';
import { eventPages, histogram, isTimeLimit, queryPlan, type EventDocument, type EventStore } from '@aoc/server/events';

/** Newest matches that are read for the breakdowns. */
const MOST_ROWS = 5000;
const PAGE = 500;
/** After this no further page is read. */
const READ_MS = 120;
const COUNT_TIME_MS = 200;
const WEEK_SECONDS = 7 * 86_400;
const PROJECTION = {
  timestamp: 1,
  dedupe_key: 1,
  service: 1,
  operation: 1,
  display_category: 1,
  result: 1,
  actor_display: 1,
  actor_upn: 1,
  target_displays: 1,
} as const;

/** Matching events, newest first, with the number of all that match. */
export interface ReadRows {
  rows: readonly EvidenceRow[];
  total: number;
  completeness: Tally['completeness'];
}

type RowDocument = Pick<
  EventDocument,
  'timestamp' | 'dedupe_key' | 'service' | 'operation' | 'display_category' | 'result' | 'actor_display' | 'actor_upn' | 'target_displays'
>;

const toRow = (document: RowDocument): EvidenceRow => ({
  key: document.dedupe_key,
  at: document.timestamp.getTime(),
  service: document.service,
  operation: document.operation,
  category: document.display_category,
  result: document.result,
  actor_display: document.actor_display,
  actor_upn: document.actor_upn,
  target_displays: document.target_displays,
});

/** Whether the counters by hour know how many match: a time, and services or results alone. */
function isCounted({ q }: EventFilter): boolean {
  const parsed = parseQuery(q ?? '');
  if (!parsed.ok) return false;
  const others = conjuncts(parsed.query).filter(({ kind }) => kind !== 'time');
  const [only] = others;
  if (others.length !== 1 || !only) return others.length === 0;
  const terms = only.kind === 'any' ? only.of : [only];
  return ['service', 'result'].some((field) =>
    terms.every((term) => term.kind === 'field' && term.field === field && term.match === 'exact'),
  );
}

/** The exact number of matches; null when that takes too long. */
async function countAll(ctx: ReadContext, store: EventStore, filter: EventFilter): Promise<number | null> {
  try {
    if (isCounted(filter)) {
      const { total, completeness } = await histogram(ctx, store, { filter, buckets: 1, interval: WEEK_SECONDS });
      return completeness === 'exact' ? total : null;
    }
    const plan = await queryPlan(ctx, store, filter, 1);
    return await store.events.count(ctx, plan.filter, Number.MAX_SAFE_INTEGER, { maxTimeMS: COUNT_TIME_MS, hint: plan.countHint });
  } catch (error) {
    if (isTimeLimit(error)) return null;
    throw error;
  }
}

/**
 * Reads what an answer counts: the newest matches page by page, until there are no more, they are {@link MOST_ROWS}, or reading on would
 * keep who asks waiting.
 * @throws DomainError bad_query
 */
export async function readRows(ctx: ReadContext, store: EventStore, filter: EventFilter): Promise<ReadRows> {
  const plan = await queryPlan(ctx, store, filter, PAGE);
  if (plan.nothing) return { rows: [], total: 0, completeness: 'exact' };
  const rows: EvidenceRow[] = [];
  const started = performance.now();
  let complete = true;
  try {
    const input = { filter: plan.filter, sort: 'desc' as const, hint: plan.pageHint, projection: PROJECTION, pageSize: PAGE };
    for await (const page of eventPages(ctx, store, input)) {
      rows.push(...page.map(toRow));
      complete = page.length < PAGE;
      if (complete || rows.length >= MOST_ROWS || performance.now() - started > READ_MS) break;
    }
  } catch (error) {
    if (!isTimeLimit(error)) throw error;
    complete = false;
  }
  if (complete) return { rows, total: rows.length, completeness: 'exact' };
  const total = await countAll(ctx, store, filter);
  return total === null
    ? { rows, total: rows.length, completeness: 'partial' }
    : { rows, total, completeness: total > rows.length ? 'sampled' : 'exact' };
}
