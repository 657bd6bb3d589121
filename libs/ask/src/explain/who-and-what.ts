import type { Actor, Target } from '@aoc/contracts';
import { code, listed, plain } from '../text/markdown';
import { spacedWords } from '../text/spaced-words';
import type { ExplainInput } from './explain-input';

const SHOWN = 5;
const KINDS: Record<Actor['type'], string> = { user: 'a person', application: 'an application', system: 'the service itself' };

/** A name of punctuation alone could not be told from that of the sentence. */
const shownName = (text: string): string => (/[\p{L}\p{N}]/u.test(text) ? plain(text, 120) : code(text, 120));

/** Name, then what tells it apart from others of that name. */
function named(display: string | null, mark: string | null): string | null {
  if (display !== null && mark !== null && display.toLowerCase() !== mark.toLowerCase())
    return `${shownName(display)} (${code(mark, 120)})`;
  if (display !== null) return shownName(display);
  return mark === null ? null : code(mark, 120);
}

const nameOf = (names: ReadonlyMap<string, string>, { display, id }: { display: string | null; id: string | null }): string | null =>
  display ?? (id === null ? null : (names.get(id.toLowerCase()) ?? null));

function actorText({ event: { actor }, names, country }: ExplainInput): string {
  const name = named(
    nameOf(names, actor),
    actor.upn ?? (actor.type === 'application' ? actor.id : null) ?? (actor.display === null ? actor.id : null),
  );
  const who = name === null ? KINDS[actor.type] : actor.type === 'system' ? name : `${name}, ${KINDS[actor.type]}`;
  const address = actor.ip === null ? '' : `, from the address ${code(actor.ip)}`;
  const place = country === null ? '' : actor.ip === null ? `, from ${plain(country, 60)}` : ` in ${plain(country, 60)}`;
  return name === null && actor.type === 'user'
    ? `The record does not name who did it${address}${place}.`
    : `It was done by ${who}${address}${place}.`;
}

/** `ServicePrincipal` as `service principal`. */
const kindWords = (type: string): string => plain(spacedWords(type.slice(0, 100)).toLowerCase(), 40);

function targetText(target: Target, names: ReadonlyMap<string, string>): string | null {
  const display = nameOf(names, target);
  const name = named(display, target.upn ?? (display === null ? target.id : null));
  return name === null ? null : target.type === null ? name : `${kindWords(target.type)} ${name}`;
}

/** An account, not a mailbox or a file, that is the actor's own. */
const isSame = (actor: Actor, target: Target): boolean =>
  target.type?.toLowerCase() === 'user' &&
  ((actor.id !== null && actor.id.toLowerCase() === target.id?.toLowerCase()) ||
    (actor.upn !== null && actor.upn.toLowerCase() === target.upn?.toLowerCase()));

/** Who did it, from where, and to whom or what. */
export function whoAndWhat(input: ExplainInput): string {
  const { actor, targets } = input.event;
  const texts = [...new Set(targets.flatMap((target) => targetText(target, input.names) ?? []))];
  const more = texts.length - SHOWN;
  const concerned = more > 0 ? [...texts.slice(0, SHOWN), `${more} more`] : texts;
  const sentences = [
    actorText(input),
    concerned.length > 0 ? `It concerns ${listed(concerned)}.` : 'The record names nothing that it was done to.',
  ];
  if (targets.some((target) => isSame(actor, target))) sentences.push('Whoever did it did it to their own account.');
  return sentences.join(' ');
}
