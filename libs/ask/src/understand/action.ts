import { CONCEPTS, TOPICS, VERBS, type Concept } from './concepts';
import type { FoundWord, Word } from './lexicon';
import type { Token } from './token';

/** What was done, as a question says it. */
export interface Action {
  label: string;
  /** Each is an operation that is meant; more than one when the question names several actions. */
  operations: readonly { is: string; without?: string }[];
  changed?: string;
  services: readonly string[];
  tokens: readonly Token[];
}

const SERVICE_WORDS: ReadonlySet<Word> = new Set(['exchange', 'sharepoint', 'onedrive', 'intune', 'entra', 'powerbi', 'purview', 'team']);
/** Words that say how it ended, and those that only say that something is asked of people. */
const ASIDE: ReadonlySet<Word> = new Set(['fail', 'succeed', 'block']);

const verbsOf = ({ words }: Concept): Word[] => words.filter((word) => VERBS[word] !== undefined);
const weightOf = ({ words }: Concept): number => words.length;

function conceptsFor(present: ReadonlySet<Word>, several: boolean): Concept[] {
  const fitting = CONCEPTS.filter(({ words }) => words.every((word) => present.has(word)));
  const most = Math.max(0, ...fitting.map(weightOf));
  const best = fitting
    .filter((concept) => weightOf(concept) === most)
    // What says what was done tells more than what says what it was done to.
    .sort((a, b) => verbsOf(b).length - verbsOf(a).length);
  const [first] = best;
  if (!first) return [];
  if (!several) return [first];
  const verbs = new Map<string, Concept>();
  for (const concept of best) {
    const verb = verbsOf(concept).join(' ');
    if (verb !== '' && !verbs.has(verb)) verbs.set(verb, concept);
  }
  return verbs.size > 1 ? [...verbs.values()] : [first];
}

const operationOf = ({ operation, without }: Pick<Concept, 'operation' | 'without'>): Action['operations'] =>
  operation === undefined ? [] : [{ is: operation, ...(without === undefined ? {} : { without }) }];

/** What a question is about, out of the words that were found in it; null when they name nothing that is done. */
export function actionOf(
  found: readonly FoundWord[],
  options: { implied: readonly Word[]; several: boolean; anyChange: boolean },
): Action | null {
  const all = found.filter(({ word }) => !ASIDE.has(word));
  const present = new Set<Word>([...all.map(({ word }) => word), ...options.implied]);
  if (found.some(({ word }) => word === 'block') && present.has('user') && !present.has('signin')) present.add('disable');
  if (
    options.anyChange &&
    ![...present].some((word) => word !== 'change' && word !== 'user' && word !== 'setting' && !SERVICE_WORDS.has(word))
  )
    for (const word of ['change', 'setting'] as const) present.delete(word);
  const tokens = all.flatMap((one) => one.tokens);
  const named = [...present].filter((word) => SERVICE_WORDS.has(word)).flatMap((word) => TOPICS[word]?.services ?? []);
  const concepts = conceptsFor(present, options.several);
  const [first] = concepts;
  if (first)
    return {
      label: [...new Set(concepts.map(({ label }) => label))].join(' or '),
      operations: concepts.flatMap(operationOf),
      ...(first.changed === undefined ? {} : { changed: first.changed }),
      services: first.words.some((word) => SERVICE_WORDS.has(word)) || named.length === 0 ? (first.services ?? []) : named,
      tokens,
    };
  return fallback(present, named, tokens);
}

/** No known action: the verb among the operations of the topic. */
function fallback(present: ReadonlySet<Word>, named: readonly string[], tokens: readonly Token[]): Action | null {
  // Administrators are who asks or acts, unless something is done with them.
  if (present.size === 1 && present.has('admin')) return null;
  const verbs = [...present].flatMap((word) => VERBS[word] ?? []);
  const topics = [...present].filter((word) => !SERVICE_WORDS.has(word)).flatMap((word) => TOPICS[word] ?? []);
  const [verb] = verbs;
  const [topic] = topics;
  const [service] = [...present].filter((word) => SERVICE_WORDS.has(word)).flatMap((word) => TOPICS[word] ?? []);
  const subject = topic ?? service;
  if (!verb && !subject) return null;
  const topicOperation = topic && !verb ? operationOf(topic) : [];
  const both = verb && topic?.operation !== undefined && topic.services === undefined ? operationOf(topic) : [];
  return {
    label: [subject?.label, verbs.map(({ label }) => label).join(' or ')].filter((part) => part !== undefined && part !== '').join(' '),
    operations: [...verbs.map(({ operation }) => ({ is: operation })), ...topicOperation, ...both],
    services: named.length > 0 ? named : (topic?.services ?? []),
    tokens,
  };
}
