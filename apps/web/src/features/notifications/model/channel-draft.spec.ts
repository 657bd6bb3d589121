import { channelBodySchema } from '@aoc/contracts';
import { errorOf } from '../../../shared/field-errors';
import { newChannel, routableRules, routingWords, toChannel } from './channel-draft';

const draft = { ...newChannel(), name: 'On call', url: ' https://example.com/x ', secret: 'long enough', recipients: ['a@example.com'] };

it('sends of a form only what its kind knows', () => {
  expect(toChannel(draft)).toMatchObject({ url: 'https://example.com/x', secret: 'long enough', recipients: [] });
  expect(toChannel({ ...draft, kind: 'slack' })).not.toHaveProperty('secret');
  const email = toChannel({ ...draft, kind: 'email' });
  expect(email).toMatchObject({ recipients: ['a@example.com'] });
  expect(email).not.toHaveProperty('url');
  expect(channelBodySchema.safeParse(email).success).toBe(true);
});

it('leaves out an address or secret that was not typed, so that the stored one stays', () => {
  const kept = toChannel({ ...draft, url: '', secret: '' });
  expect(Object.keys(kept)).not.toEqual(expect.arrayContaining(['url']));
  expect(kept).not.toHaveProperty('secret');
});

it('finds what was said of a field', () => {
  const errors = [
    { path: 'body.quiet_hours.start', message: 'must be HH:MM' },
    { path: 'body.recipients[0]', message: 'must be an address' },
  ];
  expect([errorOf(errors, 'quiet_hours'), errorOf(errors, 'recipients'), errorOf(errors, 'url')]).toEqual([
    'must be HH:MM',
    'must be an address',
    null,
  ]);
});

it.each([
  [{ severities: [], tags: [], rule_ids: [] }, 'All alerts'],
  [
    { severities: ['critical' as const], tags: ['identity', 'azure'], rule_ids: ['r'] },
    'Alerts: critical, tagged identity or azure, of 1 rule',
  ],
])('routing %# is a sentence', (routing, words) => expect(routingWords(routing)).toBe(words));

it('offers the rules that a channel does not name yet, and keeps one that is gone', () => {
  const rules = [
    { id: 'a', name: 'First' },
    { id: 'b', name: 'Second' },
  ];
  expect(routableRules(rules, ['z', 'b'])).toEqual({
    named: [
      { id: 'z', name: 'z (not there)' },
      { id: 'b', name: 'Second' },
    ],
    others: [{ id: 'a', name: 'First' }],
  });
});
