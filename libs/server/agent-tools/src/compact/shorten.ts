import { fitting, tokensOf } from './tokens';

/** At most `most` characters; what is left out is marked. */
export const clip = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`);

/** The same for what people and things are called: of an address the domain goes first. */
export function clipName(name: string, most: number): string {
  const at = name.indexOf('@');
  return name.length > most && at > 0 && at < most - 1 ? `${name.slice(0, at)}@…` : clip(name, most);
}

interface Level {
  text: number;
  list: number;
}
const LEVELS: [Level, ...Level[]] = [
  { text: Infinity, list: Infinity },
  { text: 1000, list: 50 },
  { text: 300, list: 20 },
  { text: 120, list: 8 },
  { text: 60, list: 3 },
  { text: 24, list: 1 },
];
const MAX_DEPTH = 12;

/** Shortens every text and list inside a JSON value, saying how much is left out; `cut` is told of each. */
function shortened(value: unknown, level: Level, cut: () => void, depth = 0): unknown {
  if (typeof value === 'string') {
    if (value.length <= level.text) return value;
    cut();
    return `${value.slice(0, level.text).toWellFormed()}… (${value.length - level.text} more characters)`;
  }
  if (value === null || typeof value !== 'object') return value;
  if (depth >= MAX_DEPTH) {
    cut();
    return '… (nested too deep to show)';
  }
  if (Array.isArray(value)) {
    const shown = value.slice(0, level.list).map((item: unknown) => shortened(item, level, cut, depth + 1));
    if (value.length <= level.list) return shown;
    cut();
    return [...shown, `… (${value.length - level.list} more)`];
  }
  const members = Object.entries(value);
  // Members of an object are names that matter; only objects that are lists in disguise are cut.
  const kept = members.slice(0, Math.max(40, level.list * 4));
  if (kept.length < members.length) cut();
  return Object.fromEntries(kept.map(([name, item]) => [name, shortened(item, level, cut, depth + 1)]));
}

/** A JSON value that takes at most so many tokens, and whether something had to be left out for that; null when nothing else helps. */
export function withinTokens(value: unknown, tokens: number): { value: unknown; cut: boolean } {
  const levels: [Level | null, ...(Level | null)[]] = [LEVELS[0], ...LEVELS.slice(1), null];
  return fitting(
    levels,
    (level) => {
      if (level === null) return { value: null, cut: true };
      let cut = false;
      const shown = shortened(value, level, () => {
        cut = true;
      });
      return { value: shown, cut };
    },
    (shown) => tokensOf(JSON.stringify(shown.value)) <= tokens,
  );
}
