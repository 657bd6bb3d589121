import type { LiveBatch } from '@aoc/server/queues';

/** Bytes that wait for a slow caller before it is told that it lost messages. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** Where a live view writes to: the response of its request. */
export interface LiveSink {
  readonly writableLength: number;
  write(text: string | Uint8Array): boolean;
  end(): void;
}

/** One live view: a caller with what it wants to see. */
export class LiveView {
  private closed = false;
  constructor(
    private readonly sink: LiveSink,
    /** What a batch is to this caller; empty when nothing in it matches. */
    private readonly bytesOf: (batch: LiveBatch) => Uint8Array,
    private readonly onLost: () => void,
  ) {}

  send(batch: LiveBatch): void {
    if (this.closed) return;
    if (this.sink.writableLength > MAX_WAITING_BYTES) {
      this.lose('too slow');
      return;
    }
    const bytes = this.bytesOf(batch);
    if (bytes.length > 0) this.sink.write(bytes);
  }

  ping(): void {
    if (!this.closed) this.sink.write('event: ping\ndata: {}\n\n');
  }

  /** Tells the caller that messages are missing: it reads the list again. */
  tellLost(reason: string): void {
    if (!this.closed) this.sink.write(`event: lost\ndata: ${JSON.stringify({ reason })}\n\n`);
  }

  close(): void {
    this.closed = true;
  }

  private lose(reason: string): void {
    this.tellLost(reason);
    this.closed = true;
    this.sink.end();
    this.onLost();
  }
}
