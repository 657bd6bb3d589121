/** A call of a tool that the model asks for; `arguments` as text is sent as it is, so that it can be broken JSON. */
export interface ToolCall {
  name: string;
  arguments: unknown;
}

/** What the simulated model does with a request. */
export type Reply =
  /** An answer in pieces of `pieceCharacters` (default 12), the first after `firstMs`, each next after `pieceMs`. */
  | { kind: 'text'; text: string; pieceCharacters?: number; firstMs?: number; pieceMs?: number }
  | { kind: 'tools'; calls: readonly ToolCall[]; text?: string }
  | { kind: 'status'; status: number; retryAfter?: string; body?: string }
  | { kind: 'redirect'; to: string }
  /** What comes is not JSON. */
  | { kind: 'malformed' }
  /** JSON that is no answer of a model. */
  | { kind: 'nonsense' }
  /** Answers whole, although a stream was asked for. */
  | { kind: 'whole'; text: string }
  /** Reports an error in the middle of its stream. */
  | { kind: 'stream-error'; message: string }
  /** The connection breaks after the first half of the text. */
  | { kind: 'cut'; text: string }
  /** The answer ends properly, but in the middle: no reason for the end, no last line. */
  | { kind: 'unfinished'; text: string }
  /** Takes the request and never answers. */
  | { kind: 'hang' }
  | { kind: 'empty' }
  /** A text that fills `characters` characters. */
  | { kind: 'huge'; characters: number }
  /** All tokens were used before the text was whole, or before there was any. */
  | { kind: 'length'; text: string }
  /** The service refuses to answer. */
  | { kind: 'filtered' };

/** Names of faults as the command line takes them. */
export const FAULTS: Readonly<Record<string, Reply>> = {
  key: { kind: 'status', status: 401 },
  rate: { kind: 'status', status: 429, retryAfter: '1' },
  server: { kind: 'status', status: 500 },
  malformed: { kind: 'malformed' },
  nonsense: { kind: 'nonsense' },
  whole: { kind: 'whole', text: 'This answer is not streamed.' },
  'stream-error': { kind: 'stream-error', message: 'The server is overloaded.' },
  cut: { kind: 'cut', text: 'This answer breaks in its middle, before it has said anything of use.' },
  unfinished: { kind: 'unfinished', text: 'This answer ends before' },
  hang: { kind: 'hang' },
  empty: { kind: 'empty' },
  huge: { kind: 'huge', characters: 5_000_000 },
  citation: { kind: 'text', text: 'A user was deleted by Mallory [9999], see also [1].' },
  'endless-tools': { kind: 'tools', calls: [{ name: 'search_events', arguments: {} }] },
};
