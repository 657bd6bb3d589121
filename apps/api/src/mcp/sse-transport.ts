import type { JSONRPCMessage, MessageExtraInfo, Transport } from '@modelcontextprotocol/server';
import type { ServerResponse } from 'node:http';
import type { Protocol } from './protocol';

const PING_MS = 15_000;
/** Answers that a client may leave unread, in bytes. */
const MAX_UNREAD = 4 * 1024 * 1024;

/**
 * The server's side of the older transport: answers go out as server-sent events, messages come in by requests of their own. The answer
 * of the stream must have begun; where messages are posted is its first event.
 */
export class SseTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport['onmessage'];
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly protocol: Protocol,
    private readonly stream: ServerResponse,
    private readonly endpoint: string,
  ) {}

  async start(): Promise<void> {
    this.stream.once('close', () => void this.close());
    this.timer = setInterval(() => this.stream.write(': ping\n\n'), PING_MS).unref();
    this.stream.write(`event: endpoint\ndata: ${this.endpoint}\n\n`);
  }

  /** @throws Error when it is no message of JSON-RPC */
  take(message: unknown, extra: MessageExtraInfo): void {
    this.onmessage?.(this.protocol.parseJSONRPCMessage(message), extra);
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.closed) throw new Error('the stream is closed');
    if (this.stream.writableLength > MAX_UNREAD) {
      this.stream.destroy();
      throw new Error('the client does not read');
    }
    this.stream.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.timer);
    this.stream.end();
    this.onclose?.();
  }
}
