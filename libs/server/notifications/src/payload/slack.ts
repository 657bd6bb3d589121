import {
  messageText,
  moreText,
  oneLine,
  productName,
  senderLine,
  shownFacts,
  SHOWN_ALERTS,
  type Message,
  type MessageAlert,
} from './message';

/** Limits of Slack: 150 characters in a header, 10 fields in a section, 50 blocks in a message (docs.slack.dev, Block Kit). */
const MAX_HEADER = 150;
const MAX_FIELDS = 10;

/** Text as Slack shows it, nothing of it as a mention, a link or a command (docs.slack.dev, "Escaping text"). */
export const escapeSlack = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });

const linked = (alert: MessageAlert): string => {
  const name = escapeSlack(oneLine(alert.rule_name, 200)).replaceAll('|', '¦');
  return alert.url === null ? `*${name}*` : `<${escapeSlack(alert.url)}|${name}>`;
};

function blocksOfOne(alert: MessageAlert, product: string): object[] {
  const fields = shownFacts(alert).map(([name, value]) => mrkdwn(`*${escapeSlack(name)}*\n${escapeSlack(value)}`));
  const button = { type: 'button', text: plain(`Open in ${product}`), url: alert.url };
  return [
    { type: 'section', text: mrkdwn(escapeSlack(messageText(alert))) },
    { type: 'section', fields: fields.slice(0, MAX_FIELDS) },
    ...(alert.url === null ? [] : [{ type: 'actions', elements: [button] }]),
  ];
}

function blocksOfMany({ alerts, count }: Message): object[] {
  const shown = alerts.slice(0, SHOWN_ALERTS);
  const lines = shown.map((alert) => {
    const who = escapeSlack(oneLine([alert.actor ?? '', alert.operation].filter(Boolean).join(': '), 300));
    return { type: 'section', text: mrkdwn(`*${alert.severity}* ${linked(alert)}\n${who} (${alert.event_at})`) };
  });
  const more = moreText(count, shown.length);
  return more === '' ? lines : [...lines, { type: 'context', elements: [plain(more)] }];
}

/** Message of a Slack incoming webhook; `text` is what notifications and old clients show. */
export function slackPayload(message: Message) {
  const header = { type: 'header', text: plain(oneLine(message.title, MAX_HEADER)) };
  const rest = message.count === 1 ? blocksOfOne(message.alerts[0], productName(message)) : blocksOfMany(message);
  const line = senderLine(message);
  const sender = line === '' ? [] : [{ type: 'context', elements: [plain(line)] }];
  return { text: escapeSlack(message.title), blocks: [header, ...sender, ...rest] };
}
