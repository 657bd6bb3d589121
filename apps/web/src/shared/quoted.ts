const BARE = /^[\p{L}\p{N}_.@*][\p{L}\p{N}_.@*-]*$/u;
const KEYWORDS = /^(?:OR|AND|NOT)$/;

/** A value as it must stand in a query: quoted unless it is one plain word. */
export const quoted = (value: string): string =>
  BARE.test(value) && !KEYWORDS.test(value) ? value : `"${value.replace(/[\\"]/g, (char) => `\\${char}`)}"`;
