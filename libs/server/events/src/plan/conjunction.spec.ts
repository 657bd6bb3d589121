import { conjunction } from './conjunction';

describe('conditions joined', () => {
  it('keeps what the first already joins when another one is on its field', () => {
    const words = { lookup_keys: 'w:inbox', $and: [{ lookup_keys: 'w:rule' }] };
    expect(conjunction(words, [{ lookup_keys: 'p=state' }, { service: 'Exchange' }])).toEqual({
      lookup_keys: 'w:inbox',
      service: 'Exchange',
      $and: [{ lookup_keys: 'w:rule' }, { lookup_keys: 'p=state' }],
    });
    expect(conjunction({ service: 'Exchange' }, [words, { lookup_keys: 'p=state' }])).toEqual({
      service: 'Exchange',
      lookup_keys: 'w:inbox',
      $and: [{ lookup_keys: 'w:rule' }, { lookup_keys: 'p=state' }],
    });
  });
});
