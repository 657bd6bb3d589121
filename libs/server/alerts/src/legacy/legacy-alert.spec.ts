import { alertSchema, tenantIdSchema } from '@aoc/contracts';
import fc from 'fast-check';
import { toAlert } from '../alert-wire';
import { alertOfLegacy } from './legacy-alert';

const TENANT = tenantIdSchema.parse('9f1c3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c11');
const storedAt = new Date('2026-03-01T08:00:00Z');
const adopted = (document: Record<string, unknown>) => alertOfLegacy({ _id: 'a1', ...document }, { event: undefined, storedAt });

describe('an alert of 1.x', () => {
  it('keeps rule, severity, message, actor and time, also without its event', () => {
    expect(
      adopted({
        rule_id: '65f0c0ffee0000000000beef',
        rule_name: 'Admin Role Assignment',
        severity: 'high',
        message: 'Someone got a role',
        timestamp: '2026-03-02T09:00:00Z',
        event_id: 'Directory_7',
        actor: 'Ann Admin',
        actor_upn: 'Ann@contoso.com',
        status: 'open',
      }),
    ).toMatchObject({
      _id: 'a1',
      rule_id: '65f0c0ffee0000000000beef',
      rule_name: 'Admin Role Assignment',
      severity: 'high',
      rank: 3,
      message: 'Someone got a role',
      timestamp: new Date('2026-03-02T09:00:00Z'),
      first_seen: new Date('2026-03-02T09:00:00Z'),
      event_id: 'Directory_7',
      event_keys: [],
      actor: 'Ann Admin',
      actor_upn: 'Ann@contoso.com',
      tied_by: ['ann@contoso.com'],
      status: 'open',
      occurrences: 1,
      comments: [],
      history: [{ change: 'raised', to: 'open' }],
      acknowledged_at: null,
      closed_at: null,
    });
  });

  it('that was worked on keeps who did what and when', () => {
    const alert = adopted({
      title: 'Old title',
      status: 'False Positive',
      timestamp: '2026-03-02T09:00:00+00:00',
      acknowledged_at: '2026-03-02T10:00:00Z',
      updated_at: '2026-03-03T11:00:00Z',
      updated_by: 'Bo',
      close_reason: 'planned',
      assignee: 'Bo',
      comments: [{ text: 'asked Ann', author: 'Bo', timestamp: '2026-03-02T10:05:00Z' }],
    });
    expect(alert).toMatchObject({
      rule_name: 'Old title',
      status: 'false_positive',
      assignee: 'Bo',
      close_reason: 'planned',
      acknowledged_at: new Date('2026-03-02T10:00:00Z'),
      closed_at: new Date('2026-03-03T11:00:00Z'),
      comments: [{ text: 'asked Ann', author: 'Bo', timestamp: new Date('2026-03-02T10:05:00Z') }],
    });
    expect(alert.history.map(({ change, by, from, to, reason }) => [change, by, from, to, reason])).toEqual([
      ['raised', 'AOC', null, 'open', null],
      ['status', 'Bo', 'open', 'false_positive', 'planned'],
    ]);
  });

  it.each([
    ['closed', 'resolved'],
    ['RESOLVED', 'resolved'],
    ['acknowledged', 'acknowledged'],
    ['whatever', 'open'],
    [null, 'open'],
  ])('of the status %s is %s', (status, expected) => expect(adopted({ status }).status).toBe(expected));

  it('keeps what this version has no field for as a comment', () => {
    expect(adopted({ ticket: 'INC-7', note: { by: 'Bo' }, empty: null }).comments).toMatchObject([
      { author: 'AOC', text: 'Further fields of this alert in 1.x: {"ticket":"INC-7","note":{"by":"Bo"}}' },
    ]);
  });

  it('is a valid alert and always the same one, whatever its fields hold', () => {
    const names = ['rule_id', 'rule_name', 'severity', 'message', 'timestamp', 'status', 'actor', 'comments', 'matched', 'occurrences'];
    const more = ['assignee', 'first_seen', 'closed_at', 'event_id', 'updated_at', 'x'];
    const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.date({ noInvalidDate: true }), fc.constant('2026-03-02T09:00:00Z'));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names, ...more), value), (document) => {
        const alert = adopted(document);
        expect(alertSchema.safeParse(toAlert({ ...alert, tenant_id: TENANT })).error).toBeUndefined();
        expect(adopted(document)).toEqual(alert);
      }),
      { numRuns: 500 },
    );
  });
});
