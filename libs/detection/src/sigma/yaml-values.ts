import type { YamlMap, YamlValue } from './documents';

export const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** The text under a key (numbers count as text); null where there is none. */
export function textAt(map: YamlMap, key: string): string | null {
  const value = map.get(key);
  if (typeof value === 'number') return String(value);
  return isText(value) ? value : null;
}

const asTexts = (value: YamlValue | undefined): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((member) =>
    typeof member === 'number' ? [String(member)] : isText(member) ? [member] : [],
  );

/** The texts under a key, one or a list; empty where there are none. */
export const textsAt = (map: YamlMap, key: string): string[] => asTexts(map.get(key));
