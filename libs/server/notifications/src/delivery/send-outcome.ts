/** What came of handing a message to a receiver. `retry` tells whether another try makes sense. */
export type SendOutcome = { ok: true; detail: string } | { ok: false; detail: string; retry: boolean; retryAfterMs?: number };

export const failed = (detail: string, retry: boolean, retryAfterMs = 0): SendOutcome => ({ ok: false, detail, retry, retryAfterMs });

const MAX_ANSWER = 200;
const MIN_SECRET = 4;

const flat = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();

/**
 * What may be kept of a receiver's words: one line of 200 characters without the secrets of the channel, which some receivers quote.
 * @param secrets whole addresses and keys; parts of an address are hidden too
 */
export function quoted(answer: string, secrets: readonly (string | null)[]): string {
  const parts = secrets.flatMap((secret) => {
    if (secret === null) return [];
    if (!URL.canParse(secret)) return [secret];
    const { pathname, search, searchParams, username, password } = new URL(secret);
    const values = [...pathname.split('/'), ...search.split(/[?&=]/), ...searchParams.values()];
    return [secret, `${pathname}${search}`, ...values, search, username, password];
  });
  const spellings = parts.flatMap((part) => [flat(part), flat(decoded(part))]);
  const hidden = [...new Set(spellings)].filter((part) => part.length >= MIN_SECRET).toSorted((a, b) => b.length - a.length);
  const line = hidden.reduce((text, part) => text.replaceAll(part, '(hidden)'), flat(answer));
  return line.slice(0, MAX_ANSWER).replace(/[\uD800-\uDBFF]$/, '');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
