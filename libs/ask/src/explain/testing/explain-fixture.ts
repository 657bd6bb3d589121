import { defaultMappings, normalize } from '@aoc/normalization';
import { tenantIdSchema, type AuditEvent } from '@aoc/contracts';
import type { ActorHistory, ExplainInput, PastEvent } from '../explain-input';

const mappings = defaultMappings();
const tenant_id = tenantIdSchema.parse('aaaaaaaa-0000-4000-8000-00000000000a');
export const AT = '2026-03-18T10:30:00.000Z';
export const ADMIN_ROLE = '62e90394-69f5-4237-9190-012177145e10';

/** The event that a raw record becomes. */
export function eventOf(raw: Record<string, unknown>): AuditEvent {
  const result = normalize(raw, { source: 'import', mappings, now: new Date('2026-11-24T00:00:00Z') });
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  const { raw: _raw, search_text: _text, lookup_keys: _keys, timestamp, ...event } = result.event;
  return { ...event, tenant_id, timestamp: timestamp.toISOString(), ingested_at: AT, tags: [], comments: [] };
}

interface DirectoryAudit {
  operation: string;
  category?: string;
  result?: string;
  actor?: { displayName: string | null; userPrincipalName: string | null };
  targets?: {
    displayName?: string | null;
    id?: string;
    type: string;
    userPrincipalName?: string;
    modifiedProperties?: { displayName: string; oldValue: string | null; newValue: string | null }[];
  }[];
}
export const directory = ({
  operation,
  category = 'RoleManagement',
  result = 'success',
  actor,
  targets = [],
}: DirectoryAudit): AuditEvent =>
  eventOf({
    id: `Directory_${operation}`,
    category,
    result,
    activityDisplayName: operation,
    activityDateTime: AT,
    initiatedBy: {
      app: null,
      user: {
        id: '00000000-0000-4000-8000-000000000001',
        displayName: 'Alice Adams',
        userPrincipalName: 'alice@contoso.com',
        ipAddress: '203.0.113.7',
        ...actor,
      },
    },
    targetResources: targets,
  });

export const unified = (operation: string, workload: string, more: Record<string, unknown> = {}): AuditEvent =>
  eventOf({
    CreationTime: '2026-03-18T10:30:00',
    Id: '5f0e9bd0-6c3b-4d13-8b7f-0c8f4a0b7e55',
    Operation: operation,
    Workload: workload,
    RecordType: 1,
    UserId: 'alice@contoso.com',
    UserType: 0,
    ResultStatus: 'True',
    ClientIP: '203.0.113.7',
    OrganizationId: tenant_id,
    ...more,
  });

export const roleGrant = directory({
  operation: 'Add member to role',
  targets: [
    {
      displayName: 'Bob Brown',
      id: 'b0b00000-0000-4000-8000-0000000000b0',
      type: 'User',
      userPrincipalName: 'bob@contoso.com',
      modifiedProperties: [
        { displayName: 'Role.ObjectID', oldValue: null, newValue: `"${ADMIN_ROLE}"` },
        { displayName: 'Role.DisplayName', oldValue: null, newValue: '"Global Administrator"' },
      ],
    },
  ],
});

export const input = (event: AuditEvent, change: Partial<ExplainInput> = {}): ExplainInput => ({
  event,
  country: null,
  application: null,
  names: new Map(),
  related: [],
  relatedCount: 0,
  relatedCountIsExact: true,
  history: null,
  ...change,
});

const day = 86_400_000;
/** Events of working days, one an hour from 8 to 17 UTC, newest first. */
export function workingHistory(days: number, change: Partial<PastEvent> = {}): ActorHistory {
  const events: PastEvent[] = [];
  for (let back = 1; back <= days; back += 1)
    for (let hour = 17; hour >= 8; hour -= 1)
      events.push({
        at: new Date(Date.parse('2026-03-18T00:20:00Z') - back * day + hour * 3_600_000),
        operation: 'Update user',
        ip: '203.0.113.7',
        country: null,
        application: null,
        ...change,
      });
  return { events, from: new Date(Date.parse(AT) - 30 * day), complete: true, sameOperationBefore: false };
}
