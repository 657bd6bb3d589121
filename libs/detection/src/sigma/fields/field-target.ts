/** How values of a field are brought to the spelling that events have. */
export type ValueKind = 'plain' | 'operation' | 'result' | 'reason' | 'error_code' | 'compact' | 'workload' | 'provider';

/** Where a field of a Sigma rule is found in our events: any of the places may hold it. */
export interface FieldTarget {
  places: readonly string[];
  kind: ValueKind;
  /** what the translation takes for granted */
  note?: string;
}

/** The fields of one kind of record. */
export interface FieldTable {
  /** what the records are called in reasons */
  records: string;
  /** null for a field that no record has */
  resolve(name: string): FieldTarget | null;
  /** names for the reason why a field is refused */
  known: readonly string[];
}

/** How field names are compared: the same as `Target_Resources{}.modifiedProperties[0].newValue`, `targetResources.0.modifiedProperties.0.newValue` and `targetresources.modifiedproperties.newvalue`. */
export const foldField = (name: string): string =>
  name
    .replace(/\{\}|\[\d*\]|\.\d+(?=\.|$)|[_\s-]/g, '')
    .toLowerCase()
    .replace(/^(?:(?:raw|record|records|event|data|auditdata)\.)+/, '');

export const target = (places: readonly string[], kind: ValueKind = 'plain', note?: string): FieldTarget => ({
  places,
  kind,
  ...(note === undefined ? {} : { note }),
});

/** A table from names (folded on the way in) to targets; several names may share one, parted by blanks. */
export function aliases(entries: Readonly<Record<string, FieldTarget>>): ReadonlyMap<string, FieldTarget> {
  return new Map(Object.entries(entries).flatMap(([names, value]) => names.split(' ').map((name) => [foldField(name), value] as const)));
}

/** Dotted paths (parted by blanks) and every path above them, by folded name. */
export function schema(paths: string): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const path of paths.trim().split(/\s+/)) {
    const steps = path.split('.');
    for (let length = 1; length <= steps.length; length += 1) {
      const prefix = steps.slice(0, length).join('.');
      known.set(foldField(prefix), prefix);
    }
  }
  return known;
}

/** Without the `properties.` that names the inner record of an envelope. */
export const inner = (folded: string): string => (folded.startsWith('properties.') ? folded.slice('properties.'.length) : folded);
