import type { Target } from '@aoc/contracts';
import { accessDetail } from './access-detail';

const consent = (permissions: string): Target[] => [
  {
    type: 'ServicePrincipal',
    id: null,
    display: 'Mail tool',
    upn: null,
    modified: [{ property: 'ConsentAction.Permissions', old: null, new: permissions }],
  },
];

// The notation is that of Entra's own records: some name a date after the scopes, most end with them.
it.each([
  ['[] => [[Id: a, ConsentType: Principal, Scope:  offline_access Mail.Read]]; ', 'offline_access Mail.Read'],
  ['[] => [[Id: a, Scope: User.Read, CreatedDateTime: 2023-10-27T16:14:14Z, LastModifiedDateTime ]]; ', 'User.Read'],
  ['[[Id: a, Scope: User.Read]] => [[Id: a, Scope: User.Read Mail.Send], [Id: b, Scope: Files.Read]]; ', 'User.Read Mail.Send'],
  ['[] => [[Id: a, Scope: User.Read', 'User.Read'],
  ['something else', 'something else'],
])('the scopes of a consent: %s', (permissions, expected) => {
  expect(accessDetail(consent(permissions))).toBe(expected);
});
