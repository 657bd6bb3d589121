import { type Elements, isBounded } from './elements';
import { candidates } from './scan';

/** Members that records of the four sources have at their top and the objects inside them have not. */
const TOP_MEMBERS = [
  'CreationTime',
  'Operation',
  'RecordType',
  'OrganizationId',
  'activityDateTime',
  'activityDisplayName',
  'correlationId',
  'createdDateTime',
  'conditionalAccessStatus',
  'operationName',
  'properties',
];

/** Names of the members of the records read so far, to tell records from the objects inside them. */
export class Likeness {
  private readonly seen = new Set<string>();

  learn(record: unknown): void {
    if (typeof record === 'object' && record !== null && this.seen.size < 500) for (const name of Object.keys(record)) this.seen.add(name);
  }

  matches(value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return false;
    const names = Object.keys(value);
    if (TOP_MEMBERS.filter((name) => names.includes(name)).length >= 2) return true;
    return names.length > 1 && names.filter((name) => this.seen.has(name)).length * 2 > names.length;
  }
}

/** How the elements go on from `start`: to the end of the page, to the end of some inner list, or into something damaged. */
function outcome(elements: Elements, start: number): 'page' | 'inner' | 'damaged' {
  let at = start;
  for (;;) {
    const element = elements.at(at);
    if (!isBounded(element)) return 'damaged';
    if (element.next === 'page_end') return 'page';
    if (element.next === 'list_end' || element.next === 'other') return 'inner';
    if (element.next === 'text_end') return 'damaged';
    at = element.nextAt;
  }
}

/**
 * Where the next record starts after a damaged one that begins at `from`; -1 when there is none.
 * A damaged record may hold an odd quote or bracket, so that neither strings nor depth can be trusted: every `{` after a comma
 * is tried. From a true start, sound elements follow one another up to the end of the page, which no object inside a record can
 * do. Where a second damaged record or a missing end prevents that, the start must look like a record.
 */
export function nextRecord(elements: Elements, from: number, likeness: Likeness): number {
  for (const start of candidates(elements.bytes, from)) {
    if (elements.exhausted) return -1;
    const first = elements.at(start);
    if (!isBounded(first)) continue;
    const way = outcome(elements, start);
    if (way === 'page' || (way === 'damaged' && likeness.matches(first.value))) return start;
  }
  return -1;
}
