import type { AskChip, QuestionType } from '@aoc/contracts';
import { filtersToQuery, printQuery } from '@aoc/query';
import { actionQuery, mentionQuery, servicesQuery, timeQuery } from './conditions';
import type { FoundWord } from './lexicon';
import { saidBy, type Token } from './token';
import { spanText } from './time-text';
import type { UnderstandInput, Understanding } from './understanding';

export const TYPE_LABELS: Readonly<Record<QuestionType, string>> = {
  who: 'Who',
  what_happened: 'What happened',
  how_many: 'How many',
  when_first: 'When first',
  when_last: 'When last',
  what_changed: 'What changed',
  failures: 'Failures',
  unusual: 'Unusual',
  compare: 'Compare',
  top: 'Most frequent',
  admin_activity: 'Activity of a person',
  list: 'List',
  declined: 'Not answered',
};

const CATEGORY: Partial<Record<string, AskChip['kind']>> = { service: 'service', operation: 'operation' };

/** The parts of an understanding as a person can change them. */
export function chipsOf(
  meaning: Omit<Understanding, 'chips'>,
  { question, filters, timeZone }: UnderstandInput,
  read: { times: readonly Token[]; words: readonly FoundWord[] },
): AskChip[] {
  const chips: AskChip[] = [{ kind: 'type', label: TYPE_LABELS[meaning.type], said: null, query: '' }];
  if (meaning.declined) return chips;
  const text = question.normalize('NFKC');
  chips.push(timeChip(meaning, timeZone, meaning.time === 'said' ? saidBy(text, read.times) : null));
  for (const one of meaning.named) {
    const kind = CATEGORY[one.kind] ?? (one.part === 'actor' ? 'actor' : 'entity');
    const label = {
      service: 'Service',
      operation: 'Operation',
      actor: 'Done by',
      entity: one.part === 'target' ? 'Done to' : 'Concerns',
      text: 'Text',
      time: 'Time',
      type: 'Type',
      tag: 'Tag',
      result: 'Result',
    }[kind];
    const query = one.kind === 'service' ? servicesQuery(one.keys, []) : mentionQuery(one);
    chips.push({ kind, label: `${label}: ${one.name}`, said: saidBy(text, one.tokens), query: printQuery(query) });
  }
  if (meaning.action) chips.push(...actionChips(meaning, text));
  if (meaning.excludedServices.length > 0)
    chips.push({
      kind: 'service',
      label: `Without: ${meaning.excludedServices.join(', ')}`,
      said: null,
      query: printQuery(servicesQuery([], meaning.excludedServices)),
    });
  if (meaning.result !== null) {
    const tokens = read.words.find(({ word }) => word === 'fail' || word === 'succeed' || word === 'block')?.tokens ?? [];
    chips.push({ kind: 'result', label: `Result: ${meaning.result}`, said: saidBy(text, tokens), query: `result:=${meaning.result}` });
  }
  return [...chips, ...filterChips(filters)];
}

function timeChip(meaning: Omit<Understanding, 'chips'>, zone: string, said: string | null): AskChip {
  if (meaning.time === 'all') return { kind: 'time', label: 'Time: all stored events', said, query: '' };
  const label = meaning.time === 'default' ? 'the last 7 days' : spanText(meaning.span, zone);
  return { kind: 'time', label: `Time: ${label}`, said, query: printQuery(timeQuery(meaning.span)) };
}

function actionChips({ action, services, named }: Omit<Understanding, 'chips'>, text: string): AskChip[] {
  if (!action) return [];
  const said = saidBy(text, action.tokens.slice(0, 1)) && action.tokens.map(({ text: word }) => word).join(' ');
  const chips: AskChip[] = [];
  if (action.operations.length > 0 || action.changed !== undefined)
    chips.push({
      kind: 'operation',
      label: `Operation: ${action.label}`,
      said: said === '' ? null : said,
      query: printQuery(actionQuery(action)),
    });
  if (services.length > 0 && !named.some(({ kind }) => kind === 'service'))
    chips.push({
      kind: 'service',
      label: `Service: ${services.join(', ')}`,
      said: said === '' ? null : said,
      query: printQuery(servicesQuery(services, [])),
    });
  return chips;
}

function filterChips(filters: UnderstandInput['filters']): AskChip[] {
  const chips: AskChip[] = [];
  const add = (kind: AskChip['kind'], label: string, query: string): void => void chips.push({ kind, label, said: null, query });
  if (filters.services?.length)
    add('service', `Service: ${filters.services.join(', ')}`, printQuery(filtersToQuery({ services: filters.services })));
  if (filters.actor !== undefined) add('actor', `Done by: ${filters.actor}`, printQuery(filtersToQuery({ actor: filters.actor })));
  if (filters.operation !== undefined)
    add('operation', `Operation: ${filters.operation}`, printQuery(filtersToQuery({ operation: filters.operation })));
  if (filters.result !== undefined) add('result', `Result: ${filters.result}`, printQuery(filtersToQuery({ result: filters.result })));
  for (const tag of filters.include_tags ?? []) add('tag', `Tag: ${tag}`, printQuery(filtersToQuery({ include_tags: [tag] })));
  for (const tag of filters.exclude_tags ?? []) add('tag', `Without tag: ${tag}`, printQuery(filtersToQuery({ exclude_tags: [tag] })));
  if (filters.q !== undefined && filters.q.trim() !== '') add('text', `Query: ${filters.q}`, filters.q);
  return chips;
}
