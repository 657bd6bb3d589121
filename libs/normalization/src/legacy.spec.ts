import fc from 'fast-check';
import { defaultMappings } from './mappings/default-mappings';
import { normalizeLegacy } from './legacy';
import { normalize } from './normalize';

const options = { mappings: defaultMappings(), now: new Date('2026-04-01T00:00:00Z') };
const time = '2026-03-01T08:00:00Z';

const directory = {
  id: 'Directory_1',
  category: 'UserManagement',
  result: 'success',
  activityDisplayName: 'Add user',
  activityDateTime: time,
  initiatedBy: { user: { id: '00000000-0000-4000-8000-000000000001', displayName: 'Ana', userPrincipalName: 'ana@contoso.com' } },
  targetResources: [],
};
const unified = {
  Id: '30000000-0000-4000-8000-000000000001',
  CreationTime: '2026-03-01T08:00:00',
  Operation: 'Set-Mailbox',
  Workload: 'Exchange',
  UserId: 'bo@contoso.com',
};
const unreadable = { hello: 'world' };

const eventOf = (document: Record<string, unknown>) => {
  const result = normalizeLegacy(document, options);
  if (!result.ok) throw new Error(result.detail);
  return result.event;
};

describe('an event of 1.x', () => {
  it.each(Object.getOwnPropertyNames(Object.prototype))('of a service called %s is taken for one of the directory', (service) => {
    expect(eventOf({ id: 'x', timestamp: time, operation: 'Add user', service }).source).toBe('directory');
  });

  it.each([
    ['directory' as const, directory],
    ['unified' as const, unified],
  ])('becomes what reading its record again from the source %s gives', (source, raw) => {
    const event = eventOf({ id: 'x', timestamp: '2020-01-01T00:00:00Z', service: 'Whatever', raw });
    expect({ ok: true, event }).toEqual(normalize(raw, { ...options, source }));
    expect(eventOf({ raw: JSON.stringify(raw) })).toEqual(event);
  });

  it('is made from its own fields when its record cannot be read', () => {
    const event = eventOf({
      id: 'E1',
      timestamp: '2026-03-01T08:00:00.1234567+01:00',
      service: 'Exchange',
      operation: 'Set-Mailbox',
      result: 'True',
      actor: { user: { id: '00000000-0000-4000-8000-000000000001', ipAddress: '10.1.2.3' } },
      actor_display: 'Bo',
      actor_upn: 'bo@contoso.com',
      targets: [{ displayName: 'Box', id: 'b1', modifiedProperties: [{ displayName: 'Size', oldValue: '"1"', newValue: '[2]' }] }],
      display_summary: 'Bo did it',
      raw: unreadable,
    });
    expect(event).toMatchObject({
      source: 'unified',
      dedupe_key: 'unified:E1',
      timestamp: new Date('2026-03-01T07:00:00.123Z'),
      result: 'success',
      actor: { type: 'user', display: 'Bo', upn: 'bo@contoso.com', ip: '10.1.2.3' },
      targets: [{ display: 'Box', id: 'b1', modified: [{ property: 'Size', old: '1', new: [2] }] }],
      display_summary: 'Bo did it',
      raw: unreadable,
    });
    expect(event.entity_keys).toEqual(expect.arrayContaining(['bo@contoso.com', '10.1.2.3']));
  });

  it.each([
    ['Intune', 'intune'],
    ['SignIn', 'signin'],
    ['MicrosoftTeams', 'unified'],
    ['RoleManagement', 'directory'],
  ])('of the service %s is taken for one of %s', (service, source) => {
    expect(eventOf({ id: '1', timestamp: time, service }).source).toBe(source);
  });

  it('without id gets the same key every time, and another one than another event', () => {
    const key = (operation: string): string => eventOf({ timestamp: time, operation }).dedupe_key;
    expect(key('a')).toBe(key('a'));
    expect(key('a')).not.toBe(key('b'));
  });

  it('keeps what stands in place of a record', () => {
    expect(eventOf({ timestamp: time, raw: 'plain text' }).raw).toEqual({ record: 'plain text' });
    expect(eventOf({ timestamp: time, raw: [1, 2] }).raw).toEqual({ record: [1, 2] });
    expect(eventOf({ timestamp: time, raw: null }).raw).toEqual({});
  });

  it.each([
    ['no_timestamp', { id: '1' }],
    ['no_timestamp', { id: '1', timestamp: 'yesterday', raw: unreadable }],
    ['timestamp_out_of_range', { id: '1', timestamp: '1601-01-01T00:00:00Z' }],
  ])('is %s when nothing says when it happened', (reason, document) => {
    expect(normalizeLegacy(document, options)).toMatchObject({ ok: false, reason });
  });

  it('never throws, whatever the fields hold', () => {
    const names = ['id', 'timestamp', 'service', 'operation', 'result', 'actor', 'actor_display', 'targets', 'target_displays', 'raw'];
    const document = fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.jsonValue(), fc.constant(time)));
    fc.assert(fc.property(document, (fields) => typeof normalizeLegacy(fields, options).ok === 'boolean'));
  });
});
