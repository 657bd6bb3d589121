import type { QuestionType } from '@aoc/contracts';
import { conjuncts, filtersToQuery, normaliseQuery, parseQuery, timeRangeOf, type Query } from '@aoc/query';
import { actionOf, type Action } from './action';
import { DAY, type Span } from './calendar';
import { actionQuery, mentionQuery, servicesQuery, timeQuery } from './conditions';
import { chipsOf } from './chips';
import { askingWord, isFiller, isNearFiller, wordsIn, type FoundWord, type Word } from './lexicon';
import { MentionReader, type Mention } from './mentions';
import { declined, isForeign, offTopic, type Declined } from './off-topic';
import { askedBy, type Asked } from './question-type';
import { partOf } from './roles';
import { timesOf, type ReadTimes } from './time-phrases';
import { tokensOf, type Token } from './token';
import type { AskFilters, NamedPart, UnderstandInput, Understanding } from './understanding';

/** Services of everyday traffic, left out of questions that name nothing in particular. */
export const EVERYDAY_SERVICES: readonly string[] = ['Exchange', 'SharePoint', 'OneDrive', 'Teams'];
const DEFAULT_SPAN = 7 * DAY;
const ALL_SPAN = 3660 * DAY;
/** Longer texts are refused before; this keeps the time in bounds whoever calls. */
const LONGEST = 2000;

interface Reading {
  tokens: Token[];
  asked: Asked;
  times: ReadTimes;
  mentions: Mention[];
  words: FoundWord[];
  unused: Token[];
}

function read({ question, now, timeZone, names }: UnderstandInput): Reading {
  const text = question.normalize('NFKC').slice(0, LONGEST);
  const tokens = tokensOf(text);
  const asked = askedBy(text.toLowerCase().split(/\s+/).map(askingWord).join(' ').trim());
  const times = timesOf(tokens, now, timeZone, asked.type === 'compare');
  const mentions = new MentionReader(tokens, names).read();
  const words = wordsIn(tokens);
  const unused = tokens.filter(
    ({ use, lower, quoted }) => use === null && !quoted && !isNearFiller(askingWord(lower)) && !/^\d+$/.test(lower),
  );
  return { tokens, asked, times, mentions, words, unused };
}

/** Fields that explicit filters decide. */
interface Decided {
  services: boolean;
  operation: boolean;
  result: boolean;
  actor: boolean;
  entity: boolean;
  query: Query;
  range: { start?: number; end?: number };
}

function decidedBy(filters: AskFilters, now: number): Decided {
  const { q, start, end, ...rest } = filters;
  const parsed = q === undefined ? null : parseQuery(q);
  const fields = parsed?.ok ? conjuncts(parsed.query).flatMap(fieldsOf) : [];
  const range = parsed?.ok ? timeRangeOf(parsed.query, now) : {};
  const withoutTime = parsed?.ok ? conjuncts(parsed.query).filter(({ kind }) => kind !== 'time') : [];
  return {
    services: Boolean(filters.services?.length) || fields.includes('service'),
    operation: filters.operation !== undefined || fields.includes('operation'),
    result: filters.result !== undefined || fields.includes('result'),
    actor: filters.actor !== undefined || fields.includes('actor'),
    entity: fields.includes('entity') || fields.includes('target'),
    query: normaliseQuery({ kind: 'all', of: [filtersToQuery(rest), ...withoutTime] }),
    range: { ...range, ...(start ? { start: start.getTime() } : {}), ...(end ? { end: end.getTime() } : {}) },
  };
}

function fieldsOf(query: Query): string[] {
  if (query.kind === 'field') return [query.field];
  return query.kind === 'any' ? query.of.flatMap(fieldsOf) : [];
}

/** What nobody says because it is clear: of whom a role or a deletion speaks. */
function impliedWords({ mentions, words, asked, tokens }: Reading): Word[] {
  const implied: Word[] = [];
  if (mentions.some(({ kind, name }) => kind === 'name' && / (Administrator|Reader)$/.test(name))) implied.push('role');
  const nouns = words.filter(
    ({ word }) => !['delete', 'remove', 'create', 'disable', 'enable', 'change', 'invite', 'restore', 'add', 'fail'].includes(word),
  );
  const person = mentions.some(({ kind, name }) => kind === 'person' || (kind === 'identifier' && name.includes('@')));
  if (
    nouns.length === 0 &&
    implied.length === 0 &&
    ((asked.type === 'who' && asked.who === 'target') || person) &&
    !mentions.some(({ kind }) => kind === 'device')
  )
    if (words.some(({ word }) => /^(delete|disable|enable|restore|create)$/.test(word))) implied.push('user');
  if (mentions.some(({ kind }) => kind === 'device') && words.some(({ word }) => /^(delete|register|sync|change)$/.test(word)))
    implied.push('device');
  if (tokens.some(({ lower }) => lower === 'info') && words.some(({ word }) => word === 'register')) implied.push('info');
  return implied;
}

/** The noun of `which admin …`, `which users …` only says who is asked for. */
function withoutAskedNoun({ words, tokens, asked }: Reading): FoundWord[] {
  if (asked.who === 'target') return words;
  return words.filter(({ word, tokens: [first] }) => {
    if (!/^(user|admin|device)$/.test(word) || !first) return true;
    const before = tokens[tokens.indexOf(first) - 1]?.lower ?? '';
    return !(/^(which|what|top|active|per|by|each)$/.test(before) && (asked.type === 'who' || asked.type === 'top') && words.length > 1);
  });
}

function resultOf(words: readonly FoundWord[]): Understanding['result'] {
  const has = (word: Word): boolean => words.some((found) => found.word === word);
  if (has('fail') || (has('block') && has('signin'))) return 'failure';
  return has('succeed') ? 'success' : null;
}

/** What is compared with, where only one period is named: the one before it, of the same length. */
const before = ({ from, to }: Span, { type }: Asked): Span | null =>
  type === 'compare' ? { from: from - (to - from) - 1, to: from - 1 } : null;

function spanOf(
  { times, asked }: Reading,
  { range }: Decided,
  now: number,
): Pick<Understanding, 'span' | 'second' | 'time' | 'contradiction'> {
  const explicit = range.start !== undefined || range.end !== undefined;
  if (!explicit) {
    const contradiction = times.problem?.kind === 'contradictory' ? times.problem.message : null;
    if (times.span) return { span: times.span, second: times.second ?? before(times.span, asked), time: 'said', contradiction };
    const all = asked.type === 'when_first' || asked.type === 'when_last';
    const span = { from: now - (all ? ALL_SPAN : DEFAULT_SPAN), to: now };
    return { span, second: before(span, asked), time: all ? 'all' : 'default', contradiction };
  }
  const to = range.end ?? Math.max(now, range.start ?? now);
  const from = range.start ?? Math.min(to, times.span?.from ?? Infinity, to - DEFAULT_SPAN);
  return {
    span: { from, to },
    second: null,
    time: 'filter',
    contradiction: from > to ? 'The start lies after the end.' : null,
  };
}

function typeOf(asked: Asked, action: Action | null, result: Understanding['result'], named: readonly NamedPart[]): QuestionType {
  const { type } = asked;
  if (type === 'admin_activity')
    return action || !named.some(({ part }) => part !== 'target') ? (named.length > 0 && !action ? 'what_happened' : 'list') : type;
  if (type === 'list' && result === 'failure') return 'failures';
  if (type === 'list' && named.length > 0 && !action && !asked.yesNo)
    return named.every(({ part }) => part === 'actor') ? 'admin_activity' : 'what_happened';
  return type;
}

const GENERIC: ReadonlySet<QuestionType> = new Set([
  'what_happened',
  'unusual',
  'failures',
  'top',
  'compare',
  'admin_activity',
  'what_changed',
]);
const EVENT_WORDS =
  /\b(events?|activit(y|ies)|actions?|operations?|records?|entries|logs?|changes?|audit|happen\w*|everything|anything|active)\b/i;

function refusal(
  input: UnderstandInput,
  reading: Reading,
  meaning: { action: Action | null; result: unknown; named: readonly NamedPart[]; decided: Decided },
): Declined | null {
  const { question } = input;
  if (reading.tokens.length === 0) return declined('empty');
  const wording = offTopic(question);
  if (wording === 'fragment') return declined(wording);
  if (isForeign(question, reading.tokens)) return declined('language');
  if (wording !== null) return declined(wording);
  if (reading.times.problem?.kind === 'future') return declined('future');
  const something = meaning.action !== null || meaning.named.length > 0 || meaning.result !== null;
  if (something)
    return reading.unused.length > 3 && reading.unused.length > 2 * (reading.words.length + meaning.named.length)
      ? declined('unclear')
      : null;
  const generic = GENERIC.has(reading.asked.type) || EVENT_WORDS.test(question);
  const unknown = reading.unused.length;
  const filtered = meaning.decided.services || meaning.decided.operation || meaning.decided.actor || meaning.decided.entity;
  if (generic && unknown === 0) return null;
  return filtered && unknown === 0 ? null : declined('unclear');
}

/** The meaning of a question. Pure; never throws; takes time in the order of the length of the question. */
export function understand(input: UnderstandInput): Understanding {
  const reading = read(input);
  const { asked, times, tokens } = reading;
  const decided = decidedBy(input.filters, input.now);
  const words = withoutAskedNoun(reading);
  const several = /\b(and|or)\b|[,/]/.test(input.question);
  const said = actionOf(words, {
    implied: impliedWords(reading),
    several,
    anyChange: asked.type === 'what_changed' || asked.type === 'admin_activity',
  });
  const signIns = words.some(({ word }) => word === 'signin');
  const named = reading.mentions
    .map((mention): NamedPart => ({ ...mention, part: partOf(mention, tokens, signIns) }))
    .map((one): NamedPart =>
      asked.type === 'admin_activity' && one.part === 'any' && one.kind === 'person' ? { ...one, part: 'actor' } : one,
    )
    .map((one): NamedPart =>
      asked.type === 'what_happened' && !said && one.part === 'target' && one.kind === 'person' ? { ...one, part: 'any' } : one,
    )
    .filter((one) => !isDecided(one, decided));
  const result = decided.result ? null : resultOf(reading.words);
  const time = spanOf(reading, decided, input.now);
  const namedServices = decided.services ? [] : named.flatMap(({ kind, keys }) => (kind === 'service' ? keys : []));
  const action = said && { ...said, ...(decided.operation ? { operations: [] } : {}), ...(decided.services ? { services: [] } : {}) };
  const services = namedServices.length > 0 ? namedServices : (action?.services ?? []);
  const broad =
    services.length === 0 &&
    !decided.services &&
    !decided.operation &&
    !decided.actor &&
    !decided.entity &&
    (action?.operations.length ?? 0) === 0 &&
    named.length === 0;
  const excludedServices = broad ? EVERYDAY_SERVICES : [];
  const conditions = normaliseQuery({
    kind: 'all',
    of: [
      servicesQuery(services, excludedServices),
      ...named.map(mentionQuery),
      ...(action ? [actionQuery(action)] : []),
      ...(result === null ? [] : [resultQuery(result)]),
      decided.query,
    ],
  });
  const meaning = { action, result, named, decided };
  const refused = refusal(input, reading, meaning);
  const core = {
    ...time,
    type: refused ? ('declined' as const) : typeOf(asked, action, result, named),
    declined: refused,
    contradiction: refused && refused.reason !== 'unclear' ? null : time.contradiction,
    who: asked.who,
    top: asked.top,
    yesNo: asked.yesNo,
    action,
    result,
    named,
    services,
    excludedServices,
    conditions,
    query: normaliseQuery({ kind: 'all', of: [conditions, ...(time.time === 'all' ? [] : [timeQuery(time.span)])] }),
    unused: reading.unused.filter(({ lower }) => !isFiller(lower)).map(({ text }) => text),
  };
  return { ...core, chips: chipsOf(core, input, { times: times.said, words: reading.words }) };
}

const resultQuery = (result: 'failure' | 'success'): Query => ({ kind: 'field', field: 'result', match: 'exact', value: result });

const isDecided = ({ kind, part }: NamedPart, decided: Decided): boolean =>
  (kind === 'operation' && decided.operation) ||
  (kind === 'service' && decided.services) ||
  (part === 'actor' && decided.actor) ||
  (part !== 'actor' && kind !== 'operation' && kind !== 'service' && decided.entity) ||
  (part === 'any' && kind === 'person' && decided.actor);
