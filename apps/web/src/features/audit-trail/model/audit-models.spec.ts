import { parseAuditFilters } from './audit-filters';
import { plainWords, verdictWords } from './audit-words';

const verdict = { from_seq: 1, to_seq: 12, rows: 12, next_seq: null, broken: null, head: null, unsealed_rows: 0, seals_checked: true };

it('takes filters of an address and leaves nonsense out', () => {
  expect(parseAuditFilters({ actor: 'ada', outcome: 'ok', start: '2026-11-25T00:00:00.000Z' })).toEqual({
    actor: 'ada',
    outcome: 'ok',
    start: '2026-11-25T00:00:00.000Z',
  });
  expect(parseAuditFilters({ outcome: 'perhaps', start: 'yesterday', action: ['a', 'b'] })).toEqual({});
});

it('writes an operation as words', () => {
  expect(['createApiKey', 'tenant.erased', 'me', 'http_status', 'privacy.services'].map(plainWords)).toEqual([
    'Create API key',
    'Tenant erased',
    'Me',
    'HTTP status',
    'Privacy services',
  ]);
});

it('says what a check found', () => {
  expect(verdictWords({ ...verdict, state: 'whole' })).toEqual({
    tone: 'info',
    words: 'The chain is whole: 12 rows were checked, up to row 12.',
  });
  const broken = { seq: 7, kind: 'changed' as const, detail: 'row 7 was changed after it was written' };
  expect(verdictWords({ ...verdict, state: 'broken', broken })).toEqual({
    tone: 'bad',
    words: 'The chain is broken at row 7: row 7 was changed after it was written',
  });
  expect(verdictWords({ ...verdict, state: 'unfinished', next_seq: 13 }).tone).toBe('warn');
  expect(verdictWords({ ...verdict, state: 'whole', rows: 0, to_seq: 0 }).words).toBe('There are no rows to check.');
});
