import type { NormalizedEvent } from '@aoc/contracts';
import { defaultMappings, normalize } from '../index';
import { exported, fromTable, restRecord } from '../testing/azure-records';

const options = { source: 'import', mappings: defaultMappings(), now: new Date('2026-11-24T00:00:00Z') } as const;

const event = (raw: unknown): NormalizedEvent => {
  const result = normalize(raw, options);
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  return result.event;
};

const ZONE =
  '/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-dns/providers/Microsoft.Network/dnsZones/contoso.example';

describe('records of the Azure activity log', () => {
  it('are read the same from the REST API, from an export and from the table AzureActivity', () => {
    for (const raw of [restRecord(), exported(), fromTable(), { ...exported(), properties: JSON.stringify(exported().properties) }])
      expect(event(raw)).toMatchObject({
        service: 'Azure',
        result: 'success',
        timestamp: new Date('2026-03-04T10:00:00.123Z'),
        actor: {
          type: 'user',
          id: 'f409edeb-4d29-44b5-9763-ee9348ad91bb',
          display: 'Ann Admin',
          upn: 'ann@contoso.example',
          ip: '203.0.113.7',
        },
        targets: [{ type: expect.stringMatching(/^microsoft\.network\/dnszones$/i), display: 'contoso.example' }],
        display_category: 'Azure resources',
        display_summary: 'Ann Admin deleted DNS zone contoso.example',
      });
  });

  it('are known by their event id, and without one by what they say', () => {
    expect(event(restRecord()).dedupe_key).toBe('azure:aaaa0a0a-bb1b-4c2c-8d3d-eeeeee4e4e4e');
    expect(event(fromTable()).dedupe_key).toBe('azure:aaaa0a0a-bb1b-4c2c-8d3d-eeeeee4e4e4e');
    const key = event(exported()).dedupe_key;
    expect(key).toMatch(/^azure:h:[0-9a-f]{64}$/);
    expect(event(exported()).dedupe_key).toBe(key);
    expect(event(exported({ resultType: 'Start', resultSignature: 'Started.' })).dedupe_key).not.toBe(key);
  });

  it('are found by caller, application, address, resource and subscription, not by their tenant', () => {
    const { entity_keys: keys } = event(exported());
    expect(keys).toEqual(
      expect.arrayContaining([
        'ann@contoso.example',
        '203.0.113.7',
        ZONE.toLowerCase(),
        '11111111-2222-4333-8444-555555555555',
        '00001111-aaaa-4222-8bbb-3333cccc4444',
      ]),
    );
    expect(keys).not.toContain('5f210575-a69b-41a7-b623-3f6d79ccd432');
  });

  it.each([
    ['Start', 'started', ' (started)'],
    ['Accept', 'accepted', ' (accepted)'],
    ['Failure', 'failure', ' (failed)'],
    ['Success', 'success', ''],
  ])('say how far it came: %s', (resultType, result, note) =>
    expect(event(exported({ resultType }))).toMatchObject({
      result,
      display_summary: `Ann Admin deleted DNS zone contoso.example${note}`,
    }),
  );

  it('of applications and of services name who it was', () => {
    const claims = {
      appid: '00001111-aaaa-4222-8bbb-3333cccc4444',
      'http://schemas.microsoft.com/identity/claims/objectidentifier': 'f409edeb-4d29-44b5-9763-ee9348ad91cc',
    };
    expect(event(exported({ identity: { claims } })).actor).toMatchObject({
      type: 'application',
      id: 'f409edeb-4d29-44b5-9763-ee9348ad91cc',
    });
    const spn = { 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/spn': 'Microsoft.Insights/autoscaleSettings' };
    expect(event(restRecord({ claims: spn, caller: 'Microsoft.Insights/autoscaleSettings', httpRequest: null })).actor).toEqual({
      type: 'system',
      id: null,
      display: 'Microsoft.Insights/autoscaleSettings',
      upn: null,
      ip: null,
    });
    expect(event(restRecord({ claims: null, caller: null, httpRequest: null })).actor.type).toBe('system');
  });

  it('about roles say which role, where and for whom', () => {
    const body = {
      Id: '6fd3ee4b-0000-4000-8000-000000000000',
      Properties: {
        PrincipalId: 'c7b1d0a4-5d0f-4d8b-8d0c-0f7d0a4f5b11',
        PrincipalType: 'User',
        RoleDefinitionId:
          '/subscriptions/11111111-2222-4333-8444-555555555555/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
      },
    };
    const given = event(
      exported({
        operationName: 'MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/WRITE',
        resourceId:
          '/SUBSCRIPTIONS/11111111-2222-4333-8444-555555555555/RESOURCEGROUPS/RG-PROD/PROVIDERS/MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/6FD3EE4B-0000-4000-8000-000000000000',
        properties: { eventCategory: 'Administrative', requestbody: JSON.stringify(body) },
      }),
    );
    expect(given.display_summary).toBe('Ann Admin assigned Azure role Owner on RG-PROD');
    expect(given.targets.map(({ type, id, display }) => [type, display ?? id])).toEqual([
      ['User', 'c7b1d0a4-5d0f-4d8b-8d0c-0f7d0a4f5b11'],
      ['Role', 'Owner'],
      ['ResourceGroup', 'RG-PROD'],
    ]);
    expect(given.targets[0]?.modified).toEqual([{ property: 'Role', old: null, new: 'Owner' }]);
  });

  it.each([
    ['Policy', 'Azure policy'],
    ['Security', 'Azure security alerts'],
    ['ServiceHealth', 'Azure service health'],
    ['Somewhat new', 'Azure resources'],
  ])('of the category %s are labelled %s', (category, label) => {
    expect(event(restRecord({ category: { value: category, localizedValue: category } })).display_category).toBe(label);
    expect(event(exported({ properties: { eventCategory: category } })).display_category).toBe(label);
  });

  it('are told from Entra records and from the logs of resources', () => {
    const entra = {
      category: 'AuditLogs',
      operationName: 'Add user',
      identity: 'Ann',
      properties: { id: 'x', activityDateTime: '2026-03-04T10:00:00Z' },
    };
    expect(event(exported(entra)).dedupe_key).toBe('directory:x');
    const vault = exported({ category: 'AuditEvent', operationName: 'SecretGet', identity: { claim: { appid: 'x' } } });
    expect(normalize(vault, options)).toMatchObject({ ok: false, reason: 'unknown_shape' });
  });
});
