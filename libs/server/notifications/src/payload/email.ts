import { readableAccent } from '@aoc/contracts';
import { messageText, moreText, productName, senderLine, shownFacts, SHOWN_ALERTS, type Message, type MessageAlert } from './message';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Text for HTML, also inside quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '');

function textOf(alert: MessageAlert): string {
  const facts = shownFacts(alert).map(([name, value]) => `${`${name}:`.padEnd(13)}${value}`);
  const guidance = alert.guidance === '' ? [] : ['', 'What to do:', alert.guidance];
  return [messageText(alert), '', ...facts, ...guidance, ...(alert.url === null ? [] : ['', alert.url])].join('\n');
}

function htmlOf(alert: MessageAlert, product: string, accent: string | null): string {
  const cell = 'style="padding:2px 12px 2px 0;text-align:left;vertical-align:top"';
  const rows = shownFacts(alert).map(
    ([name, value]) => `<tr><th ${cell}>${escapeHtml(name)}</th><td ${cell}>${escapeHtml(value)}</td></tr>`,
  );
  const guidance = alert.guidance === '' ? '' : `<p style="white-space:pre-line"><b>What to do:</b>\n${escapeHtml(alert.guidance)}</p>`;
  const link =
    alert.url === null
      ? ''
      : `<p><a href="${escapeHtml(alert.url)}"${accent === null ? '' : ` style="color:${accent}"`}>Open in ${escapeHtml(product)}</a></p>`;
  return `<p>${escapeHtml(messageText(alert))}</p><table>${rows.join('')}</table>${guidance}${link}`;
}

/** A picture that the HTML shows by `cid:`, since mail programs show none that stand in the text. */
export interface Inline {
  cid: string;
  filename: string;
  contentType: string;
  content: Buffer;
}
const LOGO_CID = 'logo@aoc';

function logoOf({ sender }: Message): Inline[] {
  const logo = sender?.branding?.logo;
  if (!logo) return [];
  const content = Buffer.from(logo.slice(logo.indexOf(',') + 1), 'base64');
  return [{ cid: LOGO_CID, filename: 'logo.png', contentType: 'image/png', content }];
}

function headOf(message: Message, accent: string | null): string {
  const words = escapeHtml(senderLine(message));
  const logo = message.sender?.branding?.logo
    ? `<img src="cid:${LOGO_CID}" alt="" height="32" style="height:32px;vertical-align:middle"> `
    : '';
  if (words === '' && logo === '' && accent === null) return '';
  return `<p style="border-bottom:3px solid ${accent ?? '#dfe4ed'};padding-bottom:8px">${logo}<b>${words}</b></p>`;
}

/** Subject and both bodies of an e-mail. Everything that comes from events or rules is escaped in the HTML one. */
export function emailContent(message: Message): { subject: string; text: string; html: string; attachments?: Inline[] } {
  const chosen = message.sender?.branding?.accent;
  const accent = chosen ? readableAccent(chosen, 'light').accent : null;
  const line = senderLine(message);
  const shown = message.alerts.slice(0, SHOWN_ALERTS);
  const more = moreText(message.count, shown.length);
  const text = [...(line === '' ? [] : [line]), ...shown.map(textOf), ...(more === '' ? [] : [more])].join('\n\n----\n\n');
  const html = [
    `<h2>${escapeHtml(message.title)}</h2>`,
    ...shown.map((one) => htmlOf(one, productName(message), accent)),
    ...(more === '' ? [] : [`<p>${more}</p>`]),
  ].join('<hr>');
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body style="font-family:sans-serif">${headOf(message, accent)}${html}</body></html>`;
  const attachments = logoOf(message);
  return { subject: message.title, text: `${text}\n`, html: page, ...(attachments.length === 0 ? {} : { attachments }) };
}
