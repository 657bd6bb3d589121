/** Whether a link that an API gave us leads back to that API (scheme, host and port). Only there may a token be sent. */
export function isSameOrigin(link: string, base: string): boolean {
  const target = URL.parse(link);
  const home = URL.parse(base);
  if (!target || !home) return false;
  const plain = target.protocol === 'https:' || target.protocol === 'http:';
  return plain && target.origin === home.origin && target.username === '' && target.password === '';
}
