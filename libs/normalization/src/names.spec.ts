import type { NormalizedEvent } from '@aoc/contracts';
import { applyNames, defaultMappings, facetValues, normalize, unresolvedReferences } from './index';

const mappings = defaultMappings();
const user = '5f210575-a69b-41a7-b623-3f6d79ccd431';
const group = '5f210575-a69b-41a7-b623-3f6d79ccd433';

function event(): NormalizedEvent {
  const result = normalize(
    {
      id: 'Directory_1',
      category: 'GroupManagement',
      activityDisplayName: 'Add member to group',
      activityDateTime: '2024-05-06T07:08:09Z',
      result: 'success',
      initiatedBy: { user: { id: user.toUpperCase(), displayName: null, userPrincipalName: null } },
      targetResources: [
        { id: 'bob', displayName: 'Bob', type: 'User', userPrincipalName: 'bob@contoso.example', modifiedProperties: [] },
        { id: group, displayName: null, type: 'Group', modifiedProperties: [] },
        { id: '00000000-0000-0000-0000-000000000000', displayName: null, type: 'Other', modifiedProperties: [] },
      ],
    },
    { source: 'directory', mappings, now: new Date('2026-11-24T00:00:00Z') },
  );
  if (!result.ok) throw new Error(result.detail);
  return result.event;
}

describe('unresolvedReferences', () => {
  it('lists GUIDs without a name, in lower case and once', () => expect(unresolvedReferences(event())).toEqual([user, group]));
});

describe('applyNames', () => {
  const names = new Map([
    [user, { display: 'Alice', upn: 'alice@contoso.example' }],
    [group, { display: 'Finance' }],
  ]);

  it('fills in names and all that is made of them', () => {
    const before = event();
    const frozen = structuredClone(before);
    const after = applyNames(before, names, mappings);
    expect(before).toEqual(frozen);
    expect(after).toMatchObject({
      id: before.id,
      dedupe_key: before.dedupe_key,
      actor: { display: 'Alice', upn: 'alice@contoso.example' },
      actor_display: 'Alice',
      actor_upn: 'alice@contoso.example',
      target_displays: ['Bob', 'Finance'],
      display_summary: 'Alice added Bob to group Finance',
    });
    expect(after.search_text).toContain('Finance');
    expect(after.entity_keys).toContain('alice@contoso.example');
    expect(unresolvedReferences(after)).toEqual([]);
  });

  it('gives back the same event where no name fits', () => {
    const before = event();
    expect(applyNames(before, new Map([['x', { display: 'X' }]]), mappings)).toBe(before);
  });

  it('never replaces a name that the record has', () => {
    const after = applyNames(event(), new Map([...names, ['bob', { display: 'Other' }]]), mappings);
    expect(after.target_displays[0]).toBe('Bob');
  });
});

describe('facetValues', () => {
  it('leaves out what is absent', () => {
    expect(facetValues({ service: 'S', operation: 'O', result: null, actor_display: 'A', actor_upn: '', display_category: 'C' })).toEqual([
      { field: 'service', value: 'S' },
      { field: 'operation', value: 'O' },
      { field: 'actor_display', value: 'A' },
      { field: 'display_category', value: 'C' },
    ]);
  });
});
