/** A mistake in a query text: where (characters from 0), what, and what was probably meant in place of these characters. */
export interface QueryError {
  position: number;
  length: number;
  message: string;
  suggestion?: string;
}

/** Thrown inside the parser only; carries the error to its edge. */
export class QuerySyntaxError extends Error {
  constructor(readonly error: QueryError) {
    super(error.message);
  }
}

export function fail(position: number, length: number, message: string, suggestion?: string): never {
  throw new QuerySyntaxError({ position, length, message, ...(suggestion === undefined ? {} : { suggestion }) });
}

const SPACE = /\s/;
const ENDS_WORD = /[\s()"]/;

/** Reads a query text from left to right. */
export class Reader {
  at = 0;
  constructor(readonly text: string) {}

  get ended(): boolean {
    return this.at >= this.text.length;
  }
  peek(): string {
    return this.text[this.at] ?? '';
  }
  take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }
  skipSpace(): void {
    while (!this.ended && SPACE.test(this.peek())) this.at += 1;
  }
  /** True, and past it, when the next word is exactly this one. */
  takeWord(word: string): boolean {
    const next = this.text[this.at + word.length];
    if (!this.text.startsWith(word, this.at) || (next !== undefined && !ENDS_WORD.test(next))) return false;
    this.at += word.length;
    return true;
  }
  /** Characters up to a space, parenthesis or quote. */
  word(): string {
    const start = this.at;
    while (!this.ended && !ENDS_WORD.test(this.peek())) this.at += 1;
    return this.text.slice(start, this.at);
  }
  /** A quoted text; the opening quote has been seen and not been passed. */
  quoted(): string {
    const start = this.at;
    this.at += 1;
    let value = '';
    while (!this.ended) {
      const character = this.peek();
      this.at += 1;
      if (character === '"') return value;
      if (character === '\\' && !this.ended) {
        value += this.peek();
        this.at += 1;
      } else value += character;
    }
    return this.failToEnd(start, 'The quote that begins here is not closed.', '"');
  }
  /** A regular expression between slashes; the opening slash has been seen and not been passed. */
  regex(): string {
    const start = this.at;
    this.at += 1;
    let source = '';
    while (!this.ended) {
      const character = this.peek();
      this.at += 1;
      if (character === '/') return source;
      if (character === '\\' && this.peek() === '/') {
        source += '/';
        this.at += 1;
      } else if (character === '\\' && !this.ended) {
        source += character + this.peek();
        this.at += 1;
      } else source += character;
    }
    return this.failToEnd(start, 'The regular expression that begins here has no closing slash.', '/');
  }
  /** What begins at `start` lacks its `end`. */
  failToEnd(start: number, message: string, end: string): never {
    // A backslash at the very end would take the end for a character of the text.
    const rest = this.text.slice(start).replace(/(?<!\\)((?:\\\\)*)\\$/, '$1');
    return fail(start, this.text.length - start, message, `${rest}${end}`);
  }
}
