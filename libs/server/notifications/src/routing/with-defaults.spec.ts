import { buildAlert } from '@aoc/testing';
import { routesTo } from './routes-to';
import { withDefaults } from './with-defaults';

const night = { time_zone: 'UTC', start: '22:00', end: '07:00', days: [1, 2, 3, 4, 5, 6, 7] };
const noon = { ...night, start: '12:00', end: '13:00' };
const plain = { routing: { severities: [], tags: [], rule_ids: [] }, quiet_hours: null, uses_defaults: true };
const defaults = { min_severity: 'high' as const, quiet_hours: night, recipients: [] };

describe('defaults of a tenant', () => {
  it('hold for what a channel does not name', () => {
    const channel = withDefaults(plain, defaults);
    expect(channel.quiet_hours).toEqual(night);
    const taken = (['informational', 'low', 'medium', 'high', 'critical'] as const).filter((severity) =>
      routesTo(channel.routing, buildAlert({ severity })),
    );
    expect(taken).toEqual(['high', 'critical']);
  });

  it('leave alone what it names, and a channel that uses none', () => {
    const own = { ...plain, routing: { ...plain.routing, severities: ['low' as const] }, quiet_hours: noon };
    expect(withDefaults(own, defaults)).toEqual(own);
    const off = { ...plain, uses_defaults: false };
    expect(withDefaults(off, defaults)).toBe(off);
    expect(withDefaults(plain, null)).toBe(plain);
    expect(withDefaults(plain, { min_severity: null, quiet_hours: null, recipients: [] })).toEqual(plain);
  });
});
