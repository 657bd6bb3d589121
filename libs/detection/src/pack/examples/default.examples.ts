import type { ExamplesByKey } from '../pack-rule';
import { at, change, cmdlet, directory, file, intune, signIn, target, times, unified, USER } from './records';

const secret = '[KeyIdentifier=1,KeyType=Password,KeyUsage=Verify,DisplayName=backup]';
const keys = (before: string[], after: string[]) =>
  directory('Update application – Certificates and secrets management ', {
    category: 'ApplicationManagement',
    targets: [target('Application', 'Payroll', [change('KeyDescription', before, after)])],
  });
const deleted = (n: number, who = n) =>
  directory('Delete user', {
    n,
    minute: n,
    targets: [target('User', `leaver${who}@contoso.com`, [change('IsSoftDeleted', [false], [true])])],
  });
const compliance = (before: boolean, after: boolean) =>
  directory('Update device', {
    category: 'Device',
    app: 'Microsoft Intune',
    targets: [target('Device', 'LAPTOP-1', [change('IsCompliant', [before], [after])])],
  });
const sharing = (name: string, before: string, after: string) =>
  unified('SharePoint', 'SharingPolicyChanged', {
    more: {
      RecordType: 4,
      ObjectId: 'https://contoso.sharepoint.com/sites/Kilo',
      ModifiedProperties: [{ Name: name, OldValue: before, NewValue: after }],
    },
  });
const role = (app?: string) =>
  directory('Add member to role', {
    category: 'RoleManagement',
    ...(app === undefined ? {} : { app }),
    targets: [target('User', USER, [change('Role.DisplayName', undefined, 'Exchange Administrator')]), target('Role', 'role')],
  });

export const defaultExamples: ExamplesByKey = {
  'default.failed-conditional-access': {
    fires: [
      [signIn({ error: 53003, more: { conditionalAccessStatus: 'failure' } })],
      [
        unified('AzureActiveDirectory', 'UserLoginFailed', {
          more: { RecordType: 15, LogonError: 'BlockedByConditionalAccess', ErrorNumber: '53003' },
        }),
      ],
    ],
    silent: [
      [signIn()],
      [signIn({ error: 50074, more: { conditionalAccessStatus: 'failure' } })],
      [signIn({ error: 50126, more: { conditionalAccessStatus: 'notApplied' } })],
    ],
  },
  'default.after-hours-admin-activity': {
    fires: [
      [directory('Add application', { category: 'ApplicationManagement', minute: 12 * 60 })],
      [directory('Reset password (by admin)', { minute: -120 })],
      [cmdlet('Set-Mailbox', { Identity: 'bob', HiddenFromAddressListsEnabled: 'True' }, { minute: 3 * 1440 })],
    ],
    silent: [
      [directory('Add application', { category: 'ApplicationManagement' })],
      [directory('User registered security info', { minute: 720, by: USER })],
      [directory('Update policy', { category: 'Policy', app: 'Microsoft Azure AD', minute: 720 })],
    ],
  },
  'default.new-application-registration': {
    fires: [
      [directory('Add application', { category: 'ApplicationManagement', targets: [target('Application', 'Tool')] })],
      [unified('AzureActiveDirectory', 'Add application.', { more: { RecordType: 8, ResultStatus: 'Success' } })],
    ],
    silent: [[directory('Add application', { result: 'failure' })], [directory('Update application')]],
  },
  'default.admin-role-assignment': {
    fires: [[role()]],
    silent: [[role('MS-PIM')], [directory('Add member to role completed (PIM activation)', { category: 'RoleManagement' })]],
  },
  'default.license-change': {
    fires: [[directory('Change user license', { targets: [target('User', USER)] })]],
    silent: [[directory('Update user', { targets: [target('User', USER)] })]],
  },
  'default.bulk-user-deletion': {
    fires: [times(5, (n) => deleted(n)), times(5, (n) => deleted(n)).reverse()],
    silent: [
      times(4, (n) => deleted(n)),
      times(6, (n) => deleted(n, 1)),
      times(6, (n) => ({ ...deleted(n), activityDateTime: at(n * 6) })),
    ],
  },
  'default.device-compliance-failure': {
    fires: [
      [compliance(true, false)],
      [intune('Patch ManagedDevice', { changes: [{ displayName: 'ComplianceState', oldValue: 'Compliant', newValue: 'NonCompliant' }] })],
    ],
    silent: [
      [compliance(false, true)],
      [compliance(false, false)],
      [intune('Patch ManagedDevice', { changes: [{ displayName: 'ComplianceState', oldValue: 'NonCompliant', newValue: 'Compliant' }] })],
    ],
  },
  'default.exchange-transport-rule-change': {
    fires: [
      [cmdlet('New-TransportRule', { Name: 'Copy', BlindCopyTo: 'box@example.net' })],
      [cmdlet('Disable-TransportRule', { Identity: 'External mail banner' })],
    ],
    silent: [[cmdlet('Get-TransportRule', {})], [cmdlet('New-TransportRule', { Name: 'Copy' }, { more: { ResultStatus: 'False' } })]],
  },
  'default.service-principal-credential-added': {
    fires: [
      [keys([], [secret])],
      [
        directory('Add service principal credentials', {
          category: 'ApplicationManagement',
          targets: [target('ServicePrincipal', 'Payroll')],
        }),
      ],
    ],
    silent: [[keys([secret], [])], [directory('Update application', { category: 'ApplicationManagement' })]],
  },
  'default.external-sharing-enabled': {
    fires: [
      [sharing('ShareWithGuests', 'Disabled', 'Enabled')],
      [cmdlet('Set-SPOSite', { Identity: 'Kilo', SharingCapability: 'ExternalUserAndGuestSharing' })],
    ],
    silent: [[sharing('ShareWithGuests', 'Enabled', 'Disabled')], [file('FileAccessed', 1)]],
  },
};
