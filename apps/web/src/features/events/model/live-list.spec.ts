import type { AuditEvent } from '@aoc/contracts';
import { eventFixture, pageFixture } from './testing/event-fixtures';
import { MAX_WAITING, withStored, withTotal, withWaiting } from './live-list';

const at = (key: string, minute: number): AuditEvent => eventFixture(key, `2026-03-01T10:${String(minute).padStart(2, '0')}:00.000Z`);
const page = (items: AuditEvent[], total: number, next_cursor: string | null) => ({ ...pageFixture(items, total), next_cursor, query: {} });
const keys = (pages: { items: AuditEvent[] }[]) => pages.map(({ items }) => items.map((event) => event.dedupe_key));

describe('stored events', () => {
  const pages = [page([at('f', 50), at('e', 40)], 4, 'c'), page([at('d', 30), at('c', 20)], -1, 'd')];
  it('go where their time puts them, and count once', () => {
    const next = withStored(pages, [at('new', 55), at('late', 35), at('new', 55), at('e', 40)]);
    expect(keys(next)).toEqual([
      ['new', 'f', 'e'],
      ['late', 'd', 'c'],
    ]);
    expect(next[0]?.total).toBe(6);
  });
  it('older ones wait for their page unless the last one is there', () => {
    expect(keys(withStored(pages, [at('old', 1)]))).toEqual([
      ['f', 'e'],
      ['d', 'c'],
    ]);
    expect(keys(withStored([page([], 0, null)], [at('first', 1)]))).toEqual([['first']]);
  });
  it('that wait are kept once and bounded', () => {
    expect(withWaiting([at('a', 1)], [at('a', 1), at('b', 2)])).toHaveLength(2);
    const many = Array.from({ length: MAX_WAITING + 5 }, (_, index) => at(`k${index}`, 1));
    expect(withWaiting([], many)).toHaveLength(MAX_WAITING);
  });
});

describe('a total that comes after its page', () => {
  const uncounted = { ...page([at('b', 2)], -1, 'c'), total_is_exact: false };
  it('is put into the first page, beside what has arrived meanwhile', () => {
    const [first, second] = withTotal(withStored([uncounted, page([at('a', 1)], -1, null)], [at('new', 3)]), {
      total: 7,
      total_is_exact: true,
    });
    expect(first).toMatchObject({ total: 7, total_is_exact: true, items: [{ dedupe_key: 'new' }, { dedupe_key: 'b' }] });
    expect(second?.total).toBe(-1);
  });
  it('leaves one that is known', () => {
    expect(withTotal([page([], 4, null)], { total: 7, total_is_exact: true })[0]?.total).toBe(4);
  });
});
