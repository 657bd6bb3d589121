/** Pages that people see while they sign in: plain HTML without scripts. */
import type { Reply } from '../reply';
import type { Account } from './accounts';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');

const style = `body{font:15px system-ui,sans-serif;background:#f2f2f2;color:#1b1b1b;display:grid;place-items:center;min-height:100vh;margin:0}
main{background:#fff;padding:32px 36px;width:360px;box-shadow:0 2px 8px #0003}h1{font-size:22px;margin:0 0 16px}
button{display:block;width:100%;text-align:left;padding:10px 12px;margin:0 0 4px;border:0;background:none;font:inherit;cursor:pointer}
button:hover,button:focus{background:#e6e6e6}small{display:block;color:#555}p{margin:0 0 12px;overflow-wrap:anywhere}`;

function page(status: number, title: string, body: string, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store, no-cache',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      'x-frame-options': 'DENY',
      ...headers,
    },
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${style}</style></head><body><main><h1>${escape(title)}</h1>${body}</main></body></html>`,
  };
}

/** "Pick an account": a form that posts the choice to `action`. */
export function accountPage(accounts: readonly Account[], action: string, note?: string): Reply {
  const rows = accounts.map(
    ({ upn, name }) => `<button name="account" value="${escape(upn)}">${escape(name)}<small>${escape(upn)}</small></button>`,
  );
  const hint = note === undefined ? '' : `<p role="alert">${escape(note)}</p>`;
  return page(200, 'Pick an account', `${hint}<form method="post" action="${escape(action)}">${rows.join('')}</form>`);
}

export const errorPage = (status: number, description: string): Reply =>
  page(status, "Sorry, but we're having trouble signing you in.", `<p role="alert">${escape(description)}</p>`);

export const signedOutPage = (headers: Record<string, string>): Reply =>
  page(200, 'You signed out of your account', "<p>It's a good idea to close all browser windows.</p>", headers);
