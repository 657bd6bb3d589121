import type { ModifiedProperty } from '@aoc/contracts';
import { isBookkeeping, parseIp } from '@aoc/normalization';
import { FieldValues, lowerCase } from './field-values';
import { KNOWN_FIELDS, nearestField } from './known-fields';
import { canonicalOperation } from './operation-name';
import type { ElementSubject, EventSubject } from './subject';
import { stepsOf, type Steps } from './walk';

/** How dear it is to read and compare a field: rules look at the cheap ones first. */
export const COST = { plain: 0, event: 1, virtual: 3, record: 6, everything: 60 } as const;

type Read = (subject: EventSubject) => readonly unknown[];

/** A field that conditions name, ready to be read. One instance for each name, so that values are kept by it. */
export class FieldPath {
  private readonly steps: Steps;

  constructor(
    readonly text: string,
    readonly cost: number,
    private readonly readNodes: Read,
    readonly fold: (text: string) => string = lowerCase,
  ) {
    this.steps = text === '*' || text === 'value' ? [] : stepsOf(text);
  }

  read(subject: EventSubject): FieldValues {
    return new FieldValues(this.readNodes(subject), this.fold);
  }

  /** The same name relative to an element of a list; `value` and `*` are the element itself where it is no object. */
  readElement(subject: ElementSubject): FieldValues {
    return new FieldValues(subject.walker.nodes(subject.element, this.steps), this.fold);
  }
}

const list = (...values: readonly unknown[]): readonly unknown[] => values.filter((value) => value !== null && value !== undefined);
const one = (value: unknown): readonly unknown[] => (value === null || value === undefined ? [] : [value]);

const PLAIN: Readonly<Record<string, Read>> = {
  operation: ({ event }) => one(event.operation),
  service: ({ event }) => one(event.service),
  result: ({ event }) => one(event.result),
  source: ({ event }) => one(event.source),
  id: ({ event }) => one(event.id),
  dedupe_key: ({ event }) => one(event.dedupe_key),
  timestamp: ({ event }) => one(event.timestamp),
  actor_display: ({ event }) => one(event.actor_display),
  actor_upn: ({ event }) => one(event.actor_upn),
  display_category: ({ event }) => one(event.display_category),
  display_summary: ({ event }) => one(event.display_summary),
  tenant_id: ({ tenantId }) => one(tenantId),
  'actor.type': ({ event }) => one(event.actor.type),
  'actor.id': ({ event }) => one(event.actor.id),
  'actor.upn': ({ event }) => one(event.actor.upn),
  'actor.display': ({ event }) => one(event.actor.display),
  'actor.ip': ({ event }) => one(event.actor.ip),
};

const LISTS: Readonly<Record<string, Read>> = {
  actor: ({ event: { actor } }) => list(actor.upn, actor.id, actor.display),
  target: ({ event }) => event.targets.flatMap(({ upn, id, display }) => list(upn, id, display)),
  'targets.type': ({ event }) => event.targets.flatMap(({ type }) => list(type)),
  'targets.id': ({ event }) => event.targets.flatMap(({ id }) => list(id)),
  'targets.display': ({ event }) => event.targets.flatMap(({ display }) => list(display)),
  'targets.upn': ({ event }) => event.targets.flatMap(({ upn }) => list(upn)),
  target_displays: ({ event }) => event.target_displays,
  entity: ({ event }) => event.entity_keys,
  entity_keys: ({ event }) => event.entity_keys,
  ip: ({ event }) => [...new Set([...list(event.actor.ip), ...event.entity_keys.filter((key) => parseIp(key) !== null)])],
  changed: ({ changes }) => changes.map(({ property }) => property).filter((property) => !isBookkeeping(property)),
  changes: ({ changes }) => changes,
  'targets.modified': ({ changes }) => changes,
  targets: ({ event }) => event.targets,
};

type Side = 'new' | 'old' | 'added' | 'removed';
const SIDES: readonly string[] = ['new', 'old', 'added', 'removed'] satisfies Side[];

/** The values inside `from` that are not inside `without`. */
function missingIn(from: readonly unknown[], without: readonly unknown[]): unknown[] {
  const known = new Set(new FieldValues(without, lowerCase).folded);
  const values = new FieldValues(from, lowerCase);
  return values.leaves.filter((_leaf, index) => !known.has(values.folded[index] ?? ''));
}

/**
 * `changes.Role.DisplayName.new` is the new value of `Role.DisplayName`; what follows the side goes into the value. `added` are the
 * values within the new one that the old one has not, `removed` the other way round.
 */
function changesReader(rest: string): Read {
  const steps = rest.split('.');
  const at = steps.findIndex((step, index) => index > 0 && SIDES.includes(step));
  const property = (at < 0 ? rest : steps.slice(0, at).join('.')).toLowerCase();
  const inside = at < 0 ? [] : stepsOf(steps.slice(at + 1).join('.'));
  const side = steps[at];
  const read = ({ walker }: EventSubject, change: ModifiedProperty): unknown[] => {
    const current = side === 'old' ? [] : walker.nodes(change.new, inside);
    const before = side === 'new' ? [] : walker.nodes(change.old, inside);
    if (side === 'added') return missingIn(current, before);
    return side === 'removed' ? missingIn(before, current) : [...current, ...before];
  };
  return (subject) => {
    const changes = property === '*' ? subject.changes : (subject.changesByName.get(property) ?? []);
    return changes.flatMap((change) => read(subject, change));
  };
}

function parameterReader(rest: string): Read {
  const name = rest.toLowerCase();
  return ({ parameters, walker }) =>
    (name === '*' ? [...parameters.values()].flat() : (parameters.get(name) ?? [])).flatMap((value) => walker.nodes(value, []));
}

function recordReader(rest: string): Read {
  const steps = stepsOf(rest);
  return ({ walker, record, event }) => {
    const found = walker.nodes(record, steps);
    return found.length > 0 || record === event.raw ? found : walker.nodes(event.raw, steps);
  };
}

function rawReader(rest: string): Read {
  const steps = stepsOf(rest);
  return ({ walker, event }) => walker.nodes(event.raw, steps);
}

const OPEN: Readonly<Record<string, readonly [number, (rest: string) => Read]>> = {
  changes: [COST.virtual, changesReader],
  parameters: [COST.virtual, parameterReader],
  record: [COST.record, recordReader],
  raw: [COST.record, rawReader],
  'targets.modified': [
    COST.virtual,
    (rest) =>
      ({ walker, changes }) =>
        walker.nodes(changes, stepsOf(rest)),
  ],
  targets: [
    COST.virtual,
    (rest) =>
      ({ walker, event }) =>
        walker.nodes(event.targets, stepsOf(rest)),
  ],
};

/** Lists whose elements have these members and no others. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  targets: ['type', 'id', 'display', 'upn', 'modified'],
  'targets.modified': ['property', 'old', 'new'],
};
/** The same of lists whose own name may be followed by any other. */
const ELEMENTS = new Map([...Object.entries(MEMBERS), ['changes', ['property', 'old', 'new']] as const]);

function openPath(text: string): FieldPath | null {
  for (const [name, [cost, reader]] of Object.entries(OPEN)) {
    if (!text.startsWith(`${name}.`)) continue;
    const rest = text.slice(name.length + 1);
    const [first = ''] = rest.replace(/^\d+\./, '').split('.');
    const members = MEMBERS[name];
    if (first !== '' && (members === undefined || members.includes(first))) return new FieldPath(text, cost, reader(rest));
  }
  return null;
}

/** The field of this name; null when there is none. */
export function fieldPath(text: string): FieldPath | null {
  const plain = Object.hasOwn(PLAIN, text) ? PLAIN[text] : undefined;
  if (plain) return new FieldPath(text, COST.plain, plain, text === 'operation' ? canonicalOperation : lowerCase);
  const lists = Object.hasOwn(LISTS, text) ? LISTS[text] : undefined;
  if (lists) return new FieldPath(text, COST.event, lists);
  if (text === 'raw' || text === '*') return new FieldPath(text, COST.everything, ({ event }) => [event.raw]);
  if (text === 'record') return new FieldPath(text, COST.everything, ({ record }) => [record]);
  return openPath(text);
}

/** A field of the elements of a list. */
export const elementPath = (text: string): FieldPath => new FieldPath(text, COST.virtual, () => []);

/** What to say about a name that the elements of a list never have; null where they may have it. `value` and `*` are the element itself. */
export function unknownElementField(list: string, text: string): string | null {
  const members = ELEMENTS.get(list);
  const [first = ''] = text.split('.');
  if (members === undefined || members.includes(first) || text === 'value' || text === '*') return null;
  return `an element of ${list} has no ${text}; it has ${members.join(', ')}`;
}

/** What to say about a name that is no field. */
export function unknownField(text: string): { message: string; suggestion?: string } {
  const near = nearestField(text);
  const known = KNOWN_FIELDS.some(({ name, open }) => open === true && text === name);
  if (known) return { message: `${text} needs a name after it, e.g. ${text}.Name` };
  const other = `record.${text}`;
  return near === null
    ? { message: `there is no field ${text}; a field of the original record is written ${other}`, suggestion: other }
    : {
        message: `there is no field ${text}; did you mean ${near}? (a field of the original record is written ${other})`,
        suggestion: near,
      };
}
