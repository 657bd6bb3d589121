import { textSearch } from './text-search';

it('keeps named texts and lists of them, as they stand', () => {
  const read = textSearch(['status', 'severity']);
  expect(read({ status: 'open', severity: ['high', 'low'], other: 'x' })).toEqual({ status: 'open', severity: ['high', 'low'] });
  expect(read({ status: '', severity: [] })).toEqual({});
  expect(read({ status: 5, severity: [5] })).toEqual({});
});
