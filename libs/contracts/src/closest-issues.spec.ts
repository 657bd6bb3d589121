import { z } from 'zod';
import { closestIssues } from './closest-issues';
import { issuePath } from './issue-path';
import { issueWords } from './issue-words';
import { ruleBodySchema } from './rule';

const placesOf = (schema: z.ZodType, value: unknown): string[] =>
  closestIssues(schema.safeParse(value, { error: issueWords }).error?.issues ?? []).map(
    ({ path, message }) => `${issuePath(path)}: ${message}`,
  );
const condition = { field: 'operation', op: 'eq', value: 'Add user' };
const ruleWith = (...conditions: unknown[]): object => ({ name: 'x', severity: 'high', conditions });

describe('what is wrong with a rule is said where it is', () => {
  it.each<[string, object, string | RegExp]>([
    ['an unknown operator', ruleWith({ ...condition, op: 'like' }), /^conditions\[0\]\.op: must be one of eq, neq, /],
    [
      'one deep inside',
      ruleWith(condition, { any_of: [condition, { not: { ...condition, op: 'like' } }] }),
      /^conditions\[1\]\.any_of\[1\]\.not\.op: /,
    ],
    [
      'one on elements',
      ruleWith({ field: 'targets', op: 'any', value: [{ ...condition, op: 'like' }] }),
      /^conditions\[0\]\.value\[0\]\.op: /,
    ],
    ['no operator', ruleWith({ field: 'operation', value: 'x' }), /^conditions\[0\]\.op: /],
    ['no field', ruleWith({ op: 'eq', value: 'x' }), 'conditions[0].field: is required'],
    ['a field that is a number', ruleWith({ ...condition, field: 5 }), 'conditions[0].field: expected text'],
    [
      'a huge list',
      ruleWith({ ...condition, op: 'in', value: Array(5000).fill('x') }),
      'conditions[0].value: must have at most 1000 entries',
    ],
    ['a long text', ruleWith({ ...condition, value: 'x'.repeat(501) }), 'conditions[0].value: must be at most 500 characters'],
    ['an empty group', ruleWith({ all_of: [] }), 'conditions[0].all_of: must name at least one condition'],
    ['a name too many', ruleWith({ ...condition, vaule: 'x' }), /^conditions\[0\]: /],
    [
      'a list where text should be',
      { ...ruleWith(condition), threshold: { count: 5, group_by: 'actor.upn', window_minutes: 5 } },
      'threshold.group_by: expected a list',
    ],
  ])('%s', (_name, value, expected) => {
    const places = placesOf(ruleBodySchema, value);
    expect(places).toHaveLength(1);
    expect(places[0]).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  });

  it.each([
    ['text', ruleWith('operation eq x')],
    ['nothing', ruleWith({})],
    ['no list of tenants', { ...ruleWith(condition), tenants: 'some' }],
  ])('where nothing can be told, all shapes are: %s', (_name, value) => {
    expect(placesOf(ruleBodySchema, value)).toEqual([expect.stringMatching(/: has none of the shapes that are expected here$/)]);
  });

  it('one value or several', () => {
    const one = z.enum(['open', 'closed']);
    expect(placesOf(z.object({ status: z.union([one, z.array(one)]) }), { status: 'shut' })).toEqual([
      'status: must be one of open, closed',
    ]);
  });
});
