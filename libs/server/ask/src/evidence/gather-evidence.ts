import {
  dayText,
  EVERYDAY_SERVICES,
  findingsOf,
  hourOf,
  sampleOf,
  tallyOf,
  withEvents,
  type Evidence,
  type EvidenceRow,
  type NameIndex,
  type Understanding,
} from '@aoc/ask';
import type { AuditEvent, CoverageVerdict, EventFilter } from '@aoc/contracts';
import { conjuncts, normaliseQuery, printQuery, type Query } from '@aoc/query';
import { hasPrivacyLimits, type ReadContext } from '@aoc/server/context';
import { LIST_PROJECTION, listEvents, queryPlan, toEvent, type EventStore } from '@aoc/server/events';
import { readRows, type ReadRows } from './read-rows';

export interface EvidenceInput {
  meaning: Understanding;
  names: NameIndex;
  /** Events that are read whole at most. */
  sample: number;
  timeZone: string;
  coverage: CoverageVerdict;
}

type Span = Understanding['span'];
/** Ten years. */
const LOOK_BACK = 3650 * 86_400_000;

/** Leaving services out is looked up as naming the others: that is what indexes and counters know. */
function asNamedServices(query: Query, names: NameIndex): Query {
  const others = names.knownServices.filter((service) => !EVERYDAY_SERVICES.includes(service));
  if (others.length === 0) return query;
  const named: Query = { kind: 'any', of: others.map((value) => ({ kind: 'field', field: 'service', match: 'exact', value })) };
  return normaliseQuery({ kind: 'all', of: conjuncts(query).map((part) => (isExclusion(part) ? named : part)) });
}
const isExclusion = (query: Query): boolean =>
  query.kind === 'not' &&
  query.of.kind === 'any' &&
  query.of.of.length === EVERYDAY_SERVICES.length &&
  query.of.of.every((term) => term.kind === 'field' && term.field === 'service');

function filterOf({ meaning, names }: EvidenceInput, span: Span | null): EventFilter {
  const conditions = meaning.excludedServices.length > 0 ? asNamedServices(meaning.conditions, names) : meaning.conditions;
  const time: Query[] = span
    ? [
        { kind: 'time', bound: 'after', at: new Date(span.from).toISOString() },
        { kind: 'time', bound: 'before', at: new Date(span.to).toISOString() },
      ]
    : [];
  return { q: printQuery(normaliseQuery({ kind: 'all', of: [conditions, ...time] })) };
}

async function readEvents(ctx: ReadContext, store: EventStore, keys: readonly string[]): Promise<AuditEvent[]> {
  if (keys.length === 0) return [];
  const documents = await store.events
    .find(ctx, { dedupe_key: { $in: [...keys] } }, { projection: LIST_PROJECTION, batchSize: keys.length })
    .toArray();
  return documents.map(toEvent).sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp) || (a.dedupe_key < b.dedupe_key ? -1 : 1));
}

/** The oldest match, where not all matches were read. */
async function oldest(ctx: ReadContext, store: EventStore, filter: EventFilter): Promise<AuditEvent | null> {
  const plan = await queryPlan(ctx, store, filter, 1);
  const [document] = await store.events
    .find(ctx, plan.filter, { projection: LIST_PROJECTION, sort: { timestamp: 1, _id: 1 }, limit: 1, hint: plan.pageHint, maxTimeMS: 2000 })
    .toArray();
  return document ? toEvent(document) : null;
}

/** The newest match before the time, unless a filter rules it out. */
async function before(ctx: ReadContext, store: EventStore, input: EvidenceInput): Promise<AuditEvent | null> {
  const { meaning } = input;
  if (meaning.time === 'all' || meaning.time === 'filter') return null;
  const filter = filterOf(input, { from: meaning.span.from - LOOK_BACK, to: meaning.span.from - 1 });
  const page = await listEvents(ctx, store, { filter, sort: 'desc', pageSize: 1, total: 'known' });
  return page.items[0] ?? null;
}

/** Operations and actors whose first event lies in a time. Counters know it; they count hidden events too. */
async function firstSeen(ctx: ReadContext, store: EventStore, span: Span): Promise<{ operations: Set<string>; actors: Set<string> }> {
  if (hasPrivacyLimits(ctx)) return { operations: new Set(), actors: new Set() };
  const of = async (field: 'operation' | 'actor_upn'): Promise<Set<string>> => {
    const first_seen = { $gte: new Date(span.from), $lte: new Date(span.to) };
    const [rows, [oldestRow]] = await Promise.all([
      store.facets.find(ctx, { field, first_seen }, { projection: { _id: 0, folded: 1 }, limit: 500 }).toArray(),
      store.facets.find(ctx, { field }, { projection: { _id: 0, first_seen: 1 }, sort: { first_seen: 1 }, limit: 1 }).toArray(),
    ]);
    // Where history begins in this time everything would be new.
    const known = oldestRow !== undefined && oldestRow.first_seen.getTime() < span.from - 86_400_000;
    return new Set(known ? rows.map(({ folded }) => folded.replace(/\.$/, '')) : []);
  };
  const [operations, actors] = await Promise.all([of('operation'), of('actor_upn')]);
  return { operations, actors };
}

/** Reads what the stored events say about a question, within the tenant and the privacy limits of the caller. @throws DomainError bad_query */
export async function gatherEvidence(ctx: ReadContext, store: EventStore, input: EvidenceInput): Promise<Evidence> {
  const { meaning, timeZone } = input;
  const span = meaning.time === 'all' ? null : meaning.span;
  const filter = filterOf(input, span);
  const [read, compared, fresh] = await Promise.all([
    readRows(ctx, store, filter),
    meaning.second ? readRows(ctx, store, filterOf(input, meaning.second)) : null,
    meaning.type === 'unusual' ? firstSeen(ctx, store, meaning.span) : null,
  ]);
  const findings = fresh ? findingsOf(read.rows, { hourOf: (at) => hourOf(at, timeZone), fresh }) : [];
  const keys = new Set([...findings.flatMap(({ rows }) => rows.slice(0, 3).map(({ key }) => key)), ...sampleOf(read.rows, input.sample)]);
  const [events, first, outside] = await Promise.all([
    readEvents(ctx, store, [...keys].slice(0, Math.max(input.sample, 1))),
    read.rows.length < read.total ? oldest(ctx, store, filter) : null,
    read.total === 0 ? before(ctx, store, input) : null,
  ]);
  const tally = (from: ReadRows) => tallyOf(from.rows, from.total, from.completeness, (at) => dayText(at, timeZone));
  return {
    tally: tally(read),
    second: compared ? tally(compared) : null,
    events,
    first: first ?? events[0] ?? null,
    last: events.at(-1) ?? null,
    outside,
    findings: withEvents(findings, new Map(events.map((event) => [event.dedupe_key, event]))),
    names: namesOf(read.rows, input.names),
    coverage: input.coverage,
  };
}

function namesOf(rows: readonly EvidenceRow[], names: NameIndex): Map<string, string> {
  const found = new Map<string, string>();
  for (const { actor_upn } of rows) {
    const name = actor_upn === null || found.has(actor_upn.toLowerCase()) ? null : names.displayOf(actor_upn);
    if (actor_upn !== null && name !== null) found.set(actor_upn.toLowerCase(), name);
  }
  return found;
}
