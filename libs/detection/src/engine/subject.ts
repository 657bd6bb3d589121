import type { JsonObject, ModifiedProperty, NormalizedEvent } from '@aoc/contracts';
import { namedValues } from '@aoc/normalization';
import type { FieldPath } from './field-path';
import type { FieldValues } from './field-values';
import { isObject, Walker } from './walk';

function group<T>(items: Iterable<readonly [string, T]>): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const [name, value] of items) {
    const known = groups.get(name);
    if (known) known.push(value);
    else groups.set(name, [value]);
  }
  return groups;
}

/** Keys that only records of the sources themselves have at the top. */
const isPlain = (raw: JsonObject): boolean =>
  Object.hasOwn(raw, 'Operation') || Object.hasOwn(raw, 'activityDateTime') || Object.hasOwn(raw, 'createdDateTime');

/** Keys that only the diagnostic-settings envelope has beside `properties`. */
const ENVELOPE_KEYS = ['operationName', 'category', 'time', 'TimeGenerated', 'operation_name'];

/** One event under the eyes of the rules: every field is read once, whatever number of rules look at it. */
export class EventSubject {
  readonly walker = new Walker();
  private readonly memo = new Map<FieldPath, FieldValues>();
  private inner: JsonObject | undefined;
  private changeGroups: ReadonlyMap<string, readonly ModifiedProperty[]> | undefined;
  private parameterGroups: ReadonlyMap<string, readonly unknown[]> | undefined;

  constructor(
    readonly event: NormalizedEvent,
    readonly tenantId: string | null,
    /** Number of this event for conditions that several rules share; 0: answers are not kept. */
    readonly turn = 0,
  ) {}

  values(path: FieldPath): FieldValues {
    const known = this.memo.get(path);
    if (known) return known;
    const values = path.read(this);
    this.memo.set(path, values);
    return values;
  }

  /** The original record without what it was wrapped in: `properties` of diagnostic settings, `AuditData` of exported rows. */
  get record(): JsonObject {
    this.inner ??= this.unwrap();
    return this.inner;
  }

  /** Changed properties of all targets. */
  get changes(): readonly ModifiedProperty[] {
    return this.event.targets.flatMap(({ modified }) => modified);
  }

  /** Changed properties by lower-case name. */
  get changesByName(): ReadonlyMap<string, readonly ModifiedProperty[]> {
    this.changeGroups ??= group(this.changes.map((change) => [change.property.toLowerCase(), change] as const));
    return this.changeGroups;
  }

  /** Values of cmdlet parameters by lower-case name. */
  get parameters(): ReadonlyMap<string, readonly unknown[]> {
    this.parameterGroups ??= group(
      namedValues(this.walker.member(this.record, 'Parameters')).map(({ name, value }) => [name.toLowerCase(), value] as const),
    );
    return this.parameterGroups;
  }

  private unwrap(): JsonObject {
    const { raw } = this.event;
    if (isPlain(raw)) return raw;
    const data = this.objectAt(raw, 'AuditData');
    if (data) return data;
    const properties = this.objectAt(raw, 'properties');
    return properties && ENVELOPE_KEYS.some((key) => this.walker.member(raw, key) !== undefined) ? properties : raw;
  }

  private objectAt(raw: JsonObject, name: string): JsonObject | null {
    const value = this.walker.member(raw, name);
    const object = typeof value === 'string' ? this.walker.parse(value) : value;
    return isObject(object) ? object : null;
  }
}

/** One element of a list, for the conditions of `any` and `all`. */
export class ElementSubject {
  readonly turn = 0;

  constructor(
    readonly element: unknown,
    readonly walker: Walker,
  ) {}

  values(path: FieldPath): FieldValues {
    return path.readElement(this);
  }
}

export type Subject = EventSubject | ElementSubject;
