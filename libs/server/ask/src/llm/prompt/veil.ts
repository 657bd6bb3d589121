import type { CitedEvent } from '@aoc/contracts';
import { hideSecrets } from '../text/hide-secrets';
import { Pseudonyms } from '../text/pseudonyms';

/** What stands between the data and the model: hides on the way out, and shows again on the way back. */
export interface Veil {
  hide(text: string): string;
  hideIn(value: unknown): unknown;
  show(text: string): string;
  showIn(value: unknown): unknown;
}

const NONE: Veil = { hide: (text) => text, hideIn: (value) => value, show: (text) => text, showIn: (value) => value };

interface Names {
  people: readonly string[];
  /** What the question is about, if anything: a person, a device, an address. */
  entity: string | null;
  events: readonly CitedEvent[];
  question: string;
}

/** @param pseudonymise false: names go to the model as they are */
export function veilFor(pseudonymise: boolean, { people, entity, events, question }: Names): Veil {
  if (!pseudonymise) return NONE;
  const pseudonyms = new Pseudonyms();
  for (const person of people) pseudonyms.name('Person', person);
  for (const { actor_display } of events) pseudonyms.name('Person', actor_display);
  if (entity !== null) pseudonyms.name('Object', entity);
  // What kind of thing a target is cannot be told from its name, and it may be a person.
  for (const { target_displays } of events) for (const target of target_displays) pseudonyms.name('Object', target);
  pseudonyms.nameParts(question);
  return pseudonyms;
}

/** Every text of a value without what looks like a credential. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return hideSecrets(value);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item)]));
}
