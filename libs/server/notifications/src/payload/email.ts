import { messageText, moreText, shownFacts, SHOWN_ALERTS, type Message, type MessageAlert } from './message';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Text for HTML, also inside quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '');

function textOf(alert: MessageAlert): string {
  const facts = shownFacts(alert).map(([name, value]) => `${`${name}:`.padEnd(13)}${value}`);
  const guidance = alert.guidance === '' ? [] : ['', 'What to do:', alert.guidance];
  return [messageText(alert), '', ...facts, ...guidance, ...(alert.url === null ? [] : ['', alert.url])].join('\n');
}

function htmlOf(alert: MessageAlert): string {
  const cell = 'style="padding:2px 12px 2px 0;text-align:left;vertical-align:top"';
  const rows = shownFacts(alert).map(
    ([name, value]) => `<tr><th ${cell}>${escapeHtml(name)}</th><td ${cell}>${escapeHtml(value)}</td></tr>`,
  );
  const guidance = alert.guidance === '' ? '' : `<p style="white-space:pre-line"><b>What to do:</b>\n${escapeHtml(alert.guidance)}</p>`;
  const link = alert.url === null ? '' : `<p><a href="${escapeHtml(alert.url)}">Open in AOC</a></p>`;
  return `<p>${escapeHtml(messageText(alert))}</p><table>${rows.join('')}</table>${guidance}${link}`;
}

/** Subject and both bodies of an e-mail. Everything that comes from events or rules is escaped in the HTML one. */
export function emailContent(message: Message): { subject: string; text: string; html: string } {
  const shown = message.alerts.slice(0, SHOWN_ALERTS);
  const more = moreText(message.count, shown.length);
  const text = [...shown.map(textOf), ...(more === '' ? [] : [more])].join('\n\n----\n\n');
  const html = [`<h2>${escapeHtml(message.title)}</h2>`, ...shown.map(htmlOf), ...(more === '' ? [] : [`<p>${more}</p>`])].join('<hr>');
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body style="font-family:sans-serif">${html}</body></html>`;
  return { subject: message.title, text: `${text}\n`, html: page };
}
