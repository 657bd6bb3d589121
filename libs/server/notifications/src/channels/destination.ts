import type { ChannelKind } from '@aoc/contracts';

const MAX_RECIPIENTS_SHOWN = 3;

/**
 * What may be shown of where a channel leads. Path and query of a webhook are its password, and so may a user in it be: only scheme,
 * host and port are told, with a sign that there is more.
 */
export function destinationOf(kind: ChannelKind, url: string | null, recipients: readonly string[]): string {
  if (kind === 'email') {
    const more = recipients.length - MAX_RECIPIENTS_SHOWN;
    return [...recipients.slice(0, MAX_RECIPIENTS_SHOWN), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  }
  if (url === null) return '';
  const { origin, pathname, search } = new URL(url);
  return pathname === '/' && search === '' ? origin : `${origin}/…`;
}
