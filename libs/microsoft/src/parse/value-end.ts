import { BYTE, isBlank } from './scan';

/** Finds where a JSON value ends, in whatever pieces it comes. Follows nothing but brackets and strings. */
export class ValueEnd {
  private depth = 0;
  private inString = false;
  private escaped = false;
  private scalar = false;

  /** Starts anew with a value whose first byte this is. */
  begin(first: number): void {
    this.depth = 0;
    this.inString = false;
    this.escaped = false;
    this.scalar = first !== BYTE.QUOTE && first !== BYTE.OPEN_OBJECT && first !== BYTE.OPEN_LIST;
  }

  /** The position after the value in this piece, whose first byte that was not looked at is at `from`; -1 when the value goes on. */
  find(piece: Buffer, from: number): number {
    return this.scalar ? this.findScalar(piece, from) : this.findNested(piece, from);
  }

  private findScalar(piece: Buffer, from: number): number {
    for (let at = from; at < piece.length; at += 1) {
      const byte = piece[at];
      if (byte === BYTE.COMMA || byte === BYTE.CLOSE_LIST || byte === BYTE.CLOSE_OBJECT || isBlank(byte)) return at;
    }
    return -1;
  }

  private findNested(piece: Buffer, from: number): number {
    for (let at = from; at < piece.length; at += 1) {
      const byte = piece[at];
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (byte === BYTE.BACKSLASH) this.escaped = true;
        else if (byte === BYTE.QUOTE) {
          this.inString = false;
          if (this.depth === 0) return at + 1;
        }
      } else if (byte === BYTE.QUOTE) this.inString = true;
      else if (byte === BYTE.OPEN_OBJECT || byte === BYTE.OPEN_LIST) this.depth += 1;
      else if (byte === BYTE.CLOSE_OBJECT || byte === BYTE.CLOSE_LIST) {
        this.depth -= 1;
        if (this.depth === 0) return at + 1;
      }
    }
    return -1;
  }
}
