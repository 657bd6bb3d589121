import { isBookkeeping } from '@aoc/normalization';
import type { FoundKnowledge } from '../knowledge/look-up-operation';
import type { ExplainInput } from './explain-input';
import type { Familiarity, Habits } from './habits';
import { noveltiesOf, verdictOf } from './typical';

const TARGETS = 20;
const CHANGES = 30;

/** What a language model gets to write an explanation from. */
export interface ModelFacts {
  /** One JSON text. */
  facts: string;
  /** Names and sign-in names of people in it. */
  people: string[];
  /** Numbers of the related events. */
  citable: number[];
}

const known = (familiarity: Familiarity | null) =>
  familiarity && {
    value: familiarity.value,
    earlier_events_with_it: familiarity.times,
    earlier_events_with_any: familiarity.of,
    different_ones: familiarity.distinct,
  };

function habitFacts(habits: Habits | null, level: FoundKnowledge['knowledge']['level']) {
  if (habits === null) return { verdict: verdictOf(habits, level), reason: 'the record does not say who did it' };
  return {
    verdict: verdictOf(habits, level),
    new_for_the_actor: noveltiesOf(habits),
    earlier_events: habits.total,
    since: habits.from.toISOString(),
    all_were_read: habits.complete,
    same_operation_among_them: habits.sameOperation,
    did_it_in_the_30_days_before: habits.didBefore,
    last_same_operation: habits.lastSameOperation?.toISOString() ?? null,
    address: known(habits.address),
    country: known(habits.country),
    application: known(habits.application),
    usual_hours_utc: habits.hours,
  };
}

function eventFacts({ event, country, application }: ExplainInput) {
  const { actor, targets } = event;
  const changes = targets.flatMap(({ modified }) => modified.filter(({ property }) => !isBookkeeping(property)));
  return {
    time: event.timestamp,
    operation: event.operation,
    service: event.service,
    category: event.display_category,
    result: event.result,
    summary: event.display_summary,
    actor: { ...actor, country, signed_in_to: application },
    targets: targets.slice(0, TARGETS).map(({ type, id, display, upn }) => ({ type, id, display, upn })),
    changes: changes.slice(0, CHANGES),
  };
}

/** The facts of an explanation as data, without any Markdown, so that names can be found and hidden in it. */
export function factsForModel(input: ExplainInput, { knowledge, own }: FoundKnowledge, habits: Habits | null): ModelFacts {
  const { event, names, related, relatedCount, relatedCountIsExact } = input;
  const { names: _names, services: _services, ...text } = knowledge;
  const facts = {
    event: eventFacts(input),
    names_of_ids: Object.fromEntries(names),
    about_the_operation: { ...text, is_general: !own },
    usual_behaviour_of_the_actor: habitFacts(habits, knowledge.level),
    other_events_within_24_hours: relatedCount,
    that_number_is_exact: relatedCountIsExact,
    some_of_them: related.map((other, index) => ({
      n: index + 1,
      time: other.timestamp,
      actor: other.actor_display,
      operation: other.operation,
      result: other.result,
      summary: other.display_summary,
    })),
  };
  const people = [event, ...related].flatMap(({ actor, actor_display, targets }) => [
    ...(actor.type === 'user' ? [actor_display, actor.display, actor.upn] : []),
    ...targets.flatMap(({ type, display, upn }) => [upn, type?.toLowerCase() === 'user' ? display : null]),
  ]);
  return {
    facts: JSON.stringify(facts),
    people: [...new Set(people.filter((name) => name !== null && name !== ''))].flatMap((name) => name ?? []),
    citable: related.map((_, index) => index + 1),
  };
}
