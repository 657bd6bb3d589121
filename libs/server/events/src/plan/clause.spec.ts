import fc from 'fast-check';
import type { ShapeValues } from '../event-shape';
import { anyOf, negated, nothing, shapesOf, type Clause } from './clause';

const shape: fc.Arbitrary<ShapeValues> = fc.record({
  source: fc.constantFrom('directory', 'signin'),
  service: fc.constantFrom('A', 'B', 'C'),
  operation: fc.constantFrom('Add', 'Delete'),
  result: fc.constantFrom('success', 'failure', null),
  display_category: fc.constantFrom('X', 'Y'),
});
const of = <K extends keyof ShapeValues>(field: K, value: ShapeValues[K]): Clause => ({
  filter: { [field]: value },
  events: 1,
  label: field,
  byShape: (given) => given[field] === value,
});
const word: Clause = { filter: { lookup_keys: 'w:word' }, events: 1, label: 'word' };

describe('clauses by shape', () => {
  it('join as their conditions do', () => {
    fc.assert(
      fc.property(shape, (given) => {
        const failed = negated(of('result', 'success'), 10);
        const either = anyOf([of('service', 'A'), of('operation', 'Add'), nothing('x')], 'either');
        const { byShape: both } = shapesOf([failed, either], 'every');
        expect(failed.byShape?.(given)).toBe(given.result !== 'success');
        expect(either.byShape?.(given)).toBe(given.service === 'A' || given.operation === 'Add');
        expect(both?.(given)).toBe(given.result !== 'success' && (given.service === 'A' || given.operation === 'Add'));
        expect(negated(nothing('x'), 10).byShape?.(given)).toBe(true);
      }),
    );
  });

  it('tell nothing when one of them needs more than the shape', () => {
    expect(anyOf([of('service', 'A'), word], 'either').byShape).toBeUndefined();
    expect(negated(word, 10).byShape).toBeUndefined();
    expect(shapesOf([of('service', 'A'), word], 'every')).toEqual({});
    expect(shapesOf([], 'every').byShape).toBeDefined();
  });

  it('do not add the counters of fields of which an event has several values', () => {
    const changed = (value: string): Clause => ({
      filter: { lookup_keys: `p=${value}` },
      events: 1,
      label: value,
      access: { index: 'i', ordered: true, values: 1 },
      counted: { field: 'changed_property', values: [value] },
    });
    const service = (value: string): Clause => ({
      filter: { service: value },
      events: 1,
      label: value,
      access: { index: 'i', ordered: true, values: 1 },
      counted: { field: 'service', values: [value] },
    });
    expect(anyOf([changed('state'), changed('name')], 'either').counted).toBeUndefined();
    expect(anyOf([changed('state'), nothing('x')], 'either').counted).toEqual({ field: 'changed_property', values: ['state'] });
    expect(anyOf([service('A'), service('B')], 'either').counted).toEqual({ field: 'service', values: ['A', 'B'] });
  });
});
