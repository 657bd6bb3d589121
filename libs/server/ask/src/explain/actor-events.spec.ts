import type { Actor } from '@aoc/contracts';
import { actorPath, isSameActor } from './actor-events';
import { applicationOf, countryOf } from './sign-in-facts';

const actor = (change: Partial<Actor>): Actor => ({ type: 'user', id: null, display: null, upn: null, ip: null, ...change });

describe('how the events of an actor are found', () => {
  it.each<[string, Actor, string[], object | null]>([
    ['by sign-in name', actor({ upn: 'Alice@Contoso.com', id: 'A1' }), ['alice@contoso.com', 'a1'], { entity_keys: 'alice@contoso.com' }],
    ['by id', actor({ id: 'A1', display: 'Alice' }), ['a1'], { entity_keys: 'a1' }],
    ['by the name of an application', actor({ type: 'application', display: 'Sync' }), ['sync'], { entity_keys: 'sync' }],
    [
      'by what is shown, where nothing else is indexed',
      actor({ type: 'system', display: 'NT AUTHORITY\\SYSTEM' }),
      [],
      { actor_key: 'nt authority\\system\n' },
    ],
    ['not at all without a name', actor({ type: 'system' }), [], null],
  ])('%s', (_name, who, entity_keys, filter) => {
    expect(actorPath({ actor: who, actor_display: who.display, actor_upn: who.upn, entity_keys })?.filter ?? null).toEqual(filter);
  });

  it.each<[boolean, Partial<Actor>, Partial<Actor>]>([
    [true, { upn: 'Alice@contoso.com', id: '1' }, { upn: 'alice@contoso.com' }],
    [false, { upn: 'alice@contoso.com', display: 'A' }, { upn: 'bob@contoso.com', display: 'A' }],
    [true, { id: 'A1', display: 'Alice' }, { id: 'a1', display: 'Alice Adams' }],
    [false, { id: '1' }, { id: '2' }],
    [true, { display: 'Sync' }, { display: 'sync' }],
    [false, { upn: 'alice@contoso.com' }, { id: '1' }],
  ])('%s: %j and %j', (same, a, b) => {
    expect(isSameActor(actor(a), actor(b))).toBe(same);
  });
});

describe('where a sign-in came from', () => {
  it.each([
    [{ location: { countryOrRegion: 'AT' } }, 'AT'],
    [{ location: 'US', properties: { location: { countryOrRegion: 'DE' } } }, 'US'],
    [{ properties: { location: { countryOrRegion: 'DE' } } }, 'DE'],
    [{ LocationDetails: { countryOrRegion: 'FR' }, Location: 'FR' }, 'FR'],
    [{ location: { countryOrRegion: '' } }, null],
    [{ location: '<b>' }, null],
    [{ location: 7 }, null],
    [null, null],
  ])('%j', (raw, country) => {
    expect(countryOf(raw)).toBe(country);
  });

  it('is to an application only when it is a sign-in', () => {
    const targets = [
      { type: 'Device', display: 'PC' },
      { type: 'Application', display: 'Teams' },
    ];
    expect(applicationOf({ service: 'SignIn', operation: 'Sign-in activity', targets })).toBe('Teams');
    expect(applicationOf({ service: 'AzureActiveDirectory', operation: 'UserLoggedIn', targets: [{ type: null, display: 'Teams' }] })).toBe(
      'Teams',
    );
    expect(applicationOf({ service: 'ApplicationManagement', operation: 'Update application', targets })).toBeNull();
  });
});
