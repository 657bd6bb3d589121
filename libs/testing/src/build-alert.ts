import { tenantIdSchema, type Alert } from '@aoc/contracts';
import { randomUUID } from 'node:crypto';

/** An alert in the shape of the wire; everything has a default. */
export function buildAlert(given: Partial<Alert> = {}): Alert {
  const id = given.id ?? randomUUID();
  const at = given.timestamp ?? '2026-03-10T08:00:00.000Z';
  return {
    id,
    _id: id,
    tenant_id: tenantIdSchema.parse('aaaaaaaa-0000-4000-8000-000000000001'),
    timestamp: at,
    rule_id: 'rule-1',
    rule_name: 'Admin Role Assignment',
    rule_version: 1,
    severity: 'high',
    techniques: ['T1098.003'],
    tags: ['identity'],
    message: 'Somebody was made an administrator',
    guidance: 'Ask who did it.',
    event_id: 'Directory_1',
    event_dedupe_key: 'key-1',
    event_ids: ['key-1'],
    summary: 'Alice added Bob to Global Administrator',
    service: 'RoleManagement',
    operation: 'Add member to role',
    actor: 'Alice Adams',
    actor_upn: 'alice@contoso.com',
    targets: ['Bob Brown'],
    entity_keys: [],
    status: 'open',
    assignee: null,
    occurrences: 1,
    first_seen: '2026-03-10T07:59:00.000Z',
    last_seen: '2026-03-10T07:59:00.000Z',
    late_by_seconds: 60,
    matched: [{ field: 'operation', op: 'eq', expected: 'Add member to role', found: ['Add member to role'] }],
    window: null,
    comments: [],
    history: [{ at, by: 'AOC', change: 'raised', from: null, to: 'open', reason: null }],
    close_reason: null,
    acknowledged_at: null,
    closed_at: null,
    notified_at: null,
    incident_id: null,
    version: 1,
    ...given,
  };
}
