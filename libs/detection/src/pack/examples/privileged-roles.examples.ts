import type { JsonObject } from '@aoc/contracts';
import type { ExamplesByKey } from '../pack-rule';
import { change, directory, target, USER } from './records';

interface Given {
  activity?: string;
  member?: JsonObject;
  app?: string;
  result?: string;
}

function assigned(name: string, { activity = 'Add member to role', member, ...more }: Given = {}): JsonObject[] {
  const who = member ?? target('User', USER, [change('Role.DisplayName', undefined, name)]);
  return [directory(activity, { category: 'RoleManagement', targets: [who, target('Role', 'role')], ...more })];
}
const pim = (activity: string, role: string): JsonObject[] => [
  directory(activity, { category: 'RoleManagement', targets: [target('Role', role), target('User', USER)] }),
];
const application = target('ServicePrincipal', 'Payroll', [change('Role.DisplayName', undefined, 'User Administrator')]);
const reader = target('ServicePrincipal', 'Payroll', [change('Role.DisplayName', undefined, 'Directory Readers')]);
const guest = target('User', 'eve_example.org#EXT#@contoso.onmicrosoft.com');

export const roleExamples: ExamplesByKey = {
  'role.global-administrator': {
    fires: [assigned('Global Administrator'), pim('Add eligible member to role in PIM completed (permanent)', 'Global Administrator')],
    silent: [
      assigned('Helpdesk Administrator'),
      assigned('Global Administrator', { app: 'MS-PIM' }),
      assigned('Global Administrator', { result: 'failure' }),
    ],
  },
  'role.guest-assigned': { fires: [assigned('Reports Reader', { member: guest })], silent: [assigned('Reports Reader')] },
  'role.service-principal-assigned': {
    fires: [assigned('', { member: application })],
    silent: [assigned('User Administrator'), assigned('', { member: reader })],
  },
  'role.pim-permanent': {
    fires: [pim('Add member to role in PIM completed (permanent)', 'Application Administrator')],
    silent: [pim('Add member to role in PIM requested (permanent)', 'Application Administrator'), assigned('Application Administrator')],
  },
  'role.outside-pim': {
    fires: [pim('Add member to role outside of PIM (permanent)', 'User Administrator')],
    silent: [assigned('User Administrator')],
  },
  'role.pim-settings': {
    fires: [pim('Update role setting in PIM', 'Global Administrator')],
    silent: [pim('Add member to role completed (PIM activation)', 'Global Administrator')],
  },
  'role.pim-alert-disabled': {
    fires: [pim('Disable PIM alert', 'Roles are being assigned outside of PIM')],
    silent: [pim('Triggered PIM alert', 'Too many administrators')],
  },
  'role.elevate-access': {
    fires: [
      [
        directory('User has elevated their access to User Access Administrator for their Azure Resources', {
          category: 'AzureRBACRoleManagementElevateAccess',
        }),
      ],
    ],
    silent: [
      [
        directory('The role assignment of User Access Administrator has been removed from the user', {
          category: 'AzureRBACRoleManagementElevateAccess',
        }),
      ],
    ],
  },
  'role.definition-changed': {
    fires: [[directory('Update role definition', { category: 'RoleManagement', targets: [target('Role', 'Service desk plus')] })]],
    silent: [assigned('Service desk plus')],
  },
};
