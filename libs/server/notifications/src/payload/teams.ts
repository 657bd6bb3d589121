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

// Text runs are shown as they are, while text blocks and facts would read Markdown: nobody who chooses the name of a device can put a
// link into a card.
const run = (text: string, more: object = {}) => ({ type: 'TextRun', text, ...more });
const block = (inlines: object[], more: object = {}) => ({ type: 'RichTextBlock', inlines, ...more });

const COLOURS: Readonly<Record<MessageAlert['severity'], string>> = {
  informational: 'accent',
  low: 'accent',
  medium: 'warning',
  high: 'attention',
  critical: 'attention',
};

function bodyOfOne(alert: MessageAlert): object[] {
  const rows = shownFacts(alert).map(([name, value]) => block([run(`${name}: `, { weight: 'bolder' }), run(value)], { spacing: 'small' }));
  return [block([run(messageText(alert))]), ...rows];
}

function bodyOfMany({ alerts, count }: Message): object[] {
  const shown = alerts.slice(0, SHOWN_ALERTS);
  const rows = shown.map((alert) => {
    const open = alert.url === null ? {} : { selectAction: { type: 'Action.OpenUrl', url: alert.url } };
    const who = oneLine([alert.actor ?? '', alert.operation, alert.event_at].filter(Boolean).join(', '), 300);
    return block([
      run(`${alert.severity} `, { color: COLOURS[alert.severity] }),
      run(oneLine(alert.rule_name, 200), { weight: 'bolder', ...open }),
      run(` ${who}`),
    ]);
  });
  const more = moreText(count, shown.length);
  return more === '' ? rows : [...rows, block([run(more, { isSubtle: true })])];
}

/** Adaptive card in the envelope that a Teams workflow ("When a Teams webhook request is received") takes. */
export function teamsPayload(message: Message) {
  const [first] = message.alerts;
  const title = block([run(message.title, { size: 'large', weight: 'bolder', color: COLOURS[first.severity] })]);
  const line = senderLine(message);
  const sender = line === '' ? [] : [block([run(line, { isSubtle: true })], { spacing: 'small' })];
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: [title, ...sender, ...(message.count === 1 ? bodyOfOne(first) : bodyOfMany(message))],
    ...(message.count === 1 && first.url !== null
      ? { actions: [{ type: 'Action.OpenUrl', title: `Open in ${productName(message)}`, url: first.url }] }
      : {}),
  };
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }] };
}
