import type { FoundKnowledge } from '../knowledge/look-up-operation';
import { code, plain } from '../text/markdown';
import type { ExplainInput } from './explain-input';
import type { Novelty, Verdict } from './typical';

const MOST = 7;

/** Who did it, as to be asked. */
function actorName({ event: { actor } }: ExplainInput): string | null {
  if (actor.display !== null) return plain(actor.display, 120);
  return actor.upn === null ? null : code(actor.upn, 120);
}

function askActor(input: ExplainInput, verdict: Verdict, weighty: boolean): string[] {
  if (verdict !== 'unusual' || input.event.actor.type === 'system') return [];
  const name = actorName(input);
  if (name === null) return [];
  if (input.event.actor.type === 'application') return [`Ask the owner of ${name} whether this was expected.`];
  return [
    `Ask ${name} by phone or in person, not by mail or chat, whether they did this.${weighty ? ' Until you know, be ready to block the account and end its sessions.' : ''}`,
  ];
}

const ABOUT: Partial<Record<Novelty, (input: ExplainInput) => string | null>> = {
  country: ({ country }) =>
    country === null ? null : `Find out whether the person is in ${plain(country, 60)}: nothing of theirs came from there before.`,
  address: ({ event }) =>
    event.actor.ip === null ? null : `Find out whose address ${code(event.actor.ip)} is, and search for other events from it.`,
};

/** What to do now, the most urgent first: Markdown, one sentence or two each. */
export function nextSteps(
  input: ExplainInput,
  { knowledge }: FoundKnowledge,
  { verdict, novelties }: { verdict: Verdict; novelties: readonly Novelty[] },
): string[] {
  const weighty = knowledge.level === 'critical' || knowledge.level === 'sensitive';
  const own = novelties.flatMap((novelty) => ABOUT[novelty]?.(input) ?? []);
  const around = input.relatedCount > 0 ? ['Read the events around it: what came before and after often decides.'] : [];
  const checks = knowledge.check.map((check) => plain(check, 400));
  if (verdict === 'usual' && knowledge.level === 'routine')
    return [...checks.slice(0, 2), 'If nothing else stands out, nothing needs to be done.'];
  return [...new Set([...askActor(input, verdict, weighty), ...checks, ...own, ...around])].slice(0, MOST);
}
