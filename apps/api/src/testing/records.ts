/** What a directory audit record says; everything else has a default. */
export interface RecordInput {
  id: string;
  at?: string;
  service?: string;
  operation?: string;
  result?: string;
  actor?: { id?: string; display?: string | null; upn?: string | null };
  target?: { id?: string; display: string; type?: string; modified?: { displayName: string; oldValue: string; newValue: string }[] };
}

/** A directory audit record as Graph gives it. */
export function auditRecord(input: RecordInput): Record<string, unknown> {
  const { actor = {}, target } = input;
  const user = {
    id: actor.id ?? '00000000-0000-4000-8000-000000000001',
    displayName: actor.display === undefined ? 'Alice Adams' : actor.display,
    userPrincipalName: actor.upn === undefined ? 'alice@contoso.com' : actor.upn,
    ipAddress: '203.0.113.7',
  };
  return {
    id: input.id,
    category: input.service ?? 'UserManagement',
    result: input.result ?? 'success',
    activityDisplayName: input.operation ?? 'Update user',
    activityDateTime: input.at ?? '2026-03-01T08:00:00.000Z',
    initiatedBy: { user, app: null },
    targetResources: target
      ? [{ id: target.id ?? null, displayName: target.display, type: target.type ?? 'User', modifiedProperties: target.modified ?? [] }]
      : [],
  };
}
