import fc from 'fast-check';
import { checkedEventFilterSchema, eventListQuerySchema, instantParamSchema, tagsSchema } from './index';

const messages = (input: unknown): string[] => {
  const result = eventListQuerySchema.safeParse(input);
  return result.success ? [] : result.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
};

describe('event filters', () => {
  it.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T08:00', '2026-01-31T08:00:00.000Z'],
    ['2026-01-31 08:00:01', '2026-01-31T08:00:01.000Z'],
    ['2026-01-31T08:00:00.123456Z', '2026-01-31T08:00:00.123Z'],
    ['2026-01-31T08:00:00+02:00', '2026-01-31T06:00:00.000Z'],
    ['2026-01-31T08:00:00-0530', '2026-01-31T13:30:00.000Z'],
  ])('reads %s as %s', (text, expected) => {
    expect(instantParamSchema.parse(text).toISOString()).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    '0000-01-01',
    '1970-01-01T00:00:00Z',
    '2026-13-01',
    '2026-02-30',
    '2026-02-30T99:00',
    '9999-01-01',
    '2026-01-31T08:00:00+99:00',
    '1769846400000',
  ])('refuses the instant %p', (text) => {
    expect(instantParamSchema.safeParse(text).success).toBe(false);
  });

  it('never throws and never gives an invalid date', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.date({ noInvalidDate: true }).map((d) => d.toISOString()),
        ),
        (text) => {
          const result = instantParamSchema.safeParse(text);
          return !result.success || Number.isFinite(result.data.getTime());
        },
      ),
    );
  });

  it('keeps instants that it reads: printing and reading again changes nothing', () => {
    const range = { min: new Date('1990-01-01T00:00:00Z'), max: new Date('2100-12-31T00:00:00Z'), noInvalidDate: true };
    fc.assert(fc.property(fc.date(range), (date) => instantParamSchema.parse(date.toISOString()).getTime() === date.getTime()));
  });

  it('takes one or several values of a repeatable parameter', () => {
    expect(eventListQuerySchema.parse({ services: 'Exchange' }).services).toEqual(['Exchange']);
    expect(eventListQuerySchema.parse({ services: ['Exchange', 'Teams'] }).services).toEqual(['Exchange', 'Teams']);
  });

  it('names each bad field', () => {
    expect(messages({ page_size: '0', start: 'x', actor: ' ' })).toHaveLength(3);
    expect(messages({ page_size: '501' })[0]).toContain('page_size');
    expect(messages({ start: '2026-02-01', end: '2026-01-01' })).toEqual(['start: must not be later than end']);
  });

  it.each([
    { service: { $ne: 'x' } },
    { actor: ['a', 'b'] },
    { result: { $gt: '' } },
    { search: 'a\u0000b' },
    { operation: '\ud800' },
    { include_tags: [{ $where: '1' }] },
  ])('refuses operators, lists and broken text where a word belongs: %j', (input) => {
    expect(checkedEventFilterSchema.safeParse(input).success).toBe(false);
  });

  it('trims tags and drops repeats', () => {
    expect(tagsSchema.parse([' urgent', 'urgent', 'vip '])).toEqual(['urgent', 'vip']);
    expect(tagsSchema.safeParse(Array.from({ length: 51 }, (_, i) => `t${i}`)).success).toBe(false);
  });
});
