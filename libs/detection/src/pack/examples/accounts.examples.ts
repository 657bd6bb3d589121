import type { JsonObject } from '@aoc/contracts';
import type { ExamplesByKey } from '../pack-rule';
import { ADMIN, at, change, directory, target, times, USER } from './records';

const on = (activity: string, who: string, n = 0, more: Parameters<typeof directory>[1] = {}): JsonObject =>
  directory(activity, { n, minute: n, targets: [target('User', who)], ...more });
const own = (activity: string, minute: number): JsonObject => directory(activity, { by: USER, minute, targets: [target('User', USER)] });
const guest = (n: number): JsonObject => on('Invite external user', `guest${n}_example.org#EXT#@contoso.onmicrosoft.com`, n);
const role = (who: string, minute: number): JsonObject =>
  directory('Add member to role', { category: 'RoleManagement', minute, targets: [target('User', who), target('Role', 'role')] });
const group = (n: number): JsonObject =>
  directory('Delete group', { category: 'GroupManagement', n, minute: n, targets: [target('Group', `Team ${n}`)] });
const userType = (before: string, after: string): JsonObject =>
  directory('Update user', {
    targets: [target('User', 'eve_example.org#EXT#@contoso.onmicrosoft.com', [change('UserType', [before], [after])])],
  });

export const accountExamples: ExamplesByKey = {
  'account.mfa-disabled': { fires: [[on('Disable Strong Authentication', USER)]], silent: [[on('Enable Strong Authentication', USER)]] },
  'account.mfa-method-replaced': {
    fires: [[own('User deleted security info', 0), own('User registered security info', 10)]],
    silent: [
      [own('User registered security info', 0), own('User deleted security info', 10)],
      [own('User deleted security info', 0), own('User registered security info', 90)],
    ],
  },
  'account.mfa-method-by-admin': {
    fires: [[on('Admin deleted security info', USER)]],
    silent: [[own('User deleted security info', 0)]],
  },
  'account.temporary-access-pass': {
    fires: [[on('Admin registered security info', USER, 0, { reason: 'Admin registered temporary access pass method for user' })]],
    silent: [[on('Admin registered security info', USER, 0, { reason: 'Admin registered phone method for user' })]],
  },
  'account.bulk-password-reset': {
    fires: [times(6, (n) => on('Reset password (by admin)', `user${n}@contoso.com`, n))],
    silent: [
      times(5, (n) => on('Reset password (by admin)', `user${n}@contoso.com`, n)),
      times(8, (n) => on('Reset password (by admin)', USER, n)),
    ],
  },
  'account.enabled-then-password-reset': {
    fires: [
      [on('Enable account', USER, 0), on('Reset user password', USER, 5)],
      [on('Reset password (by admin)', USER, 0), on('Enable account', USER, 5)],
    ],
    silent: [[on('Enable account', USER, 0), on('Reset user password', 'other@contoso.com', 5)], [on('Enable account', USER, 0)]],
  },
  'account.bulk-disable': {
    fires: [times(8, (n) => on('Disable account', `user${n}@contoso.com`, n))],
    silent: [times(7, (n) => on('Disable account', `user${n}@contoso.com`, n))],
  },
  'account.user-deleted-for-good': { fires: [[on('Hard Delete user', USER)]], silent: [[on('Delete user', USER)]] },
  'account.bulk-group-deletion': { fires: [times(5, group)], silent: [times(4, group)] },
  'account.guest-invited': { fires: [[guest(0)]], silent: [[on('Add user', USER)]] },
  'account.bulk-guest-invitation': { fires: [times(10, guest)], silent: [times(9, guest)] },
  'account.guest-made-member': { fires: [[userType('Guest', 'Member')]], silent: [[userType('Member', 'Guest')]] },
  'account.created-by-user-then-role': {
    fires: [[on('Add user', 'svc-sync2@contoso.com', 0), role('svc-sync2@contoso.com', 30)]],
    silent: [
      [on('Add user', 'svc-sync2@contoso.com', 0), role(ADMIN, 30)],
      [on('Add user', 'svc-sync2@contoso.com', 0), { ...role('svc-sync2@contoso.com', 0), activityDateTime: at(1440) }],
    ],
  },
};
