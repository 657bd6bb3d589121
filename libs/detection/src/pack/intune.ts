import { allOf, byUser, exists, has, is, not, notFailed, packRule, type PackRule } from './pack-rule';

const intune = is('service', 'Intune');
const SCRIPTS = [
  'DeviceManagementScript',
  'DeviceComplianceScript',
  'DeviceHealthScript',
  'DeviceShellScript',
  'DeviceCustomAttributeShellScript',
];
const wiped = {
  field: 'operation',
  op: 'starts_with' as const,
  value: ['wipe ManagedDevice', 'retire ManagedDevice', 'delete ManagedDevice', 'cleanWindowsDevice'],
};

const madeOrAssigned = { field: 'operation', op: 'starts_with' as const, value: ['create', 'patch', 'assign'] };

/** Fields of an application that change nothing on any device. */
const DESCRIPTIVE = [
  'Display',
  'Description',
  'Publisher',
  'Developer',
  'Owner',
  'Notes',
  'Information',
  'Privacy',
  'LargeIcon',
  'IsFeatured',
];
const onlyDescribed = allOf({ field: 'operation', op: 'starts_with', value: 'patch' }, exists('changed'), {
  field: 'changed',
  op: 'all',
  value: [{ field: 'value', op: 'starts_with', value: DESCRIPTIVE }],
});

/** Whoever rules Intune rules every device. */
export const intuneRules: readonly PackRule[] = [
  packRule('intune.device-wiped', {
    name: 'Device wiped or retired',
    severity: 'low',
    message: 'A device was wiped, retired or deleted',
    conditions: [intune, wiped, notFailed],
    description: 'Routine when devices are lost or change hands.',
    guidance: 'Check for a request. Wiping also removes evidence.',
    techniques: ['T1485'],
    tags: ['intune', 'impact'],
  }),
  packRule('intune.mass-wipe', {
    name: 'Many devices wiped',
    severity: 'critical',
    message: 'One account is wiping many devices',
    conditions: [intune, wiped, notFailed],
    threshold: { count: 5, distinct: 'targets.id', group_by: ['actor'], window_minutes: 30 },
    description: 'Five devices within half an hour by one account.',
    guidance: 'Block the account at once; wipes that have not reached their device yet can be cancelled.',
    techniques: ['T1561', 'T1485'],
    tags: ['intune', 'impact'],
  }),
  packRule('intune.script', {
    name: 'Script for devices created or assigned',
    severity: 'medium',
    message: 'A script that Intune runs on devices was created, changed or assigned',
    conditions: [intune, has('operation', ...SCRIPTS), madeOrAssigned, byUser, notFailed],
    description: 'Scripts run as system, on as many devices as they are assigned to.',
    guidance: 'Read the script. Unassign it if nobody stands up for it.',
    techniques: ['T1072', 'T1059.001'],
    tags: ['intune', 'execution'],
  }),
  packRule('intune.application', {
    name: 'Application for devices created or changed',
    severity: 'medium',
    message: 'An application that Intune installs was created or changed',
    conditions: [intune, has('operation', 'MobileApp'), madeOrAssigned, not(onlyDescribed), byUser, notFailed],
    description:
      'Applications install as system and bring scripts of their own for detection and requirements. New names, versions and descriptions do not count.',
    guidance: 'Compare with planned releases; look at install commands and scripts.',
    techniques: ['T1072'],
    tags: ['intune', 'execution'],
  }),
  packRule('intune.protection-removed', {
    name: 'Compliance or protection policy removed',
    severity: 'high',
    message: 'A policy that protects devices was deleted',
    conditions: [
      intune,
      { field: 'operation', op: 'starts_with', value: 'delete' },
      has(
        'operation',
        'CompliancePolicy',
        'DeviceConfiguration',
        'ConfigurationPolicy',
        'DeviceManagementIntent',
        'AppProtection',
        'ManagedAppPolicy',
      ),
      byUser,
      notFailed,
    ],
    description: 'Without the policy devices count as compliant, or lose encryption, antivirus and firewall settings.',
    guidance: 'Make it again from your documentation. See which devices had it.',
    techniques: ['T1562.001'],
    tags: ['intune', 'defence-evasion'],
  }),
  packRule('intune.role-assignment', {
    name: 'Intune role assigned',
    severity: 'medium',
    message: 'Somebody was given a role in Intune',
    conditions: [intune, has('operation', 'RoleAssignment', 'RoleDefinition'), madeOrAssigned, byUser, notFailed],
    description: 'Roles of Intune reach all devices in their scope.',
    guidance: 'Check that it was asked for.',
    techniques: ['T1098.003'],
    tags: ['intune', 'privileged-access'],
  }),
  packRule('intune.secret-read', {
    name: 'Local administrator password or recovery key read',
    severity: 'medium',
    message: 'A password or recovery key of a device was read',
    conditions: [
      has('operation', 'Recover device local administrator password', 'Read BitLocker key', 'getFileVaultKey', 'rotateLocalAdminPassword'),
      notFailed,
    ],
    description: 'With it the device, and its disk, can be opened without the user.',
    guidance: 'Check for a support case. Rotate the password or key afterwards.',
    techniques: ['T1552', 'T1078.003'],
    tags: ['intune', 'credential-access'],
  }),
];
