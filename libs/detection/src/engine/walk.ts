import type { JsonObject } from '@aoc/contracts';

const MAX_NODES = 2000;
const MAX_DEPTH = 32;
const MAX_PARSED = 262_144;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** One step of a path: the name as written and as it is looked up when the spelling differs. */
interface Step {
  name: string;
  folded: string;
}

/** A dotted path, split; names that hold dots themselves are found by joining steps again. */
export type Steps = readonly Step[];

export const stepsOf = (path: string): Steps => (path === '' ? [] : path.split('.').map((name) => ({ name, folded: name.toLowerCase() })));

/**
 * Walks JSON by paths: lists on the way are walked (every element counts), names are found in any case, `{Name, Value}` and
 * `{key, value}` pairs by their name, and JSON in a string is read. What is costly is done once per walker, so take one per event.
 */
export class Walker {
  private readonly names = new Map<object, ReadonlyMap<string, string>>();
  private readonly parsed = new Map<string, unknown>();

  /** The values at the end of the path; lists there are spread. At most 2,000. */
  nodes(root: unknown, steps: Steps): unknown[] {
    const found: unknown[] = [];
    this.collect(root, steps, 0, found, 0);
    return found;
  }

  /** The member of this name, in whatever case; undefined when absent. */
  member(object: JsonObject, name: string, folded = name.toLowerCase()): unknown {
    if (Object.hasOwn(object, name)) return object[name];
    const actual = this.namesOf(object).get(folded);
    return actual === undefined ? undefined : object[actual];
  }

  /** The value of JSON in a string; undefined when the text is none. */
  parse(text: string): unknown {
    const first = text.trimStart().charCodeAt(0);
    if ((first !== 0x7b && first !== 0x5b) || text.length > MAX_PARSED) return undefined;
    if (this.parsed.has(text)) return this.parsed.get(text);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      value = undefined;
    }
    this.parsed.set(text, value);
    return value;
  }

  private collect(node: unknown, steps: Steps, index: number, found: unknown[], depth: number): void {
    if (node === undefined || node === null || depth > MAX_DEPTH || found.length >= MAX_NODES) return;
    if (Array.isArray(node)) this.collectMembers(node, steps, index, found, depth);
    else if (index === steps.length) found.push(node);
    else if (isObject(node)) this.collectNamed(node, steps, index, found, depth);
    else if (typeof node === 'string') this.collect(this.parse(node), steps, index, found, depth + 1);
  }

  private collectMembers(list: readonly unknown[], steps: Steps, index: number, found: unknown[], depth: number): void {
    const step = steps[index];
    if (step !== undefined && /^\d{1,4}$/.test(step.name)) {
      this.collect(list[Number(step.name)], steps, index + 1, found, depth + 1);
      return;
    }
    for (const member of list) this.collect(member, steps, index, found, depth + 1);
  }

  private collectNamed(object: JsonObject, steps: Steps, index: number, found: unknown[], depth: number): void {
    const before = found.length;
    let name = '';
    for (let end = index; end < steps.length; end++) {
      const step = steps[end];
      name = end === index ? (step?.name ?? '') : `${name}.${step?.name ?? ''}`;
      const value = this.member(object, name) ?? this.pairValue(object, name);
      if (value !== undefined) this.collect(value, steps, end + 1, found, depth + 1);
      if (found.length > before) return;
    }
  }

  private pairValue(object: JsonObject, name: string): unknown {
    const label = object.Name ?? object.name ?? object.key ?? object.Key;
    return typeof label === 'string' && label.toLowerCase() === name.toLowerCase() ? (object.Value ?? object.value) : undefined;
  }

  private namesOf(object: JsonObject): ReadonlyMap<string, string> {
    const known = this.names.get(object);
    if (known) return known;
    const names = new Map<string, string>();
    for (const name of Object.keys(object)) {
      const folded = name.toLowerCase();
      if (!names.has(folded)) names.set(folded, name);
    }
    this.names.set(object, names);
    return names;
  }
}
