import type { NormalizedEvent, RejectionReason } from '@aoc/contracts';
import { defaultMappings, normalize } from './index';

const now = new Date('2026-11-24T00:00:00Z');
const options = { source: 'unified', mappings: defaultMappings(), now } as const;

const event = (raw: unknown): NormalizedEvent => {
  const result = normalize(raw, options);
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  return result.event;
};

const unified = (part: Record<string, unknown>): Record<string, unknown> => ({
  Id: 'b1d5b1f0-0000-4000-8000-000000000001',
  CreationTime: '2024-05-06T07:08:09',
  Operation: 'Set-Mailbox',
  RecordType: 1,
  Workload: 'Exchange',
  UserId: 'alice@contoso.example',
  UserKey: '100320010972E450',
  UserType: 2,
  OrganizationId: '5f210575-a69b-41a7-b623-3f6d79ccd432',
  ...part,
});

const directory = (part: Record<string, unknown>): Record<string, unknown> => ({
  id: 'Directory_1',
  category: 'UserManagement',
  activityDisplayName: 'Update user',
  activityDateTime: '2024-05-06T07:08:09.1234567Z',
  result: 'success',
  initiatedBy: {
    user: {
      id: '5f210575-a69b-41a7-b623-3f6d79ccd431',
      displayName: 'Alice',
      userPrincipalName: 'alice@contoso.example',
      ipAddress: '10.1.2.3',
    },
  },
  targetResources: [
    {
      id: '5f210575-a69b-41a7-b623-3f6d79ccd433',
      displayName: 'Bob',
      type: 'User',
      userPrincipalName: 'bob@contoso.example',
      modifiedProperties: [],
    },
  ],
  ...part,
});

describe('services', () => {
  it.each([
    [{ Workload: 'MicrosoftTeams', RecordType: 25 }, 'Teams'],
    [{ Workload: 'AzureActiveDirectory' }, 'AzureActiveDirectory'],
    [{ Workload: 'OneDrive' }, 'OneDrive'],
    [{ Workload: undefined, RecordType: 15 }, 'AzureActiveDirectory'],
    [{ Workload: undefined, RecordType: '14' }, 'SharePoint'],
    [{ Workload: '', RecordType: 'MicrosoftTeams' }, 'Teams'],
    [{ Workload: null, RecordType: 'exchangeadmin' }, 'Exchange'],
    [{ Workload: undefined, RecordType: 99_999 }, 'Unknown'],
  ])('of %j is %s', (part, service) => expect(event(unified(part)).service).toBe(service));

  it('of Entra are the category', () => {
    expect(event(directory({})).service).toBe('UserManagement');
    expect(event(directory({ category: undefined })).service).toBe('Directory');
  });
});

describe('operations', () => {
  it('keep their spelling but for surrounding blanks', () => {
    expect(event(unified({ Operation: ' Add user. ' })).operation).toBe('Add user.');
    expect(event(directory({ activityDisplayName: 'Update application – Certificates and secrets management ' })).operation).toBe(
      'Update application – Certificates and secrets management',
    );
  });
});

describe('actors of the unified log', () => {
  it.each<[string, Record<string, unknown>, Partial<NormalizedEvent['actor']>]>([
    ['a UPN', {}, { type: 'user', upn: 'alice@contoso.example', id: '100320010972E450' }],
    [
      'a UPN with a GUID as key',
      { UserKey: '5F210575-A69B-41A7-B623-3F6D79CCD431' },
      { type: 'user', id: '5f210575-a69b-41a7-b623-3f6d79ccd431' },
    ],
    ['SharePoint login', { UserKey: 'i:0h.f|membership|1003200126677019@live.com' }, { id: '1003200126677019' }],
    [
      'a GUID',
      { UserId: '5f210575-a69b-41a7-b623-3f6d79ccd431', UserKey: 'x' },
      { type: 'user', id: '5f210575-a69b-41a7-b623-3f6d79ccd431', display: null },
    ],
    ['a SID', { UserId: 'S-1-5-21-1-2-3-4', UserKey: 'S-1-5-21-1-2-3-4' }, { type: 'user', id: 'S-1-5-21-1-2-3-4' }],
    ['the local system', { UserId: 'S-1-5-18', UserKey: 'S-1-5-18' }, { type: 'system', display: 'NT AUTHORITY\\SYSTEM' }],
    [
      'Exchange housekeeping',
      { UserId: 'NT AUTHORITY\\SYSTEM (w3wp)', UserType: 3 },
      { type: 'system', display: 'NT AUTHORITY\\SYSTEM (w3wp)', upn: null },
    ],
    ['SharePoint itself', { UserId: 'SHAREPOINT\\system', UserType: 0 }, { type: 'system' }],
    ['NOT-FOUND', { UserId: 'NOT-FOUND', UserKey: 'NOT-FOUND', UserType: 5 }, { type: 'system', id: null, display: null }],
    ['Not Available', { UserId: 'Not Available', UserKey: 'Not Available', UserType: 4 }, { type: 'system', id: null, display: null }],
    ['__NULL__', { UserId: '__NULL__', UserKey: '__NULL__' }, { type: 'system', id: null, display: null }],
    [
      'a service principal',
      { UserId: 'ServicePrincipal_fc8c8125-bc0c-499d-8344-e53c6e3caa81', UserType: 4, Actor: [{ ID: 'Sync app', Type: 1 }] },
      { type: 'application', id: 'fc8c8125-bc0c-499d-8344-e53c6e3caa81', display: 'Sync app' },
    ],
    [
      'a certificate',
      {
        UserId: 'Certificate',
        UserKey: 'Not Available',
        UserType: 4,
        Actor: [
          { ID: 'Jit', Type: 1 },
          { ID: 'Certificate', Type: 2 },
        ],
      },
      { type: 'application', display: 'Jit' },
    ],
    [
      'the tenant itself',
      { UserId: '5f210575-a69b-41a7-b623-3f6d79ccd432', UserKey: 'S-1-5-20' },
      { type: 'system', display: 'NT AUTHORITY\\NETWORK SERVICE' },
    ],
    [
      'UserType as numeric string',
      { UserId: 'Microsoft Teams Sync', UserKey: 'k', UserType: '4' },
      { type: 'system', display: 'Microsoft Teams Sync' },
    ],
    [
      'UserType as name',
      { UserId: 'Microsoft Teams Sync', UserKey: 'k', UserType: 'System' },
      { type: 'system', display: 'Microsoft Teams Sync' },
    ],
    ['an address with port', { ClientIP: '52.152.169.77:31814' }, { ip: '52.152.169.77' }],
    ['an address in brackets', { ClientIP: '', ClientIPAddress: '[2603:10a6:10:2e:cafe::9]:30943' }, { ip: '2603:10a6:10:2e:cafe::9' }],
    ['a host name', { ClientIP: 'host.contoso.example' }, { ip: null }],
  ])('%s', (_what, part, expected) => expect(event(unified(part)).actor).toMatchObject(expected));
});

describe('actors of Entra', () => {
  it.each<[string, unknown, Partial<NormalizedEvent['actor']>]>([
    ['nobody', {}, { type: 'system', id: null, display: null }],
    ['null', null, { type: 'system' }],
    [
      'an app without appId',
      { app: { appId: null, displayName: 'Tool', servicePrincipalId: 'sp1' } },
      { type: 'application', id: 'sp1', display: 'Tool' },
    ],
    [
      'an app whose name is its id',
      { app: { displayName: 'fc8c8125-bc0c-499d-8344-e53c6e3caa81', servicePrincipalId: 'sp1' } },
      { type: 'application', id: 'sp1', display: null },
    ],
    [
      'a user and app: null',
      { user: { id: 'u1', displayName: null, userPrincipalName: 'a@b.example', ipAddress: '' }, app: null },
      { type: 'user', id: 'u1', display: null, upn: 'a@b.example', ip: null },
    ],
    ['JSON in a string', '{"user":{"id":"u1","userPrincipalName":"a@b.example"}}', { type: 'user', id: 'u1' }],
  ])('%s', (_what, initiatedBy, expected) => expect(event(directory({ initiatedBy })).actor).toMatchObject(expected));
});

describe('results', () => {
  it('of a failed sign-in are failures whatever ResultStatus says about the request', () => {
    expect(
      event(
        unified({
          Workload: 'AzureActiveDirectory',
          RecordType: 15,
          Operation: 'UserLoginFailed',
          ResultStatus: 'Success',
          LogonError: 'x',
        }),
      ).result,
    ).toBe('failure');
  });
  it('may be absent', () => expect(event(unified({})).result).toBeNull());
  it('come from the envelope where the record has none', () => {
    const { result: _none, ...properties } = directory({});
    expect(
      event({ category: 'AuditLogs', operationName: 'x', properties, resultType: 'Failure', time: '2024-05-06T07:08:09Z' }).result,
    ).toBe('failure');
  });
  it('of sign-ins follow the error code, number or string', () => {
    const signIn = { id: 's', createdDateTime: '2024-05-06T07:08:09Z', userPrincipalName: 'a@b.example', appId: 'x' };
    expect(event({ ...signIn, status: { errorCode: 50_126 } }).result).toBe('failure');
    expect(event({ ...signIn, status: { errorCode: '0' } }).result).toBe('success');
    expect(
      event({ time: signIn.createdDateTime, category: 'SignInLogs', resultType: '0', durationMs: '0', properties: signIn }).result,
    ).toBe('success');
  });
});

describe('changes', () => {
  it.each([
    [
      'a list',
      [
        { Name: 'Identity', Value: 'bob' },
        { Name: 'ForwardingSmtpAddress', Value: 'smtp:x@evil.example' },
      ],
    ],
    ['JSON', '[{"Name":"Identity","Value":"bob"},{"Name":"ForwardingSmtpAddress","Value":"smtp:x@evil.example"}]'],
    ['PowerShell', '-Identity "bob" -ForwardingSmtpAddress "smtp:x@evil.example"'],
  ])('of a cmdlet are its parameters, given as %s', (_what, Parameters) => {
    const found = event(unified({ Parameters, ObjectId: 'bob' }));
    expect(found.targets).toMatchObject([
      { type: 'Mailbox', display: 'bob', modified: [{ property: 'ForwardingSmtpAddress', old: null, new: 'smtp:x@evil.example' }] },
    ]);
    expect(found.display_summary).toBe('alice@contoso.example changed mailbox bob (ForwardingSmtpAddress smtp:x@evil.example)');
    expect(found.entity_keys).toContain('x@evil.example');
    expect(found.search_text).toContain('ForwardingSmtpAddress');
  });
  it('are none where a cmdlet only reads', () => {
    expect(
      event(
        unified({
          Operation: 'Get-Mailbox',
          Parameters: [
            { Name: 'Identity', Value: 'bob' },
            { Name: 'ResultSize', Value: '5' },
          ],
        }),
      ).targets[0]?.modified,
    ).toEqual([]);
  });
  it.each(['', null, [], '{}'])('survive Parameters of %j', (Parameters) =>
    expect(event(unified({ Parameters })).operation).toBe('Set-Mailbox'),
  );
});

describe('targets', () => {
  it('take the name of the other side from the changed properties', () => {
    const modifiedProperties = [
      { displayName: 'Role.ObjectID', oldValue: null, newValue: '"r1"' },
      { displayName: 'Role.DisplayName', oldValue: null, newValue: '"Global Administrator"' },
    ];
    const found = event(
      directory({
        activityDisplayName: 'Add member to role',
        targetResources: [
          { id: 'u1', displayName: 'Bob', type: 'User', modifiedProperties },
          { id: 'r1', displayName: null, type: 'Role', modifiedProperties: [] },
        ],
      }),
    );
    expect(found.display_summary).toBe('Alice added Bob to role Global Administrator');
    expect(found.target_displays).toEqual(['Bob', 'Global Administrator']);
  });
  it('of Intune have documented and wire names', () => {
    const intune = (names: Record<string, unknown>, actor: Record<string, unknown>): NormalizedEvent =>
      event({
        id: 'i',
        activity: 'wipe ManagedDevice',
        activityDateTime: '2024-05-06T07:08:09Z',
        activityResult: 'Success',
        actor: { ...actor, userPrincipalName: 'a@b.example' },
        resources: [{ displayName: 'LAPTOP-1', resourceId: 'd1', modifiedProperties: [], ...names }],
      });
    for (const found of [
      intune({ type: 'ManagedDevice' }, { type: 'ItPro' }),
      intune({ auditResourceType: 'ManagedDevice' }, { auditActorType: 'ItPro' }),
    ]) {
      expect(found).toMatchObject({
        service: 'Intune',
        result: 'success',
        targets: [{ type: 'ManagedDevice', display: 'LAPTOP-1' }],
        display_summary: 'a@b.example wiped device LAPTOP-1',
      });
      expect(found.entity_keys).toContain('laptop-1');
    }
  });
});

describe('entity keys', () => {
  it('leave out the tenant itself, empty GUIDs, placeholders and loopback', () => {
    const keys = event(
      unified({
        ClientIP: '::1',
        AppId: '00000000-0000-0000-0000-000000000000',
        ObjectId: 'NOT-FOUND',
        ActorContextId: '5f210575-a69b-41a7-b623-3f6d79ccd432',
        Parameters: [{ Name: 'Organization', Value: '5F210575-A69B-41A7-B623-3F6D79CCD432' }],
      }),
    ).entity_keys;
    expect(keys).toEqual(['alice@contoso.example', '100320010972e450']);
  });
  it('hold sites, files and whom they are shared with', () => {
    const keys = event(
      unified({
        Workload: 'SharePoint',
        RecordType: 14,
        Operation: 'SharingSet',
        ObjectId: 'https://contoso.sharepoint.com/sites/Finance/Shared%20Documents/a.xlsx',
        SiteUrl: 'https://contoso.sharepoint.com/sites/Finance/',
        TargetUserOrGroupName: 'i:0#.f|membership|Guest@Other.example',
      }),
    ).entity_keys;
    expect(keys).toEqual(expect.arrayContaining(['https://contoso.sharepoint.com/sites/finance', 'guest@other.example']));
  });
});

describe('rejections', () => {
  it.each<[string, unknown, RejectionReason, RegExp]>([
    ['null', null, 'not_an_object', /null/],
    ['a list', [], 'not_an_object', /list/],
    ['text', '{}', 'not_an_object', /string/],
    ['an empty object', {}, 'unknown_shape', /no known kind/],
    ['another kind of record', { hello: 1 }, 'unknown_shape', /hello/],
    ['no time', unified({ CreationTime: null }), 'no_timestamp', /no timestamp/],
    ['a time that does not exist', unified({ CreationTime: '2023-10-10T17:08:65' }), 'no_timestamp', /17:08:65/],
    ['a time long ago', unified({ CreationTime: '1601-01-01T00:00:00' }), 'timestamp_out_of_range', /1601/],
    ['a time ahead', directory({ activityDateTime: '2027-01-01T00:00:00Z' }), 'timestamp_out_of_range', /2027/],
    ['too many bytes', unified({ Extra: 'x'.repeat(1_048_577) }), 'too_large', /1048576/],
    ['too many levels', unified({ Extra: JSON.parse('['.repeat(95) + ']'.repeat(95)) }), 'too_large', /deeper than 90/],
    ['far too many levels', JSON.parse('{"a":'.repeat(5000) + '1' + '}'.repeat(5000)), 'too_large', /deeper than 90/],
  ])('%s', (_what, raw, reason, detail) => {
    const result = normalize(raw, options);
    expect(result).toMatchObject({ ok: false, reason, detail: expect.stringMatching(detail) });
  });

  it('measure bytes, not characters, against the limit', () => {
    const raw = unified({ Extra: 'é'.repeat(400) });
    const bytes = Buffer.byteLength(JSON.stringify(raw));
    expect(normalize(raw, { ...options, maxBytes: bytes }).ok).toBe(true);
    expect(normalize(raw, { ...options, maxBytes: bytes - 1 })).toMatchObject({ reason: 'too_large' });
  });
});
