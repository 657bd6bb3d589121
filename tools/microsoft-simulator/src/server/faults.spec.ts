import { FaultBox, type FaultInput } from './faults';

const strikes = (fault: FaultInput, requests: { tenant?: string; endpoint?: string; next?: boolean }[]): number[] => {
  const box = new FaultBox(1);
  box.add(fault);
  return requests.flatMap((request, i) =>
    box.strike({ tenant: 't1', endpoint: 'graph.signIns', next: false, ...request }).length ? [i + 1] : [],
  );
};
const six = Array.from({ length: 6 }, () => ({}));

describe('fault rules', () => {
  it.each<[string, FaultInput, { tenant?: string; endpoint?: string; next?: boolean }[], number[]]>([
    ['always', { kind: 'throttle' }, six, [1, 2, 3, 4, 5, 6]],
    ['nth', { kind: 'throttle', nth: 2 }, six, [2]],
    ['several nth', { kind: 'throttle', nth: [1, 5] }, six, [1, 5]],
    ['every', { kind: 'throttle', every: 3 }, six, [3, 6]],
    ['times', { kind: 'throttle', times: 2 }, six, [1, 2]],
    ['tenant', { kind: 'throttle', tenant: 'T2' }, [{}, { tenant: 't2' }], [2]],
    ['endpoint', { kind: 'throttle', endpoint: 'management.blob' }, [{}, { endpoint: 'management.blob' }], [2]],
    ['group of endpoints', { kind: 'throttle', endpoint: 'graph.*' }, [{}, { endpoint: 'management.blob' }], [1]],
    ['following pages', { kind: 'cut', page: 'next' }, [{}, { next: true }], [2]],
    ['expired links strike following pages only', { kind: 'expired-next-link' }, [{}, { next: true }], [2]],
    ['never', { kind: 'throttle', probability: 0 }, six, []],
  ])('%s', (_name, fault, requests, expected) => expect(strikes(fault, requests)).toEqual(expected));

  it('draws chances from the seed', () => {
    const many = Array.from({ length: 400 }, () => ({}));
    const first = strikes({ kind: 'slow', probability: 0.25 }, many);
    expect(first).toEqual(strikes({ kind: 'slow', probability: 0.25 }, many));
    expect(first.length).toBeGreaterThan(60);
    expect(first.length).toBeLessThan(140);
  });

  it('replaces a rule of the same id and removes one or all', () => {
    const box = new FaultBox(1);
    box.add({ id: 'a', kind: 'slow' });
    box.add({ id: 'a', kind: 'cut' });
    box.add({ kind: 'timeout' });
    expect(box.list().map(({ kind }) => kind)).toEqual(['cut', 'timeout']);
    box.clear('a');
    expect(box.list()).toHaveLength(1);
    box.clear();
    expect(box.list()).toHaveLength(0);
  });
});
