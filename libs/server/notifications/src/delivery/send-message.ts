import type { TenantContext } from '@aoc/server/context';
import type { OpenChannel } from '../channels/load-channel';
import type { Notifications } from '../notifications';
import { emailContent } from '../payload/email';
import { genericPayload } from '../payload/generic';
import type { Message } from '../payload/message';
import { SIGNATURE_HEADER, signatureOf } from '../payload/signature';
import { slackPayload } from '../payload/slack';
import { teamsPayload } from '../payload/teams';
import { sendHttp } from './send-http';
import { failed, type SendOutcome } from './send-outcome';

const payloads = { webhook: genericPayload, slack: slackPayload, teams: teamsPayload };

/**
 * Hands a message to a channel in the form of its kind: one try, within the time limit.
 * @throws the reason of the signal when the process stops
 */
export async function sendMessage(
  ctx: TenantContext,
  n: Notifications,
  open: OpenChannel,
  message: Message,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const { channel, url, secret } = open;
  if (channel.kind === 'email') {
    if (n.sendMail === null) return failed('AOC has no mail server: SMTP_URL is not set', false);
    return n.sendMail({ id: message.id, to: channel.recipients, ...emailContent(message) }, n.sendMs, signal);
  }
  if (url === null) return failed('the channel has no address', false);
  const now = ctx.clock.now();
  const body = JSON.stringify(payloads[channel.kind](message));
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'AOC',
    'idempotency-key': message.id,
    ...(secret === null ? {} : { [SIGNATURE_HEADER]: signatureOf(secret, body, now) }),
  };
  return sendHttp(n, open, { url, headers, body }, now, signal);
}
