import fc from 'fast-check';
import { defaultMappings, MAX_ENTITY_KEYS, MAX_SEARCH_TEXT, normalize, type Normalized } from './index';

const options = { source: 'import', mappings: defaultMappings(), now: new Date('2026-11-24T00:00:00Z') } as const;

const time = fc.constantFrom('2024-05-06T07:08:09', '2024-05-06T07:08:09.1234567Z', '4/11/2025 6:21:02 PM', 'x', '');
const identifier = fc.oneof(
  fc.uuid(),
  fc.emailAddress(),
  fc.ipV4(),
  fc.ipV6(),
  fc.string(),
  fc.constantFrom('NOT-FOUND', '<null>', '\ud800', 'a\u0000b', '__proto__'),
);
const anything = fc.oneof(fc.jsonValue({ maxDepth: 4 }), identifier, fc.constant({ toString: false, valueOf: 0 }));
const orAnything = (arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary }, { weight: 1, arbitrary: anything });
const some = (model: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(model, { requiredKeys: [] });

const property = some({ displayName: identifier, oldValue: anything, newValue: anything, Name: identifier, NewValue: anything });
const named = some({ Name: identifier, Value: anything });
const identities = fc.array(some({ ID: identifier, Type: fc.nat({ max: 6 }) }));

const graphAudit = fc.record({
  id: orAnything(identifier),
  category: orAnything(fc.constantFrom('UserManagement', 'Policy')),
  activityDisplayName: orAnything(fc.string()),
  activityDateTime: orAnything(time),
  result: anything,
  initiatedBy: orAnything(
    some({
      user: some({ id: identifier, displayName: identifier, userPrincipalName: identifier, ipAddress: identifier }),
      app: some({ displayName: identifier, appId: identifier }),
    }),
  ),
  targetResources: orAnything(
    fc.array(
      some({
        id: identifier,
        type: identifier,
        displayName: identifier,
        userPrincipalName: identifier,
        modifiedProperties: fc.array(property),
      }),
      { maxLength: 6 },
    ),
  ),
  additionalDetails: orAnything(fc.array(some({ key: identifier, value: anything }))),
});
const graphSignIn = fc.record({
  id: orAnything(identifier),
  createdDateTime: orAnything(time),
  userPrincipalName: identifier,
  appId: identifier,
  status: anything,
  deviceDetail: anything,
  location: anything,
  ipAddress: anything,
});
const intune = fc.record({
  id: orAnything(identifier),
  activity: anything,
  activityDateTime: orAnything(time),
  actor: anything,
  resources: orAnything(fc.array(some({ displayName: identifier, resourceId: identifier, modifiedProperties: fc.array(property) }))),
});
const managementApi = fc.record({
  Id: orAnything(identifier),
  CreationTime: orAnything(time),
  Operation: orAnything(fc.constantFrom('Set-Mailbox', 'UserLoggedIn', 'FileAccessed', 'Add user.', 'MemberAdded')),
  RecordType: orAnything(fc.nat({ max: 120 })),
  Workload: orAnything(fc.constantFrom('Exchange', 'SharePoint', 'AzureActiveDirectory', 'MicrosoftTeams', undefined)),
  UserId: orAnything(identifier),
  UserKey: identifier,
  UserType: anything,
  ObjectId: orAnything(identifier),
  Parameters: orAnything(fc.array(named)),
  ModifiedProperties: orAnything(fc.array(property)),
  ExtendedProperties: orAnything(fc.array(named)),
  Actor: orAnything(identities),
  Target: orAnything(identities),
  Members: anything,
  Item: anything,
  Folders: anything,
  AffectedItems: anything,
  Recipients: anything,
  PolicyDetails: anything,
});
const envelope = fc.record({
  time,
  category: orAnything(fc.constantFrom('AuditLogs', 'SignInLogs')),
  operationName: anything,
  properties: orAnything(
    fc.oneof(
      graphAudit,
      graphSignIn,
      some({ AuditEventId: identifier, Actor: anything, Targets: anything, TargetObjectIds: anything, TargetDisplayNames: anything }),
    ),
  ),
  identity: anything,
});
const resourceId = fc.oneof(
  fc.constantFrom('/', '//', '/subscriptions', '/subscriptions/x/resourceGroups/', '/providers/', '/providers/A/b/c/d'),
  fc
    .array(fc.oneof(identifier, fc.constantFrom('subscriptions', 'resourceGroups', 'providers')), { maxLength: 12 })
    .map((parts) => `/${parts.join('/')}`),
);
const wrapped = fc.oneof(identifier, some({ value: anything, localizedValue: anything }));
const roleChange = some({ principalId: identifier, PrincipalType: identifier, RoleDefinitionId: anything });
const azureOperation = fc.constantFrom('Microsoft.Network/dnsZones/delete', 'MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/WRITE', 'a.b/', '/');
const azureProperties = orAnything(
  some({
    eventCategory: anything,
    eventProperties: anything,
    requestbody: fc.oneof(
      anything,
      some({ properties: roleChange }).map((body) => JSON.stringify(body)),
    ),
  }),
);
const azureActivity = fc.oneof(
  fc.record({
    eventDataId: orAnything(identifier),
    eventTimestamp: orAnything(time),
    operationName: orAnything(
      fc.oneof(
        azureOperation,
        azureOperation.map((value) => ({ value })),
      ),
    ),
    category: wrapped,
    status: wrapped,
    caller: anything,
    claims: anything,
    httpRequest: anything,
    resourceId: orAnything(resourceId),
    properties: azureProperties,
  }),
  fc.record({
    time: orAnything(time),
    operationName: orAnything(azureOperation),
    category: orAnything(fc.constantFrom('Administrative', 'Write', 'Policy')),
    resultType: anything,
    resourceId: orAnything(resourceId),
    identity: orAnything(some({ claims: anything, authorization: anything })),
    properties: azureProperties,
  }),
  some({
    TimeGenerated: time,
    OperationNameValue: azureOperation,
    CategoryValue: anything,
    Claims: anything,
    _ResourceId: orAnything(resourceId),
    EventDataId: anything,
  }),
);
const record = fc.oneof(graphAudit, graphSignIn, intune, managementApi, envelope, azureActivity);

/** The same value with the members of every object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function expectSound(result: Normalized): void {
  if (!result.ok) {
    expect(result.detail).not.toMatch(/normaliser failed|^$/);
    return;
  }
  const { event } = result;
  expect(event.search_text.length).toBeLessThanOrEqual(MAX_SEARCH_TEXT);
  expect(event.entity_keys.length).toBeLessThanOrEqual(MAX_ENTITY_KEYS);
  expect(event.entity_keys).toEqual([...new Set(event.entity_keys.map((key) => key.toLowerCase()))]);
  const texts = [
    event.search_text,
    event.display_summary,
    event.operation,
    event.service,
    event.actor_display ?? '',
    ...event.target_displays,
  ];
  expect(texts.filter((text) => !text.isWellFormed())).toEqual([]);
  expect(event.operation).not.toBe('');
  expect(event.display_summary).not.toBe('');
  expect(Number.isNaN(event.timestamp.getTime())).toBe(false);
}

describe('properties of normalize', () => {
  it('never throws and never fails within, for any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), (raw) => expectSound(normalize(raw, options))));
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true }), (raw) =>
        expect(() => normalize(raw, options)).not.toThrow(),
      ),
    );
  });

  it('makes sound events or rejections of records with anything in any field', () => {
    fc.assert(
      fc.property(record, (raw) => expectSound(normalize(plain(raw), options))),
      { numRuns: 3000 },
    );
  });

  it('survives members called __proto__ and constructor', () => {
    const raw: unknown = JSON.parse(
      '{"Id":"1","CreationTime":"2024-01-01T00:00:00","Operation":"__proto__","Workload":"constructor","UserId":"__proto__","__proto__":{"x":1},"Item":{"__proto__":{"Subject":"s"}},"Parameters":{"__proto__":"y"}}',
    );
    expectSound(normalize(raw, options));
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });

  it('gives a dedupe key that does not depend on the order of members', () => {
    fc.assert(
      fc.property(record, (written) => {
        const raw = plain(written);
        const [left, right] = [normalize(raw, options), normalize(reversed(raw), options)];
        // Reversing changes which of two differently spelt members comes first, but not what is read from known ones.
        if (left.ok && right.ok) expect(right.event.dedupe_key).toBe(left.event.dedupe_key);
        else expect(right.ok).toBe(left.ok);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives one dedupe key with and without envelope, and whatever the source', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.tuple(graphAudit, fc.constant('AuditLogs')), fc.tuple(graphSignIn, fc.constant('SignInLogs'))),
        ([written, category]) => {
          const raw = plain(written);
          const bare = normalize(raw, options);
          const wrapped = normalize(
            { time: '2020-01-01T00:00:00Z', category, operationName: 'Other', properties: raw },
            { ...options, source: 'directory' },
          );
          const asText = normalize(
            { time: '2020-01-01T00:00:00Z', category, operationName: 'Other', properties: JSON.stringify(raw) },
            options,
          );
          if (!bare.ok || isWithoutOperation(raw)) return;
          expect(wrapped.ok && wrapped.event.dedupe_key).toBe(bare.event.dedupe_key);
          expect(asText.ok && asText.event.dedupe_key).toBe(bare.event.dedupe_key);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('takes time in proportion to the size, whatever the text', () => {
    const texts = [
      'a'.repeat(900_000),
      'a@'.repeat(400_000),
      '1.1.'.repeat(200_000),
      '-a '.repeat(300_000),
      '0-0-'.repeat(200_000),
      '[['.repeat(400_000),
      ' '.repeat(900_000),
      '"'.repeat(400_000),
      ':'.repeat(900_000),
      '/\\'.repeat(300_000),
      'a.'.repeat(400_000) + '@',
    ];
    const before = process.cpuUsage();
    for (const text of texts) {
      for (const raw of [
        {
          Id: '1',
          CreationTime: '2024-01-01T00:00:00',
          Operation: text,
          Workload: 'Exchange',
          UserId: text,
          ObjectId: text,
          ClientIP: text,
          Parameters: text,
          ModifiedProperties: text,
        },
        {
          Id: '1',
          CreationTime: '2024-01-01T00:00:00',
          Operation: 'x',
          Workload: 'SharePoint',
          ObjectId: text,
          SiteUrl: `https://a.sharepoint.com/${text}`,
          Parameters: [{ Name: text, Value: text }],
        },
        {
          id: '1',
          activityDateTime: '2024-01-01T00:00:00',
          activityDisplayName: text,
          initiatedBy: { user: { userPrincipalName: text, displayName: text } },
          targetResources: [{ displayName: text, modifiedProperties: [{ displayName: text, newValue: text }] }],
        },
      ])
        normalize(raw, { ...options, maxBytes: 100_000_000 });
    }
    // Processor time, so that a busy machine changes nothing; microseconds.
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000 / texts.length / 3).toBeLessThan(100);
  });
});

/** Where the record has no name of its activity, the envelope's stands in for it and belongs to the key of a record without id. */
function isWithoutOperation(raw: unknown): boolean {
  if (typeof raw !== 'object' || raw === null || !('activityDisplayName' in raw)) return false;
  const name = raw.activityDisplayName;
  return (typeof name !== 'string' && typeof name !== 'number' && typeof name !== 'boolean') || normalizeName(String(name)) === null;
}

function normalizeName(name: string): string | null {
  const result = normalize({ id: 'x', activityDateTime: '2024-01-01T00:00:00Z', activityDisplayName: name }, options);
  return result.ok && !result.event.operation.startsWith('Unknown') ? name : null;
}
