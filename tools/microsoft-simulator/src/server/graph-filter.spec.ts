import { parseFilter, splitClauses } from './graph-filter';
import { logs } from './graph-logs';

const fields = logs[0]?.fields ?? { time: '', equal: [], startsWith: [], type: '' };
const filter = (text: string) => {
  const parsed = parseFilter(text, fields);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.filter;
};

describe('$filter', () => {
  it.each([
    ['activityDateTime ge 2026-03-01T00:00:00Z', '2026-03-01T00:00:00.000Z', null],
    ['activityDateTime gt 2026-03-01T00:00:00Z', '2026-03-01T00:00:00.001Z', null],
    ['activityDateTime le 2026-03-01T00:00:00.1234567Z', null, '2026-03-01T00:00:00.123Z'],
    ['activityDateTime lt 2026-03-01', null, '2026-02-28T23:59:59.999Z'],
    [
      'activityDateTime ge 2026-03-01T01:00:00+01:00 and activityDateTime le 2026-03-02T00:00:00Z',
      '2026-03-01T00:00:00.000Z',
      '2026-03-02T00:00:00.000Z',
    ],
    ['(activityDateTime eq 2026-03-01T00:00:00Z)', '2026-03-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
  ])('%s', (text, from, to) => {
    const found = filter(text);
    expect(Number.isFinite(found.from) ? new Date(found.from).toISOString() : null).toBe(from);
    expect(Number.isFinite(found.to) ? new Date(found.to).toISOString() : null).toBe(to);
  });

  it.each([
    ["category eq 'RoleManagement'", { category: 'RoleManagement' }, { category: 'Policy' }],
    ["startswith(activityDisplayName,'Add ')", { activityDisplayName: 'Add user' }, { activityDisplayName: 'Delete user' }],
    [
      "initiatedBy/user/userPrincipalName eq 'o''neil@x.com' and result eq 'success'",
      { initiatedBy: { user: { userPrincipalName: "o'neil@x.com" } }, result: 'success' },
      { initiatedBy: { user: null }, result: 'success' },
    ],
    ["activityDisplayName eq 'Search and destroy'", { activityDisplayName: 'Search and destroy' }, { activityDisplayName: 'Search' }],
  ])('%s', (text, yes, no) => {
    expect(filter(text).matches(yes)).toBe(true);
    expect(filter(text).matches(no)).toBe(false);
  });

  it.each([
    "signInEventTypes/any(t: t eq 'x')",
    "nonsense eq 'x'",
    "category ne 'x'",
    "category eq 'a' or category eq 'b'",
    'activityDateTime ge yesterday',
    "activityDateTime ge '2026-03-01T00:00:00Z'",
    "contains(category,'x')",
    'activityDateTime',
  ])('refuses %s', (text) => {
    expect(parseFilter(text, fields)).toMatchObject({ ok: false, message: expect.stringContaining('Invalid filter clause') });
  });

  it('leaves quoted conjunctions whole', () => {
    expect(splitClauses("a eq 'x and y' and (b eq 1)")).toEqual(["a eq 'x and y'", 'b eq 1']);
  });
});
