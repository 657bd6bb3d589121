import type { JsonObject } from '@aoc/contracts';
import type { ExamplesByKey } from '../pack-rule';
import { cmdlet, directory, file, intune, times, unified, USER } from './records';

const many = (operation: string, count: number, minute = 0.05, more: JsonObject = {}): JsonObject[] =>
  times(count, (n) => file(operation, n, { minute: n * minute, more }));
const shared = (type: string): JsonObject[] => [
  file('AddedToSecureLink', 1, { more: { RecordType: 14, TargetUserOrGroupName: 'eve@example.org', TargetUserOrGroupType: type } }),
];
const renamed = (extension: string, count: number): JsonObject[] =>
  many('FileRenamed', count, 0.1, { DestinationFileExtension: extension });
const siteAdmin = (more: JsonObject = {}): JsonObject[] => [
  file('SiteCollectionAdminAdded', 1, {
    more: { RecordType: 14, ItemType: 'Web', ModifiedProperties: [{ Name: 'SiteAdmin', NewValue: USER, OldValue: '' }], ...more },
  }),
];
const member = (upn: string, role: number): JsonObject[] => [
  unified('MicrosoftTeams', 'MemberRoleChanged', {
    more: { RecordType: 25, TeamName: 'Kilo', TeamGuid: 't1', Members: [{ UPN: upn, Role: role, DisplayName: 'Eve' }] },
  }),
];
const guest = 'eve_example.org#EXT#@contoso.onmicrosoft.com';

export const sharePointExamples: ExamplesByKey = {
  'files.mass-download': {
    fires: [many('FileDownloaded', 100)],
    silent: [many('FileDownloaded', 99), many('FileDownloaded', 100, 1), many('FileAccessed', 120)],
  },
  'files.mass-deletion': { fires: [many('FileRecycled', 100)], silent: [many('FileRecycled', 99)] },
  'files.ransomware-extension': { fires: [renamed('lockbit', 20)], silent: [renamed('lockbit', 19), renamed('docx', 25)] },
  'files.anonymous-link': { fires: [[file('AnonymousLinkCreated', 1)]], silent: [[file('CompanyLinkCreated', 1)]] },
  'files.shared-with-guest': { fires: [shared('Guest')], silent: [shared('Member')] },
  'files.site-administrator-added': {
    fires: [siteAdmin()],
    silent: [siteAdmin({ UserId: 'Microsoft\\ServiceOperator', UserKey: 'S-1-0-0' }), [file('SiteCollectionAdminRemoved', 1)]],
  },
  'files.labels-removed': {
    fires: [many('SensitivityLabelRemoved', 10)],
    silent: [many('SensitivityLabelRemoved', 9), many('SensitivityLabelApplied', 12)],
  },
  'teams.external-access': {
    fires: [[cmdlet('Set-CsTenantFederationConfiguration', { Identity: 'Global', AllowTeamsConsumer: 'True' })]],
    silent: [[cmdlet('Set-CsTenantFederationConfiguration', { Identity: 'Global', AllowTeamsConsumer: 'False' })]],
  },
  'teams.external-owner': { fires: [member(guest, 2)], silent: [member(guest, 1), member(USER, 2)] },
};

const wiped = (n: number): JsonObject => intune('wipe ManagedDevice', { name: `LAPTOP-${n}`, n, minute: n });

export const intuneExamples: ExamplesByKey = {
  'intune.device-wiped': {
    fires: [[wiped(1)]],
    silent: [[intune('syncDevice ManagedDevice')], [intune('wipe ManagedDevice', { result: 'Failure' })]],
  },
  'intune.mass-wipe': { fires: [times(5, wiped)], silent: [times(4, wiped), times(6, () => wiped(1))] },
  'intune.script': {
    fires: [
      [intune('Create DeviceManagementScript', { name: 'update.ps1' })],
      [intune('assignDeviceManagementScript DeviceManagementScript')],
    ],
    silent: [[intune('Delete DeviceManagementScript')], [intune('Create DeviceConfiguration')]],
  },
  'intune.application': {
    fires: [[intune('Create MobileApp', { name: 'tool.exe' })], [intune('Patch MobileApp')]],
    silent: [[intune('Delete MobileApp')]],
  },
  'intune.protection-removed': {
    fires: [[intune('Delete DeviceCompliancePolicy', { name: 'Windows' })]],
    silent: [[intune('Patch DeviceCompliancePolicy')], [intune('Delete ManagedDevice')]],
  },
  'intune.role-assignment': {
    fires: [[intune('Create RoleAssignment', { name: 'Help Desk Operator' })]],
    silent: [[intune('Delete RoleAssignment')]],
  },
  'intune.secret-read': {
    fires: [
      [directory('Recover device local administrator password', { category: 'Device' })],
      [directory('Read BitLocker key', { category: 'KeyManagement' })],
    ],
    silent: [[directory('Update local administrator password', { category: 'Device' })]],
  },
};
