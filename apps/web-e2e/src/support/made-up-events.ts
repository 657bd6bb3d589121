import type { AuditEvent } from '@aoc/contracts';
import type { Page } from 'playwright-core';

/** What attackers and accidents put into names: markup, formulas, unbroken length, direction marks, nothing visible, many signs. */
export const HOSTILE_TEXTS = [
  '<img src=x onerror="document.title=1">',
  '<script>document.title=1</script>',
  'x'.repeat(4_000),
  '\u202egpj.exe\u202c \u2066reversed\u2069',
  '\u200b\u200b\u2060',
  '👩‍👩‍👧‍👦'.repeat(50),
  'Z\u0351\u034b'.repeat(200),
  '=cmd|"/c calc"!A0',
  '"\\\n\t{{constructor}} ${1}',
  'javascript:alert(1)',
];

function madeUp(index: number, text: string, time: number): Omit<AuditEvent, 'tenant_id'> & { tenant_id: string } {
  const timestamp = new Date(time - index * 1000).toISOString();
  return {
    id: `hostile-${index}`,
    tenant_id: 'default',
    source: 'import',
    dedupe_key: `hostile-${index}`,
    timestamp,
    ingested_at: timestamp,
    service: text,
    operation: text,
    result: text,
    actor: { type: 'user', id: text, display: text, upn: text, ip: '203.0.113.7' },
    actor_display: text,
    actor_upn: text,
    targets: [{ type: text, id: text, display: text, upn: text, modified: [{ property: text, old: text, new: [text] }] }],
    target_displays: [text],
    display_category: text,
    display_summary: text,
    entity_keys: [text],
    tags: [text.slice(0, 60)],
    comments: [{ id: 'c', text, author: text, timestamp }],
  };
}

const page = (items: unknown[], total: number, next_cursor: string | null = null) => ({
  items,
  next_cursor,
  total,
  total_is_exact: true,
  page_size: 500,
  coverage: { state: 'complete', gaps: [] },
});

/** Answers of the event routes in which every text is hostile; `/events?event=hostile-0` opens one. */
export async function hostileAnswers(tab: Page): Promise<void> {
  const events = HOSTILE_TEXTS.map((text, index) => madeUp(index, text, Date.UTC(2026, 2, 1)));
  const counts = HOSTILE_TEXTS.map((value, index) => ({ value, count: 10 - index }));
  const fields = ['service', 'operation', 'result', 'actor', 'category', 'tag'];
  await tab.route(/\/api\/events\?/, (route) => route.fulfill({ json: page(events, events.length) }));
  await tab.route('**/api/events', (route) => route.fulfill({ json: page(events, events.length) }));
  await tab.route('**/api/events/hostile-0', (route) =>
    route.fulfill({ json: { ...events[0], raw: Object.fromEntries(HOSTILE_TEXTS.map((text) => [text, text])) } }),
  );
  await tab.route('**/api/events/facets*', (route) =>
    route.fulfill({
      json: { facets: fields.map((field) => ({ field, values: counts, other: 0 })), counted: 55, completeness: 'exact' },
    }),
  );
}

/** Answers the event list with `total` made-up events, `size` to a page. */
export async function manyEvents(tab: Page, total: number, size: number): Promise<void> {
  const answer = (url: string) => {
    const from = Number(new URL(url).searchParams.get('cursor') ?? 0);
    const items = Array.from({ length: Math.min(size, total - from) }, (_, index) =>
      madeUp(from + index, `Person ${(from + index) % 97}`, Date.UTC(2026, 2, 1)),
    );
    return page(items, total, from + size < total ? String(from + size) : null);
  };
  await tab.route(/\/api\/events(\?|$)/, (route) => route.fulfill({ json: answer(route.request().url()) }));
}
