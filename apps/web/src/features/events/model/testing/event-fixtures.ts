import { tenantIdSchema, type AuditEvent, type EventPage } from '@aoc/contracts';

/** An event with nothing special about it. */
export const eventFixture = (key: string, timestamp = '2026-03-01T10:00:00.000Z'): AuditEvent => ({
  id: key,
  tenant_id: tenantIdSchema.parse('default'),
  source: 'directory',
  dedupe_key: key,
  timestamp,
  ingested_at: timestamp,
  service: 'UserManagement',
  operation: 'Update user',
  result: 'success',
  actor: { type: 'user', id: null, display: 'Ann', upn: null, ip: null },
  actor_display: 'Ann',
  actor_upn: null,
  targets: [],
  target_displays: [],
  display_category: 'Users',
  display_summary: 'Ann changed a user',
  entity_keys: [],
  tags: [],
  comments: [],
});

export const pageFixture = (items: AuditEvent[], total = items.length, exact = true): EventPage => ({
  items,
  next_cursor: null,
  total,
  total_is_exact: exact,
  page_size: 24,
  coverage: { state: 'complete', gaps: [] },
});
