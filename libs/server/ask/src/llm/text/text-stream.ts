const HELD_BRACKET = 600;

/** An answer without the thoughts that some models write in front of it; empty while they have not ended. */
export function withoutThoughts(text: string): string {
  const start = /^\s*<think(?:ing)?>/i.exec(text);
  if (start === null) return /^\s*<(?:t(?:h(?:i(?:n(?:k(?:i(?:n(?:g)?)?)?)?)?)?)?)?$/i.test(text) ? '' : text;
  const end = /<\/think(?:ing)?>\s*/i.exec(text);
  return end === null ? '' : text.slice(end.index + end[0].length);
}

/** What has begun and not ended: a citation, the words or the address of a link, a tag. */
const UNFINISHED = /(?:\[[^\]\n]*|\[[^\]\n]*\]\([^)\n]*|<[^>\n]*)$/;

/** Where a text may be cut so that no word, citation, link or tag is in two parts; `from` when nowhere. */
function safeEnd(text: string, from: number): number {
  const end = Math.max(text.lastIndexOf(' '), text.lastIndexOf('\n')) + 1;
  if (end <= from) return from;
  const start = Math.max(from, end - HELD_BRACKET);
  const at = UNFINISHED.exec(text.slice(start, end));
  return at === null ? end : start + at.index;
}

/**
 * Passes on a text that grows, piece by piece, each through `clean`. Unfinished words and citations are held back. The pieces are what can
 * be told so far: only the whole answer is checked as a whole.
 */
export function textStream(
  clean: (piece: string) => string,
  onText: (piece: string) => void,
): { grow(raw: string): void; restart(): void } {
  let passed = 0;
  return {
    grow(raw) {
      const text = withoutThoughts(raw);
      const end = safeEnd(text, passed);
      if (end <= passed) return;
      const piece = clean(text.slice(passed, end));
      passed = end;
      if (piece !== '') onText(piece);
    },
    /** The model begins a new text, after it has used a tool. */
    restart() {
      if (passed > 0) onText('\n\n');
      passed = 0;
    },
  };
}
