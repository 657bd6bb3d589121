/** An answer before it is sent, still open to fault injection. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** For collections: each record as JSON text; `body` is then ignored and the answer is `before + items joined + after`. */
  list?: { before: string; items: string[]; after: string };
  /** For endless answers of the control interface: lines that are written as they come. */
  lines?: Iterable<string>;
}

const json = 'application/json; charset=utf-8';

export const jsonReply = (status: number, value: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'content-type': json, ...headers },
  body: JSON.stringify(value),
});
export const listReply = (before: string, items: string[], after: string, headers: Record<string, string> = {}): Reply => ({
  status: 200,
  headers: { 'content-type': json, ...headers },
  body: '',
  list: { before, items, after },
});
export const emptyReply = (status: number, headers: Record<string, string> = {}): Reply => ({ status, headers, body: '' });

export const replyText = (reply: Reply): string =>
  reply.list ? reply.list.before + reply.list.items.join(',') + reply.list.after : reply.body;

export function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
