/** The everyday work of administrators and services in Entra: one weighted table of actions over all usual categories. */
import { roles } from '../world/catalog';
import { adminActivity, pickPerson, type Build } from './build';
import type { Actor, Change, DirectoryAction, Target } from './directory';
import {
  appTarget,
  byUser,
  change,
  groupTarget,
  included,
  otherTarget,
  policyTarget,
  principalTarget,
  roleChanges,
  userTarget,
} from './directory-targets';

interface Kind {
  weight: number;
  /** done by administrators alone, and so in their hours */
  byAdmin?: boolean;
  make(build: Build): DirectoryAction;
}

const admin = ({ company, rng }: Build): Actor => byUser(rng.pick(company.admins));
const service = (name: string): Actor => ({ kind: 'service', name });

/** An action of Core Directory by an administrator on one target. */
function core(
  weight: number,
  category: string,
  activity: string,
  operationType: DirectoryAction['operationType'],
  target: (build: Build) => Target[],
  actor: (build: Build) => Actor = admin,
): Kind {
  return {
    weight,
    byAdmin: actor === admin,
    make: (build) => ({ category, activity, service: 'Core Directory', operationType, actor: actor(build), targets: target(build) }),
  };
}

const person =
  (changes: (build: Build) => Change[] = () => []) =>
  (build: Build) => [userTarget(build.rng.pick(build.company.people), changes(build))];

const updates: ((build: Build) => Change[])[] = [
  ({ rng }) => [change('Department', ['Sales'], [rng.pick(['Finance', 'Marketing', 'Operations'])]), included('Department')],
  ({ rng }) => [change('TelephoneNumber', [], [`+41 44 555 ${String(rng.int(10000)).padStart(4, '0')}`]), included('TelephoneNumber')],
  ({ at }) => [
    change('StsRefreshTokensValidFrom', [new Date(at - 1000).toISOString()], [new Date(at).toISOString()]),
    included('StsRefreshTokensValidFrom'),
  ],
  ({ rng }) => [
    { property: 'ProxyAddresses', old: '["SMTP:old@example.org"]', new: `["SMTP:${rng.alphanumeric(6).toLowerCase()}@example.org"]` },
    included('ProxyAddresses'),
    change('TargetId.UserType', undefined, 'Member'),
  ],
];

const kinds: Kind[] = [
  core(
    24,
    'UserManagement',
    'Update user',
    'Update',
    person((build) => build.rng.pick(updates)(build)),
    (build) => (build.rng.chance(0.5 * adminActivity(build.at)) ? admin(build) : service('Microsoft Substrate Management')),
  ),
  core(
    6,
    'UserManagement',
    'Add user',
    'Add',
    person(({ company }) => [
      change('AccountEnabled', [], [true]),
      change('UserPrincipalName', [], [`new.joiner@${company.domain}`]),
      included('AccountEnabled', 'UserPrincipalName'),
    ]),
  ),
  core(
    3,
    'UserManagement',
    'Delete user',
    'Delete',
    person(() => [change('IsSoftDeleted', [false], [true])]),
  ),
  core(
    3,
    'UserManagement',
    'Disable account',
    'Update',
    person(() => [change('AccountEnabled', [true], [false]), included('AccountEnabled')]),
  ),
  core(9.5, 'UserManagement', 'Change user license', 'Update', licensed, () => service('Microsoft Azure AD Group-Based Licensing')),
  core(0.5, 'UserManagement', 'Change user license', 'Update', licensed),
  {
    weight: 6,
    byAdmin: true,
    make: (build) => ({
      category: 'UserManagement',
      activity: 'Reset password (by admin)',
      service: 'Self-service Password Management',
      operationType: 'Update',
      actor: admin(build),
      targets: person()(build),
      details: [{ key: 'OnPremisesAgent', value: 'None' }],
    }),
  },
  {
    weight: 7,
    make: (build) => {
      const user = pickPerson(build);
      const failed = build.rng.chance(0.1);
      return {
        category: 'UserManagement',
        activity: 'User registered security info',
        service: 'Authentication Methods',
        operationType: 'Add',
        actor: byUser(user),
        targets: [userTarget(user)],
        result: failed ? 'failure' : 'success',
        reason: failed ? 'User failed to register Authenticator App' : 'User registered Authenticator App with Notification and Code',
      };
    },
  },
  {
    weight: 0.4,
    make: (build) => ({
      category: 'UserManagement',
      activity: 'Invite external user',
      service: 'Invited Users',
      operationType: 'Add',
      actor: byUser(pickPerson(build)),
      targets: [otherTarget('User', build.rng.guid(), `partner${build.rng.int(900)}_example.org#EXT#@${build.company.initialDomain}`)],
      details: [{ key: 'InvitedUserEmailAddress', value: `partner${build.rng.int(900)}@example.org` }],
    }),
  },
  core(22, 'GroupManagement', 'Add member to group', 'Assign', groupMember(undefined)),
  core(12, 'GroupManagement', 'Remove member from group', 'Unassign', groupMember('old')),
  core(3, 'GroupManagement', 'Update group', 'Update', ({ company, rng }) => [
    groupTarget(rng.pick(company.groups), [change('Description', [''], ['Reviewed']), included('Description')]),
  ]),
  core(0.15, 'RoleManagement', 'Add member to role', 'Assign', (build) => [
    userTarget(build.rng.pick(build.company.admins), roleChanges(build.company, build.rng.pick(roles.slice(3)))),
    otherTarget('Role', null, null),
  ]),
  core(0.15, 'RoleManagement', 'Remove member from role', 'Unassign', (build) => [
    userTarget(build.rng.pick(build.company.admins), roleChanges(build.company, build.rng.pick(roles.slice(3)))),
  ]),
  {
    weight: 6,
    byAdmin: true,
    make: (build) => {
      const user = build.rng.pick(build.company.admins);
      const role = user.role ?? roles[6];
      const details = [
        { key: 'RoleDefinitionOriginId', value: role.templateId },
        { key: 'Justification', value: build.rng.pick(['routine work', 'ticket 4821', 'mailbox request', 'device clean-up']) },
      ];
      return {
        category: 'RoleManagement',
        activity: 'Add member to role completed (PIM activation)',
        service: 'PIM',
        operationType: 'Assign',
        actor: byUser(user),
        targets: [
          otherTarget('Role', role.templateId, role.name, [change('TemplateId', '', role.templateId)]),
          otherTarget('Other', build.rng.guid(), null),
          userTarget(user),
        ],
        reason: 'routine work',
        details,
      };
    },
  },
  core(
    4,
    'ApplicationManagement',
    'Update service principal',
    'Update',
    (build) => [
      principalTarget(build.rng.pick(build.company.applications), [
        change('Tag', [], ['WindowsAzureActiveDirectoryIntegratedApp']),
        included('Tag'),
      ]),
    ],
    () => service('Microsoft Azure AD Internal - Jit Provisioning'),
  ),
  core(2, 'ApplicationManagement', 'Update application', 'Update', (build) => [
    appTarget(build.rng.pick(build.company.applications), [
      change('AppAddress', [], [{ AddressType: 0, Address: 'https://app.example.org/callback', ReplyAddressClientType: 1 }]),
      included('AppAddress'),
    ]),
  ]),
  core(1, 'ApplicationManagement', 'Add app role assignment grant to user', 'Assign', (build) => [
    principalTarget(build.rng.pick(build.company.applications)),
    userTarget(build.rng.pick(build.company.people)),
  ]),
  core(0.7, 'Policy', 'Update policy', 'Update', (build) => [
    policyTarget(build.rng.pick(build.company.policies), [
      change('PolicyDetail', ['{"Version":1,"State":"Reporting"}'], ['{"Version":1,"State":"Enabled"}']),
      included('PolicyDetail'),
    ]),
  ]),
  core(9, 'Device', 'Update device', 'Update', device([change('IsCompliant', [false], [true]), included('IsCompliant')]), () =>
    service('Microsoft Intune'),
  ),
  core(
    4,
    'Device',
    'Add registered owner to device',
    'Assign',
    (build) => device([])(build),
    (build) => byUser(pickPerson(build)),
  ),
  core(3, 'Device', 'Register device', 'Add', device([change('AccountEnabled', [], [true]), change('TrustType', [], ['AzureAd'])]), () =>
    service('Device Registration Service'),
  ),
  core(1.5, 'Device', 'Delete device', 'Delete', device([])),
  core(0.6, 'DirectoryManagement', 'Set Company Information', 'Update', ({ company }) => [
    otherTarget('Directory', company.tenantId, company.name, [change('TechnicalNotificationMail', [], [`it@${company.domain}`])]),
  ]),
  {
    weight: 8,
    make: (build) => ({
      category: 'ProvisioningManagement',
      activity: 'Synchronization rule action',
      service: 'Account Provisioning',
      operationType: 'Update',
      actor: service('Azure AD Cloud Sync'),
      targets: person()(build),
      reason: 'User was skipped: not in scope',
      result: build.rng.chance(0.08) ? 'failure' : 'success',
    }),
  },
];

function groupMember(side: 'old' | undefined) {
  return ({ company, rng }: Build): Target[] => {
    const group = rng.pick(company.groups);
    const values: [string, string][] = [
      ['Group.ObjectID', group.id],
      ['Group.DisplayName', group.name],
      ['Group.WellKnownObjectName', ''],
    ];
    const changes = values.map(([property, value]) =>
      side === 'old' ? change(property, value, undefined) : change(property, undefined, value),
    );
    return [userTarget(rng.pick(company.people), changes), groupTarget(group)];
  };
}

function licensed(build: Build): Target[] {
  const { rng, company } = build;
  const changes = [change('AssignedLicense', [], [`[SkuName=${rng.pick(company.licences).sku}]`]), included('AssignedLicense')];
  return person(() => changes)(build);
}

function device(changes: Change[]) {
  return ({ company, rng }: Build): Target[] => {
    const owner = rng.pick(company.people);
    return [otherTarget('Device', owner.device.id, owner.device.name, changes)];
  };
}

/** One ordinary directory action. */
export function directoryAction(build: Build): DirectoryAction {
  const atWork = adminActivity(build.at);
  return build.rng.weighted(kinds, ({ weight, byAdmin }) => (byAdmin ? weight * atWork : weight)).make(build);
}
