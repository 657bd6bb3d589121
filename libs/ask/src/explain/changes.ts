import type { ModifiedProperty, Target } from '@aoc/contracts';
import { isBookkeeping } from '@aoc/normalization';
import { code, plain } from '../text/markdown';

const SHOWN = 8;
const MOST = 160;
const GUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;

type Names = ReadonlyMap<string, string>;

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.every(isNothing));

function valueWords(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => ['string', 'number', 'boolean'].includes(typeof item))) return value.join(', ');
  return JSON.stringify(value) ?? '';
}

/** A value as code, with the names of the GUIDs in it behind. */
function shown(value: unknown, names: Names): string {
  const words = valueWords(value);
  const known = [...new Set((words.slice(0, 2000).match(GUID) ?? []).map((id) => names.get(id.toLowerCase())))].filter(
    (name) => name !== undefined,
  );
  const text = code(words, MOST);
  return known.length > 0
    ? `${text} (${known
        .slice(0, 3)
        .map((name) => plain(name, 100))
        .join(', ')})`
    : text;
}

function changeText({ property, old, new: current }: ModifiedProperty, names: Names): string | null {
  const name = code(property, 80);
  if (isNothing(old) && isNothing(current)) return null;
  if (isNothing(old)) return `${name} was set to ${shown(current, names)}`;
  if (isNothing(current)) return `${name} was emptied; it was ${shown(old, names)}`;
  if (JSON.stringify(old) === JSON.stringify(current)) return null;
  return `${name} was changed from ${shown(old, names)} to ${shown(current, names)}`;
}

/** What changed, value by value, as items of a Markdown list; Entra's own bookkeeping is left out. */
export function changeTexts(targets: readonly Target[], names: Names): string[] {
  const texts = targets.flatMap(({ modified }) =>
    modified.filter(({ property }) => !isBookkeeping(property)).flatMap((change) => changeText(change, names) ?? []),
  );
  const unique = [...new Set(texts)];
  const more = unique.length - SHOWN;
  return more > 0 ? [...unique.slice(0, SHOWN), `and ${more} more, which the record shows`] : unique;
}
