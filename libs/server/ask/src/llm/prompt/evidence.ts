import type { CitedEvent } from '@aoc/contracts';
import type { ModelQuestion } from '../../language-model';
import { hideSecrets } from '../text/hide-secrets';
import type { Veil } from './veil';

/** Characters of the whole evidence: about 25,000 tokens. */
const EVIDENCE_CHARACTERS = 90_000;
const FIELD = 160;
const SUMMARY = 400;
const TARGETS = 8;
const COMPUTED = 8000;
const COUNTS = 80;
const GAPS = 20;

/** A text of at most `length` characters that does not end in half a character. */
export function clipped(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length).replace(/[\ud800-\udbff]$/, '')}…`;
}

const eventLine = (event: CitedEvent, veil: Veil) => {
  // Hidden before it is cut: half a name would not be known.
  const field = (text: string, length = FIELD): string => clipped(veil.hide(hideSecrets(text)), length);
  const targets = event.target_displays.slice(0, TARGETS).map((target) => field(target));
  const more = event.target_displays.length - targets.length;
  return {
    n: event.number,
    time: event.timestamp,
    actor: field(event.actor_display),
    operation: field(event.operation),
    targets: more > 0 ? [...targets, `and ${more} more`] : targets,
    summary: field(event.display_summary, SUMMARY),
    service: field(event.service),
    result: field(event.result),
  };
};

export interface Evidence {
  /** One line of JSON. */
  json: string;
  /** Numbers of the events in it: what may be cited. */
  shown: ReadonlySet<number>;
}

/** The evidence for a question as data: what the database counted, then as many events, in their order, as there is room for. */
export function evidenceFor(question: ModelQuestion, veil: Veil): Evidence {
  const { info, coverage, numbers, computed } = question;
  const text = (words: string, length: number): string => clipped(veil.hide(hideSecrets(words)), length);
  const facts = {
    computed_answer: text(computed, COMPUTED),
    counts: numbers.slice(0, COUNTS).map(({ label, value }) => ({ label: text(label, FIELD), value })),
    total_matched: info.total_matched,
    total_is: info.completeness,
    period: { start: info.start, end: info.end },
    about: info.entity === null ? null : text(info.entity, FIELD),
    query: text(info.query, SUMMARY),
    services_left_out: info.excluded_services.slice(0, GAPS),
    coverage: { state: coverage.state, gaps: coverage.gaps.slice(0, GAPS) },
  };
  const events: ReturnType<typeof eventLine>[] = [];
  let room = EVIDENCE_CHARACTERS - JSON.stringify(facts).length;
  for (const event of question.events) {
    const line = eventLine(event, veil);
    room -= JSON.stringify(line).length + 1;
    if (room < 0) break;
    events.push(line);
  }
  const left = question.events.length - events.length;
  return { json: JSON.stringify({ ...facts, events_left_out: left, events }), shown: new Set(events.map(({ n }) => n)) };
}
