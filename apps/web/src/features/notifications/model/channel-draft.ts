import type { ChannelKind, NotificationChannel } from '@aoc/contracts';
import type { ChannelInput } from '../api/save-channel';

export const CHANNEL_KINDS: Record<ChannelKind, { label: string; where: string; note: string }> = {
  webhook: {
    label: 'Webhook',
    where: 'https://example.com/hooks/aoc',
    note: 'JSON to an address of yours, signed when there is a secret.',
  },
  slack: { label: 'Slack', where: 'https://hooks.slack.com/services/…', note: 'An incoming webhook of a Slack app.' },
  teams: {
    label: 'Teams',
    where: 'https://….logic.azure.com/workflows/…',
    note: 'A workflow that posts to a channel when a webhook comes.',
  },
  email: { label: 'E-mail', where: '', note: 'Through the mail server of the settings (SMTP).' },
};

/** What a form holds: all texts, so that nothing is lost while the kind is changed to and fro. */
export interface ChannelDraft extends Required<
  Pick<ChannelInput, 'name' | 'kind' | 'enabled' | 'recipients' | 'digest_minutes' | 'uses_defaults'>
> {
  url: string;
  secret: string;
  routing: NotificationChannel['routing'];
  quiet_hours: NotificationChannel['quiet_hours'];
}

export const newChannel = (): ChannelDraft => ({
  name: '',
  kind: 'webhook',
  enabled: true,
  url: '',
  secret: '',
  recipients: [],
  routing: { severities: [], tags: [], rule_ids: [] },
  quiet_hours: null,
  digest_minutes: 0,
  uses_defaults: true,
});

export const draftOfChannel = ({
  name,
  kind,
  enabled,
  recipients,
  routing,
  quiet_hours,
  digest_minutes,
  uses_defaults,
}: NotificationChannel): ChannelDraft => ({
  ...newChannel(),
  name,
  kind,
  enabled,
  recipients,
  routing,
  quiet_hours,
  digest_minutes,
  uses_defaults,
});

/** The form as the API takes it: only what its kind knows, and no secret that was not typed. */
export function toChannel({ url, secret, recipients, ...rest }: ChannelDraft): ChannelInput {
  const email = rest.kind === 'email';
  return {
    ...rest,
    recipients: email ? recipients : [],
    ...(!email && url.trim() !== '' ? { url: url.trim() } : {}),
    ...(rest.kind === 'webhook' && secret !== '' ? { secret } : {}),
  };
}

/** What reaches a channel, as a sentence. */
export function routingWords({ severities, tags, rule_ids }: NotificationChannel['routing']): string {
  const parts = [
    severities.length > 0 ? severities.join(', ') : '',
    tags.length > 0 ? `tagged ${tags.join(' or ')}` : '',
    rule_ids.length > 0 ? `of ${rule_ids.length} ${rule_ids.length === 1 ? 'rule' : 'rules'}` : '',
  ].filter(Boolean);
  return parts.length === 0 ? 'All alerts' : `Alerts: ${parts.join(', ')}`;
}

interface RuleName {
  id: string;
  name: string;
}

/** The rules that a channel names, in its order, and those that it could name too. A rule that is gone keeps its place, so that it can be removed. */
export function routableRules(rules: readonly RuleName[], chosen: readonly string[]): { named: RuleName[]; others: RuleName[] } {
  const names = new Map(rules.map(({ id, name }) => [id, name]));
  return {
    named: chosen.map((id) => ({ id, name: names.get(id) ?? `${id} (not there)` })),
    others: rules.filter(({ id }) => !chosen.includes(id)),
  };
}
