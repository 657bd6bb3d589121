import * as fc from 'fast-check';
import {
  changeKey,
  failureKey,
  lookupKeys,
  MAX_CHANGE_KEYS,
  MAX_LOOKUP_KEYS,
  MAX_LOOKUP_WORDS,
  networkKey,
  type LookedUp,
} from './lookup-keys';

const event = (part: Partial<LookedUp> = {}): LookedUp => ({
  targets: [],
  search_text: '',
  entity_keys: [],
  service: 'Policy',
  operation: 'Update policy',
  source: 'directory',
  result: 'success',
  ...part,
});
const target = (modified: LookedUp['targets'][number]['modified']) => ({ type: null, id: null, display: null, upn: null, modified });
const keysOf = (part: Partial<LookedUp>, start: RegExp): string[] => lookupKeys(event(part)).filter((key) => start.test(key));

describe('keys of what is asked for together', () => {
  it('a property with its values and their words', () => {
    const modified = [
      { property: 'State', old: 'Enabled', new: 'Report only' },
      { property: 'Mode', old: null, new: true },
      { property: 'TargetId.X', old: 'a', new: 'b' },
    ];
    expect(keysOf({ targets: [target(modified)] }, /^p[no]/)).toEqual([
      'pn=state\nreport only',
      'pn:state\nreport',
      'pn:state\nonly',
      'po=state\nenabled',
      'po:state\nenabled',
      'pn=mode\ntrue',
      'pn:mode\ntrue',
    ]);
    expect(changeKey('n', ':', 'State', 'REPORT')).toBe('pn:state\nreport');
  });

  it('of the last of very many properties, too', () => {
    const modified = Array.from({ length: 150 }, (_, n) => ({ property: `Setting ${n}`, old: true, new: false }));
    expect(keysOf({ targets: [target(modified)] }, /setting 149\n/)).toEqual([
      'pn=setting 149\nfalse',
      'pn:setting 149\nfalse',
      'po=setting 149\ntrue',
      'po:setting 149\ntrue',
    ]);
  });

  it.each<[string | null, string[]]>([
    ['success', []],
    ['failure', ['f-service=policy', 'f-operation=update policy', 'f-source=directory']],
    ['timeout', ['f-service=policy', 'f-operation=update policy', 'f-source=directory']],
    [null, ['f-service=policy', 'f-operation=update policy', 'f-source=directory']],
  ])('of an event whose result is %s', (result, keys) => {
    expect(keysOf({ result }, /^f-/)).toEqual(keys);
    if (result !== 'success') expect(keys).toContain(failureKey('operation', ' UPDATE policy'));
  });

  it('networks of IPv4 addresses, each once', () => {
    const entity_keys = ['anna@contoso.com', '203.0.113.7', '203.0.113.9', '198.51.100.1', '2001:db8::1', '203.0.113.7.example'];
    expect(keysOf({ entity_keys }, /^a=/)).toEqual(['a=203.0', 'a=203.0.113', 'a=198.51', 'a=198.51.100']);
    expect(networkKey('203.0.113')).toBe('a=203.0.113');
    expect(keysOf({ entity_keys: ['203.0.113.7'], result: 'failure' }, /^f-n/)).toEqual(['f-network=203.0', 'f-network=203.0.113']);
  });

  it('are as many as fit, whatever the event holds', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    const value = fc.oneof(text, fc.boolean(), fc.array(text, { maxLength: 5 }), fc.constant(null));
    const modified = fc.array(fc.record({ property: text, old: value, new: value }), { maxLength: 60 });
    const any = fc.record({
      targets: fc.array(fc.record({ type: fc.constant(null), id: text, display: text, upn: text, modified }), { maxLength: 4 }),
      search_text: text,
      entity_keys: fc.array(fc.oneof(text, fc.ipV4()), { maxLength: 64 }),
      result: fc.constantFrom(null, 'success', 'failure'),
      service: text,
      operation: text,
    });
    fc.assert(
      fc.property(any, (part) => {
        const keys = lookupKeys(event(part));
        expect(new Set(keys).size).toBe(keys.length);
        const most = MAX_LOOKUP_KEYS + MAX_LOOKUP_WORDS + MAX_CHANGE_KEYS + 3 + 4 * 64;
        expect([keys.length <= most, keys.every((key) => key.length <= 220), keys.every((key) => key === key.toLowerCase())]).toEqual([
          true,
          true,
          true,
        ]);
      }),
    );
  });
});
