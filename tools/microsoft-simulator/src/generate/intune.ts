/** Intune audit events as they come over the wire (`auditActorType`, `auditResourceType`; `activity` is null). */
import type { JsonObject } from '../model';
import type { User } from '../world/company';
import { adminActivity, graphTime, type Build } from './build';

export interface IntuneAction {
  actor: User | null;
  /** `Create`, `Patch`, `Delete`, `Action`, ... */
  operation: string;
  /** `MobileApp`, `ManagedDevice`, ... */
  resourceType: string;
  component: string;
  category: string;
  /** Display name such as `wipe ManagedDevice`; `<operation> <resourceType>` when absent. */
  activityType?: string;
  resourceId: string;
  resourceName: string;
  changes: { name: string; old: string | null; new: string | null }[];
  result?: 'Success' | 'Failure';
}

interface Kind {
  weight: number;
  operation: string;
  resourceType: string;
  component: string;
  category: string;
  activityType?: string;
  names: readonly string[];
  changes: IntuneAction['changes'];
  onDevice?: boolean;
  bySystem?: boolean;
}

const appChanges = [
  { name: 'DeviceManagementAPIVersion', old: null, new: '5026-01-29' },
  { name: 'InstallExperience.RunAsAccount', old: null, new: 'System' },
  { name: 'MinimumMemoryInMB', old: null, new: '<null>' },
  { name: '$Collection.ReturnCodes.ReturnCode[0]', old: null, new: '0' },
];
const apps = ['7-Zip 24.08', 'Company Portal', 'VPN Client 5.2', 'Printer Driver Pack', 'Endpoint Sensor'] as const;
const policies = ['Windows baseline', 'macOS baseline', 'iOS passcode', 'BitLocker required'] as const;

const kinds: Kind[] = [
  {
    weight: 0.4,
    operation: 'Create',
    resourceType: 'MobileApp',
    component: 'MobileApp',
    category: 'Application',
    names: apps,
    changes: appChanges,
  },
  {
    weight: 9,
    operation: 'Patch',
    resourceType: 'MobileApp',
    component: 'MobileApp',
    category: 'Application',
    names: apps,
    changes: [{ name: 'DisplayVersion', old: '1.0', new: '1.1' }],
  },
  {
    weight: 1,
    operation: 'Create',
    resourceType: 'MobileAppAssignment',
    component: 'MobileApp',
    category: 'Application',
    names: ['<null>'],
    changes: [
      { name: 'Target.Type', old: null, new: 'GroupAssignmentTarget' },
      { name: 'Intent', old: null, new: 'Required' },
    ],
  },
  {
    weight: 6,
    operation: 'Patch',
    resourceType: 'DeviceCompliancePolicy',
    component: 'DeviceConfiguration',
    category: 'Compliance',
    names: policies,
    changes: [{ name: 'OsMinimumVersion', old: '10.0.19045', new: '10.0.22631' }],
  },
  {
    weight: 5,
    operation: 'Patch',
    resourceType: 'DeviceConfiguration',
    component: 'DeviceConfiguration',
    category: 'DeviceConfiguration',
    names: policies,
    changes: [{ name: 'PasswordRequired', old: 'False', new: 'True' }],
  },
  {
    weight: 12,
    operation: 'Action',
    activityType: 'syncDevice ManagedDevice',
    resourceType: 'ManagedDevice',
    component: 'ManagedDevice',
    category: 'Device',
    names: [],
    changes: [],
    onDevice: true,
  },
  {
    weight: 3,
    operation: 'Action',
    activityType: 'rebootNow ManagedDevice',
    resourceType: 'ManagedDevice',
    component: 'ManagedDevice',
    category: 'Device',
    names: [],
    changes: [],
    onDevice: true,
  },
  {
    weight: 1,
    operation: 'Action',
    activityType: 'retire ManagedDevice',
    resourceType: 'ManagedDevice',
    component: 'ManagedDevice',
    category: 'Device',
    names: [],
    changes: [],
    onDevice: true,
  },
  {
    weight: 25,
    operation: 'Patch',
    resourceType: 'ManagedDevice',
    component: 'ManagedDevice',
    category: 'Device',
    names: [],
    changes: [{ name: 'ComplianceState', old: 'NonCompliant', new: 'Compliant' }],
    onDevice: true,
    bySystem: true,
  },
  {
    weight: 0.3,
    operation: 'Create',
    resourceType: 'DeviceManagementScript',
    component: 'DeviceConfiguration',
    category: 'DeviceConfiguration',
    names: ['Set wallpaper', 'Remove old agent'],
    changes: [{ name: 'RunAsAccount', old: null, new: 'System' }],
  },
  {
    weight: 0.1,
    operation: 'Create',
    resourceType: 'RoleAssignment',
    component: 'RoleBasedAccessControl',
    category: 'Role',
    names: ['Help Desk Operator'],
    changes: [{ name: 'ScopeType', old: null, new: 'ResourceScope' }],
  },
];

export function ordinaryIntune({ company, rng, at }: Build): IntuneAction {
  const atWork = adminActivity(at);
  const kind = rng.weighted(kinds, ({ weight, bySystem }) => (bySystem ? weight : weight * atWork));
  const device = rng.pick(company.people).device;
  return {
    ...kind,
    actor: kind.bySystem ? null : rng.pick(company.admins),
    resourceId: kind.onDevice ? device.id : rng.guid(),
    resourceName: kind.onDevice ? device.name : rng.pick(kind.names),
    result: rng.chance(0.03) ? 'Failure' : 'Success',
  };
}

/** Graph v1.0 `auditEvent`. */
export function intuneAudit({ rng, at }: Build, action: IntuneAction): { id: string; body: JsonObject } {
  const id = rng.guid();
  const activityType = action.activityType ?? `${action.operation} ${action.resourceType}`;
  const { actor } = action;
  const body: JsonObject = {
    id,
    displayName: activityType,
    componentName: action.component,
    activity: null,
    activityDateTime: graphTime(at, rng),
    activityType,
    activityOperationType: action.operation,
    activityResult: action.result ?? 'Success',
    correlationId: rng.guid(),
    category: action.category,
    actor: {
      auditActorType: actor ? 'ItPro' : 'System',
      userPermissions: actor ? ['*'] : [],
      applicationId: actor ? '5926fc8e-304e-4f59-8bed-58ca97cc39a4' : '0000000a-0000-0000-c000-000000000000',
      applicationDisplayName: actor ? 'Microsoft Intune portal extension' : 'Microsoft Intune',
      userPrincipalName: actor?.upn ?? null,
      servicePrincipalName: null,
      ipAddress: null,
      userId: actor?.id ?? null,
    },
    resources: [
      {
        displayName: action.resourceName,
        auditResourceType: action.resourceType,
        resourceId: action.resourceId,
        modifiedProperties: action.changes.map((c) => ({ displayName: c.name, oldValue: c.old, newValue: c.new })),
      },
    ],
  };
  return { id, body };
}
