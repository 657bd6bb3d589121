import type { JsonObject, ModifiedProperty } from '@aoc/contracts';
import { asList, isObject, text, tryParse } from './json';
import { parseCommandParameters } from './powershell';
import { typedValue } from './values';

/** A name with its untouched value. */
export interface NamedValue {
  name: string;
  value: unknown;
}

const MAX_PROPERTIES = 150;

const fromObject = (object: JsonObject): NamedValue[] => Object.entries(object).map(([name, value]) => ({ name, value }));

function fromItem(item: unknown): NamedValue | null {
  if (!isObject(item)) return null;
  const name = text(item.Name ?? item.name ?? item.key ?? item.Key);
  return name === null ? null : { name, value: item.Value ?? item.value ?? null };
}

/**
 * Names and values in every form that `Parameters`, `ExtendedProperties`, `OperationProperties`, `DeviceProperties` and
 * `additionalDetails` take: a list of `{Name, Value}` or `{key, value}`, an object, either of them as JSON in a string,
 * PowerShell text, or nothing.
 */
export function namedValues(value: unknown): NamedValue[] {
  if (value === undefined || value === null || value === '') return [];
  if (Array.isArray(value)) {
    const found: NamedValue[] = [];
    for (const item of value) {
      const named = fromItem(item);
      if (named) found.push(named);
      if (found.length >= MAX_PROPERTIES) break;
    }
    return found;
  }
  if (isObject(value)) return fromObject(value).slice(0, MAX_PROPERTIES);
  if (typeof value !== 'string') return [];
  const start = value.trimStart();
  if (start.startsWith('[') || start.startsWith('{')) {
    const parsed = tryParse(start);
    if (typeof parsed === 'object') return namedValues(parsed);
  }
  return start.startsWith('-') ? parseCommandParameters(start).slice(0, MAX_PROPERTIES) : [];
}

/** The value under `name` (any case); undefined when absent. */
export function valueOf(values: readonly NamedValue[], name: string): unknown {
  const wanted = name.toLowerCase();
  return values.find((entry) => entry.name.toLowerCase() === wanted)?.value;
}

function modifiedItem(item: unknown): ModifiedProperty | null {
  if (typeof item === 'string') {
    const property = text(item);
    return property === null ? null : { property, old: null, new: null };
  }
  if (!isObject(item)) return null;
  const property = text(item.displayName ?? item.DisplayName ?? item.Name ?? item.name);
  if (property === null) return null;
  return {
    property,
    old: typedValue(item.oldValue ?? item.OldValue ?? item.Old ?? item.old),
    new: typedValue(item.newValue ?? item.NewValue ?? item.New ?? item.new),
  };
}

/** Changed properties, typed: Graph's `displayName/oldValue/newValue`, the unified log's `Name/OldValue/NewValue`, Intune's `Name/Old/New`, or bare names. */
export function modifiedProperties(value: unknown): ModifiedProperty[] {
  const found: ModifiedProperty[] = [];
  for (const item of asList(value)) {
    const property = modifiedItem(item);
    if (property) found.push(property);
    if (found.length >= MAX_PROPERTIES) break;
  }
  return found;
}
