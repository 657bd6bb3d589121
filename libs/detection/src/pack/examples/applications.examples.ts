import type { JsonObject } from '@aoc/contracts';
import type { ExamplesByKey } from '../pack-rule';
import { change, directory, target, USER } from './records';

type Given = Parameters<typeof directory>[1];
const app = (activity: string, changes: JsonObject[] = [], more: Given = {}): JsonObject[] => [
  directory(activity, { category: 'ApplicationManagement', targets: [target('ServicePrincipal', 'Invoice helper', changes)], ...more }),
];
const consent = (scope: string, admin: string, more: Given = {}): JsonObject[] =>
  app(
    'Consent to application',
    [
      change('ConsentContext.IsAdminConsent', undefined, admin),
      change('ConsentContext.OnBehalfOfAll', undefined, admin),
      change(
        'ConsentAction.Permissions',
        undefined,
        `[] => [[Id: x, ClientId: y, PrincipalId: z, ResourceId: r, ConsentType: Principal, Scope: ${scope}]]; `,
      ),
    ],
    { by: USER, ...more },
  );
const role = (value: string): JsonObject[] =>
  app('Add app role assignment to service principal', [change('AppRole.Value', undefined, value)]);
const address = (url: string): JsonObject[] => app('Update application', [change('AppAddress', [], [{ AddressType: 0, Address: url }])]);
const policy = (property: string, before: unknown[], after: unknown[]): JsonObject[] => [
  directory('Update authorization policy', {
    category: 'AuthorizationPolicy',
    targets: [target('Policy', 'Authorization Policy', [change(property, before, after)])],
  }),
];
const settings = (changes: JsonObject[]): JsonObject[] => [
  directory('Set Company Information', { category: 'DirectoryManagement', targets: [target('Directory', 'Contoso', changes)] }),
];

export const applicationExamples: ExamplesByKey = {
  'app.risky-consent': {
    fires: [
      consent(' offline_access Mail.Read', 'False'),
      app('Add delegated permission grant', [change('DelegatedPermissionGrant.Scope', undefined, ' Files.ReadWrite.All')]),
    ],
    silent: [consent(' openid profile User.Read', 'False'), consent(' Mail.Read', 'False', { result: 'failure' })],
  },
  'app.tenant-wide-consent': { fires: [consent(' User.Read', 'True')], silent: [consent(' User.Read', 'False')] },
  'app.consent-blocked': {
    fires: [
      app('Consent to application', [change('ConsentAction.Reason', undefined, 'Risky application detected')], { result: 'failure' }),
    ],
    silent: [consent(' User.Read', 'False')],
  },
  'app.powerful-permission': {
    fires: [role('RoleManagement.ReadWrite.Directory'), role('full_access_as_app')],
    silent: [role('User.Read.All')],
  },
  'app.owner-added': {
    fires: [app('Add owner to application'), app('Add owner to service principal')],
    silent: [app('Remove owner from application')],
  },
  'app.federated-credential': {
    fires: [
      app('Update application', [
        change('FederatedIdentityCredentials', [], [{ Name: 'deploy', Issuer: 'https://token.actions.githubusercontent.com' }]),
      ]),
    ],
    silent: [
      app('Update application', [change('FederatedIdentityCredentials', [{ Name: 'deploy' }], [])]),
      address('https://app.example.org/callback'),
    ],
  },
  'app.service-principal-credential-at-creation': {
    fires: [app('Add service principal', [change('Credential', [], [{ CredentialType: 2, KeyStoreId: 'k1' }])])],
    silent: [app('Add service principal', [change('AccountEnabled', [], [true])])],
  },
  'app.unsafe-reply-address': {
    fires: [address('http://login.example.org/callback'), address('https://a1b2.ngrok.io/cb')],
    silent: [address('https://app.example.org/callback'), address('http://localhost:3000')],
  },
  'app.user-consent-loosened': {
    fires: [
      policy('AllowUserConsentForRiskyApps', [false], [true]),
      policy('PermissionGrantPolicyIdsAssignedToDefaultUserRole', [], ['ManagePermissionGrantsForSelf.microsoft-user-default-legacy']),
    ],
    silent: [
      policy('AllowUserConsentForRiskyApps', [true], [false]),
      policy('PermissionGrantPolicyIdsAssignedToDefaultUserRole', [], ['ManagePermissionGrantsForSelf.microsoft-user-default-low']),
    ],
  },
  'app.consent-settings-tenant': {
    fires: [settings([change('BlockUserConsentForRiskyApps', [true], [false])])],
    silent: [settings([change('TechnicalNotificationMail', [], ['it@contoso.com'])])],
  },
};
