import { type Elements, isBounded } from './elements';
import { candidates } from './scan';

/** Members that records of the four sources have at their top; the objects inside them have one of these at most. */
const TOP_MEMBERS = [
  'CreationTime',
  'Operation',
  'RecordType',
  'OrganizationId',
  'UserKey',
  'activityDateTime',
  'activityDisplayName',
  'correlationId',
  'correlationid',
  'createdDateTime',
  'conditionalAccessStatus',
  'operationName',
  'operationname',
  'category',
  'properties',
];

const QUOTED = TOP_MEMBERS.map((name) => `"${name}"`);
const ENOUGH = 2;
const MAX_LOOK = 16_384;

const isTypical = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && TOP_MEMBERS.filter((name) => Object.hasOwn(value, name)).length >= ENOUGH;

/** What the records of this page are like, to tell them from the objects inside them. */
export class Likeness {
  private readonly names = new Set<string>();
  private typical = false;

  learn(record: unknown): void {
    if (typeof record !== 'object' || record === null) return;
    this.typical ||= isTypical(record);
    if (this.names.size < 500) for (const name of Object.keys(record)) this.names.add(name);
  }

  /** Whether the page holds records of a known source: said by those read so far, or by the text of the damaged one. */
  isTypicalPage(bytes: Buffer, damagedAt: number): boolean {
    if (this.typical) return true;
    const text = bytes.toString('latin1', damagedAt, damagedAt + MAX_LOOK);
    return QUOTED.filter((name) => text.includes(name)).length >= ENOUGH;
  }

  /** Whether most members of the value are known from records read before. */
  matches(value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return false;
    const names = Object.keys(value);
    return names.length > 1 && names.filter((name) => this.names.has(name)).length * 2 > names.length;
  }
}

type Outcome = 'page' | 'inner' | 'damaged';

/** How the elements go on from a start: to the end of the page, to the end of some inner list, or into something damaged. */
class Outcomes {
  private readonly known = new Map<number, Outcome>();
  constructor(private readonly elements: Elements) {}

  of(start: number): Outcome {
    const passed: number[] = [];
    let outcome: Outcome | undefined;
    for (let at = start; outcome === undefined;) {
      passed.push(at);
      const element = this.elements.at(at);
      outcome = this.known.get(at);
      if (outcome !== undefined) break;
      if (!isBounded(element) || element.next === 'text_end') outcome = 'damaged';
      else if (element.next === 'page_end') outcome = 'page';
      else if (element.next !== 'element') outcome = 'inner';
      else at = element.nextAt;
    }
    for (const at of passed) this.known.set(at, outcome);
    return outcome;
  }
}

/** Finds where the records go on after a damaged one. */
export class Resynchroniser {
  private readonly outcomes: Outcomes;
  constructor(
    private readonly elements: Elements,
    private readonly likeness: Likeness,
  ) {
    this.outcomes = new Outcomes(elements);
  }

  outcome(start: number): Outcome {
    return this.outcomes.of(start);
  }

  /**
   * Where the next record starts after a damaged one that begins at `from`; -1 when there is none.
   * A damaged record may hold an odd quote or bracket, so that neither strings nor depth can be trusted: every `{` after a comma
   * is tried. On a page of a known source the next record is the first object with such a record's members. Elsewhere sound
   * elements must follow one another from it up to the end of the page, which no object inside a record can do; where a second
   * damaged record or a missing end prevents that, it must have the members of the records before.
   */
  next(from: number): number {
    const typicalPage = this.likeness.isTypicalPage(this.elements.bytes, from);
    for (const start of candidates(this.elements.bytes, from + 1)) {
      if (this.elements.exhausted) return -1;
      const first = this.elements.at(start);
      if (!isBounded(first)) continue;
      if (typicalPage) {
        if (isTypical(first.value)) return start;
        continue;
      }
      const outcome = this.outcomes.of(start);
      if (outcome === 'page' || (outcome === 'damaged' && this.likeness.matches(first.value))) return start;
    }
    return -1;
  }
}
