import { roles, signInErrors } from '../world/catalog';
import type { User } from '../world/company';
import { attackerPlaces } from '../world/names';
import { browsers } from '../world/catalog';
import { byUser, change, groupTarget, included, otherTarget, policyTarget, roleChanges, userTarget } from './directory-targets';
import { mailboxPath } from './exchange';
import type { Plot } from './plot';
import type { Script } from './script';
import type { SignIn } from './sign-in';

/** An address and a browser that nobody of the company uses. */
export function attacker(script: Script): {
  ip: string;
  place: (typeof attackerPlaces)[number];
  signIn(user: User, over?: Partial<SignIn>): SignIn;
} {
  const place = script.rng.pick(attackerPlaces);
  const ip = `${place.network}${2 + script.rng.int(250)}`;
  const base = {
    ip,
    place,
    app: { name: 'Azure Portal', appId: 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c' },
    error: null,
    browser: browsers[1],
    managed: false,
    mfa: false,
    clientApp: 'Browser',
    risk: 'medium' as const,
    protocol: 'none' as const,
  };
  return { ip, place, signIn: (user, over = {}) => ({ ...base, user, ...over }) };
}

const wrongPassword = signInErrors[0];

const passwordSpray: Plot = {
  key: 'password-spray-to-mass-download',
  title: 'Password spray, sign-in, forwarding rule, mass download',
  techniques: ['T1110.003', 'T1078.004', 'T1114.003', 'T1530'],
  livePace: 0.25,
  write(script) {
    const { company, rng } = script;
    const them = attacker(script);
    const victim = rng.pick(company.people);
    for (let i = 0; i < 24; i++)
      script.wait(6).signIn(
        them.signIn(rng.pick(company.people), {
          error: wrongPassword,
          clientApp: 'Mobile Apps and Desktop clients',
          agent: 'python-requests/2.31.0',
          protocol: 'ropc',
        }),
      );
    script
      .wait(20)
      .signIn(
        them.signIn(victim, { risk: 'high', app: { name: 'Office 365 Exchange Online', appId: '00000002-0000-0ff1-ce00-000000000000' } }),
      );
    script
      .wait(60)
      .mailbox({ operation: 'MailItemsAccessed', user: victim, ip: them.ip, items: 180, client: 'Client=OWA;Action=ViaProxy' });
    script.wait(40).cmdlet({
      cmdlet: 'New-InboxRule',
      objectId: mailboxPath({ company, rng, at: script.now }, `${victim.mailNickname}\\..`),
      actor: victim,
      ip: them.ip,
      parameters: [
        ['AlwaysDeleteOutlookRulesBlob', 'False'],
        ['Force', 'False'],
        ['ForwardTo', 'collector.inbox@example.net'],
        ['SubjectOrBodyContainsWords', 'invoice;payment;iban'],
        ['DeleteMessage', 'True'],
        ['StopProcessingRules', 'True'],
        ['Name', '.'],
      ],
    });
    const site = rng.pick(company.groups);
    for (let i = 0; i < 120; i++)
      script.wait(1.2).file({ operation: 'FileDownloaded', user: victim, ip: them.ip, site, agent: browsers[1].agent });
    return { actors: [victim.upn], targets: [site.siteUrl, 'collector.inbox@example.net'] };
  },
};

const nightAdmin: Plot = {
  key: 'mfa-change-and-global-administrator-at-night',
  title: 'Security info replaced, then Global Administrator assigned at night',
  techniques: ['T1556.006', 'T1098.003'],
  utcHour: 1,
  livePace: 0.3,
  write(script) {
    const { company, rng } = script;
    const them = attacker(script);
    const admin = rng.pick(company.admins);
    const helper = rng.pick(company.people);
    script.signIn(them.signIn(admin));
    script.wait(50).directory({
      category: 'UserManagement',
      activity: 'User deleted security info',
      service: 'Authentication Methods',
      operationType: 'Delete',
      actor: byUser(admin, them.ip),
      targets: [userTarget(admin)],
      reason: 'User deleted Authenticator App with Notification and Code',
    });
    script.wait(40).directory({
      category: 'UserManagement',
      activity: 'User registered security info',
      service: 'Authentication Methods',
      operationType: 'Add',
      actor: byUser(admin, them.ip),
      targets: [userTarget(admin)],
      reason: 'User registered Mobile Phone SMS',
    });
    script.wait(90).directory({
      category: 'UserManagement',
      activity: 'Disable Strong Authentication',
      service: 'Core Directory',
      operationType: 'Update',
      actor: byUser(admin, them.ip),
      targets: [
        userTarget(helper, [
          change('StrongAuthenticationRequirement', [{ RelyingParty: '*', State: 1 }], []),
          included('StrongAuthenticationRequirement'),
        ]),
      ],
    });
    script.wait(60).directory({
      category: 'RoleManagement',
      activity: 'Add member to role',
      service: 'Core Directory',
      operationType: 'Assign',
      actor: byUser(admin, them.ip),
      targets: [
        userTarget(helper, roleChanges(company, roles[0])),
        otherTarget('Role', company.roleIds.get(roles[0].templateId) ?? null, null),
      ],
    });
    return { actors: [admin.upn], targets: [helper.upn] };
  },
};

const bulkDeletion: Plot = {
  key: 'bulk-user-deletion',
  title: 'Leaving administrator deletes users and groups',
  techniques: ['T1531', 'T1485'],
  utcHour: 19,
  livePace: 0.4,
  write(script) {
    const { company, rng } = script;
    const admin = rng.pick(company.admins);
    const victims = rng.shuffle([...company.people]).slice(0, 14);
    for (const victim of victims)
      script.wait(15).directory({
        category: 'UserManagement',
        activity: 'Delete user',
        service: 'Core Directory',
        operationType: 'Delete',
        actor: byUser(admin),
        targets: [userTarget(victim, [change('IsSoftDeleted', [false], [true])])],
      });
    for (const victim of victims.slice(0, 6))
      script.wait(10).directory({
        category: 'UserManagement',
        activity: 'Hard Delete user',
        service: 'Core Directory',
        operationType: 'Delete',
        actor: byUser(admin),
        targets: [userTarget(victim)],
      });
    script.wait(30).directory({
      category: 'GroupManagement',
      activity: 'Delete group',
      service: 'Core Directory',
      operationType: 'Delete',
      actor: byUser(admin),
      targets: [groupTarget(rng.pick(company.groups))],
    });
    return { actors: [admin.upn], targets: victims.map((user) => user.upn) };
  },
};

const weakenedPolicy: Plot = {
  key: 'conditional-access-weakened',
  title: 'Conditional Access policy disabled and an exclusion added',
  techniques: ['T1556.009', 'T1562.001'],
  utcHour: 21,
  livePace: 0.3,
  write(script) {
    const { company, rng } = script;
    const admin = rng.pick(company.admins);
    const them = attacker(script);
    const policy = company.policies[0] ?? { id: rng.guid(), name: 'Require MFA for all users' };
    const detail = (state: string, exclude: string[]): string =>
      JSON.stringify({
        id: policy.id,
        displayName: policy.name,
        state,
        conditions: { users: { includeUsers: ['All'], excludeUsers: exclude }, clientAppTypes: ['all'] },
        grantControls: { operator: 'OR', builtInControls: ['mfa'] },
      });
    const update = (before: string, after: string): void =>
      void script.directory({
        category: 'Policy',
        activity: 'Update conditional access policy',
        service: 'Conditional Access',
        operationType: 'Update',
        actor: byUser(admin, them.ip),
        targets: [policyTarget(policy, [{ property: 'ConditionalAccessPolicy', old: before, new: after }])],
        details: [{ key: 'Category', value: 'Conditional Access' }],
      });
    update(detail('enabled', []), detail('enabled', [admin.id]));
    script.wait(120);
    update(detail('enabled', [admin.id]), detail('disabled', [admin.id]));
    script.wait(60).directory({
      category: 'Policy',
      activity: 'Delete conditional access policy',
      service: 'Conditional Access',
      operationType: 'Delete',
      actor: byUser(admin, them.ip),
      targets: [policyTarget(company.policies[2] ?? policy)],
    });
    return { actors: [admin.upn], targets: [policy.name] };
  },
};

const federation: Plot = {
  key: 'federation-domain-added',
  title: 'Domain added, verified and federated to a foreign issuer',
  techniques: ['T1484.002'],
  utcHour: 2,
  livePace: 0.3,
  write(script) {
    const { company, rng } = script;
    const admin = rng.pick(company.admins);
    const them = attacker(script);
    const domain = `login-${company.sharePoint}.net`;
    const target = (...changes: ReturnType<typeof change>[]) => [otherTarget('Directory', null, domain, changes)];
    const act = (activity: string, operationType: 'Add' | 'Update', ...changes: ReturnType<typeof change>[]): void =>
      void script.wait(70).directory({
        category: 'DirectoryManagement',
        activity,
        service: 'Core Directory',
        operationType,
        actor: byUser(admin, them.ip),
        targets: target(...changes),
      });
    act(
      'Add unverified domain',
      'Add',
      change('Name', [''], [domain]),
      change('LiveType', ['None'], ['Managed']),
      included('Name,LiveType'),
    );
    act('Verify domain', 'Update', change('Verified', [false], [true]));
    act('Set domain authentication', 'Update', change('LiveType', ['Managed'], ['Federated']));
    act('Set federation settings on domain', 'Update', change('IssuerUri', [], ['http://any.sts/8B4E21F3']), included('IssuerUri'));
    return { actors: [admin.upn], targets: [domain] };
  },
};

const breakGlass: Plot = {
  key: 'break-glass-used',
  title: 'Emergency account signs in by device code',
  techniques: ['T1078.004', 'T1528'],
  livePace: 0.3,
  write(script) {
    const { company } = script;
    const them = attacker(script);
    script.signIn(them.signIn(company.breakGlass, { error: wrongPassword }));
    script.wait(30).signIn(
      them.signIn(company.breakGlass, {
        protocol: 'deviceCode',
        app: { name: 'Microsoft Azure CLI', appId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46' },
        clientApp: 'Mobile Apps and Desktop clients',
        risk: 'high',
      }),
    );
    return { actors: [company.breakGlass.upn], targets: [] };
  },
};

export const identityPlots: readonly Plot[] = [passwordSpray, nightAdmin, weakenedPolicy, bulkDeletion, federation, breakGlass];
