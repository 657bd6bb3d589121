/** Entra directory audit records, in Graph's shape and as the unified log mirrors them. */
import type { JsonObject } from '../model';
import type { Application, User } from '../world/company';
import { graphTime, unifiedTime, type Build } from './build';

export type Actor =
  | { kind: 'user'; user: User; ip: string; agent?: string }
  | { kind: 'app'; app: Pick<Application, 'name' | 'servicePrincipalId' | 'appId'> }
  | { kind: 'service'; name: string };

export interface Change {
  property: string;
  /** JSON in a string, as the API has it; null when absent. */
  old: string | null;
  new: string | null;
}

export interface Target {
  type: 'User' | 'Group' | 'ServicePrincipal' | 'Application' | 'Role' | 'Policy' | 'Device' | 'Directory' | 'Other';
  id: string | null;
  name: string | null;
  upn?: string;
  changes: Change[];
}

export interface DirectoryAction {
  category: string;
  /** As Graph says it; the unified log adds a full stop, except where it ends in a blank. */
  activity: string;
  service: string;
  operationType: 'Add' | 'Update' | 'Delete' | 'Assign' | 'Unassign';
  actor: Actor;
  targets: Target[];
  result?: 'success' | 'failure';
  reason?: string;
  details?: { key: string; value: string }[];
  correlationId?: string;
}

const idPrefix: Record<string, string> = {
  'Core Directory': 'Directory',
  'Self-service Password Management': 'SSPR',
  'Invited Users': 'Invited Users',
  'Authentication Methods': 'IAMUX',
  'Conditional Access': 'IPCGraph',
  PIM: 'PIM',
  'Account Provisioning': 'Sync',
};

function graphInitiator(actor: Actor): JsonObject {
  if (actor.kind === 'user') {
    return {
      user: {
        id: actor.user.id,
        displayName: null,
        userPrincipalName: actor.user.upn,
        ipAddress: actor.ip,
        userType: null,
        homeTenantId: null,
        homeTenantName: null,
        roles: [],
      },
      app: null,
    };
  }
  const app =
    actor.kind === 'app'
      ? { appId: null, displayName: actor.app.name, servicePrincipalId: actor.app.servicePrincipalId, servicePrincipalName: null }
      : { appId: null, displayName: actor.name, servicePrincipalId: null, servicePrincipalName: null };
  return { user: null, app };
}

const graphTarget = (target: Target): JsonObject => ({
  id: target.id,
  displayName: target.type === 'User' ? null : target.name,
  type: target.type,
  userPrincipalName: target.upn ?? null,
  groupType: target.type === 'Group' ? 'azureAD' : null,
  modifiedProperties: target.changes.map((change) => ({ displayName: change.property, oldValue: change.old, newValue: change.new })),
});

/** Graph v1.0 `directoryAudit`. */
export function graphAudit({ rng, at }: Build, action: DirectoryAction): { id: string; body: JsonObject } {
  const correlationId = action.correlationId ?? rng.guid();
  const id = `${idPrefix[action.service] ?? 'Directory'}_${correlationId}_${rng.alphanumeric(5)}_${1_000_000 + rng.int(900_000_000)}`;
  const agent = action.actor.kind === 'user' && action.actor.agent ? [{ key: 'User-Agent', value: action.actor.agent }] : [];
  const body: JsonObject = {
    id,
    category: action.category,
    correlationId,
    result: action.result ?? 'success',
    resultReason: action.reason ?? '',
    activityDisplayName: action.activity,
    activityDateTime: graphTime(at, rng),
    loggedByService: action.service,
    operationType: action.operationType,
    initiatedBy: graphInitiator(action.actor),
    targetResources: action.targets.map(graphTarget),
    additionalDetails: [...(action.details ?? []), ...agent],
  };
  return { id, body };
}

/** Actor list of a unified record: type 5 is a UPN, 3 a PUID, 2 an object id or kind, 1 a name. */
function unifiedActor(actor: Actor): { list: JsonObject[]; userId: string; userKey: string; userType: number } {
  if (actor.kind === 'user') {
    const { upn, puid, id } = actor.user;
    const list = [
      { ID: upn, Type: 5 },
      { ID: puid, Type: 3 },
      { ID: `User_${id}`, Type: 2 },
      { ID: id, Type: 2 },
      { ID: 'User', Type: 2 },
    ];
    return { list, userId: upn, userKey: `${puid}@${upn.split('@')[1] ?? ''}`, userType: 0 };
  }
  const name = actor.kind === 'app' ? actor.app.name : actor.name;
  const id = actor.kind === 'app' ? `ServicePrincipal_${actor.app.servicePrincipalId}` : 'Certificate';
  return {
    list: [
      { ID: name, Type: 1 },
      { ID: id, Type: 2 },
      { ID: 'ServicePrincipal', Type: 2 },
    ],
    userId: id,
    userKey: 'Not Available',
    userType: 4,
  };
}

function unifiedTarget(target: Target): JsonObject[] {
  if (target.upn)
    return [
      { ID: `User_${target.id}`, Type: 2 },
      { ID: target.id, Type: 2 },
      { ID: 'User', Type: 2 },
      { ID: target.upn, Type: 5 },
    ];
  return [
    { ID: `${target.type}_${target.id}`, Type: 2 },
    { ID: target.id, Type: 2 },
    { ID: target.type, Type: 2 },
    { ID: target.name, Type: 1 },
  ];
}

/** The unified log prints JSON lists over several lines, drops the quotes of a bare string, and says '' for absent. */
function unifiedValue(value: string | null): string {
  if (value === null || value === '[]') return value ?? '';
  if (value.startsWith('["') || /^\[(true|false)\]$/.test(value)) return `[\r\n  ${value.slice(1, -1)}\r\n]`;
  return value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
}

/** The same action as the unified log's `AzureActiveDirectory` record (RecordType 8). */
export function unifiedAudit({ rng, at, company }: Build, action: DirectoryAction): { id: string; body: JsonObject } {
  const id = rng.guid();
  const actor = unifiedActor(action.actor);
  const ip = action.actor.kind === 'user' ? action.actor.ip : '';
  const target = action.targets[0];
  const agent = action.actor.kind === 'user' ? action.actor.agent : undefined;
  const details = Object.fromEntries([...(action.details ?? []).map((d) => [d.key, d.value]), ...(agent ? [['User-Agent', agent]] : [])]);
  const body: JsonObject = {
    CreationTime: unifiedTime(at),
    Id: id,
    Operation: action.activity.endsWith(' ') ? action.activity : `${action.activity}.`,
    OrganizationId: company.tenantId,
    RecordType: 8,
    ResultStatus: action.result === 'failure' ? 'Failure' : 'Success',
    UserKey: actor.userKey,
    UserType: actor.userType,
    Version: 1,
    Workload: 'AzureActiveDirectory',
    ...(ip ? { ClientIP: ip } : {}),
    ObjectId: target?.upn ?? (target ? `${target.type}_${target.id}` : 'Not Available'),
    UserId: actor.userId,
    AzureActiveDirectoryEventType: 1,
    ExtendedProperties: [
      { Name: 'additionalDetails', Value: JSON.stringify(details) },
      { Name: 'extendedAuditEventCategory', Value: target?.type ?? 'Other' },
    ],
    ModifiedProperties: action.targets.flatMap((t) =>
      t.changes.map((c) => ({ Name: c.property, NewValue: unifiedValue(c.new), OldValue: unifiedValue(c.old) })),
    ),
    Actor: actor.list,
    ActorContextId: company.tenantId,
    ActorIpAddress: ip,
    InterSystemsId: action.correlationId ?? rng.guid(),
    IntraSystemId: rng.guid(),
    SupportTicketId: '',
    Target: target ? unifiedTarget(target) : [],
    TargetContextId: company.tenantId,
  };
  return { id, body };
}
