import { SdkHttpError, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import {
  isJSONRPCErrorResponse,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  type RequestId,
  type Transport,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { detailOf } from './check-api';
import type { Options } from './options';

const INTERNAL_ERROR = -32_603;
const handshakeSchema = z.object({ protocolVersion: z.string() });
const cancelSchema = z.object({ requestId: z.union([z.string(), z.number()]) });

function reasonOf(error: unknown): string {
  if (error instanceof SdkHttpError) {
    if (error.status === 401) return 'AOC refuses the API key: it was revoked or has expired.';
    return `AOC answers ${error.status}: ${detailOf(typeof error.data.text === 'string' ? error.data.text : '')}`;
  }
  return `AOC does not answer (${error instanceof Error ? error.message : String(error)}).`;
}

/** Hands every message on as it is, in both directions. A request that AOC did not answer is answered with an error. */
export class Relay {
  private readonly api: StreamableHTTPClientTransport;
  /** Requests without an answer yet, and what takes each back. */
  private readonly waiting = new Map<RequestId, AbortController>();
  private handshake: RequestId | undefined;

  constructor(
    private readonly assistant: Transport,
    { url, headers }: Options,
    private readonly tell: (line: string) => void,
  ) {
    this.api = new StreamableHTTPClientTransport(new URL('/mcp', url), { requestInit: { headers } });
  }

  /** Ends when the assistant closes its end. */
  async run(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.assistant.onclose = resolve;
    });
    this.assistant.onerror = (error) => this.tell(`unreadable message: ${error.message}`);
    this.assistant.onmessage = (message) => void this.ask(message);
    this.api.onmessage = (message) => void this.answer(message);
    await this.api.start();
    await this.assistant.start();
    await closed;
    await this.api.close();
  }

  private async ask(message: JSONRPCMessage): Promise<void> {
    if (isJSONRPCNotification(message) && message.method === 'notifications/cancelled') {
      const { requestId } = cancelSchema.safeParse(message.params).data ?? {};
      // Without sessions the end of the request is what tells AOC.
      if (requestId !== undefined) this.takeBack(requestId);
      return;
    }
    const request = isJSONRPCRequest(message) ? message : null;
    const control = new AbortController();
    if (request) this.waiting.set(request.id, control);
    if (request?.method === 'initialize') this.handshake = request.id;
    try {
      const onRequestStreamEnd = (): void => void (request && this.fail(request.id, 'The answer of AOC broke off.'));
      await this.api.send(message, { requestSignal: control.signal, onRequestStreamEnd });
    } catch (error) {
      if (request) await this.fail(request.id, reasonOf(error));
      else this.tell(reasonOf(error));
    }
  }

  private takeBack(id: RequestId): void {
    const control = this.waiting.get(id);
    this.waiting.delete(id);
    control?.abort();
  }

  private async answer(message: JSONRPCMessage): Promise<void> {
    if (isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message)) {
      if (message.id === undefined || !this.waiting.delete(message.id)) return;
      if (message.id === this.handshake && isJSONRPCResultResponse(message)) {
        const { protocolVersion } = handshakeSchema.safeParse(message.result).data ?? {};
        if (protocolVersion !== undefined) this.api.setProtocolVersion(protocolVersion);
      }
    }
    await this.assistant.send(message).catch((error: unknown) => this.tell(`the assistant does not read: ${String(error)}`));
  }

  private async fail(id: RequestId, text: string): Promise<void> {
    if (this.waiting.has(id)) await this.answer({ jsonrpc: '2.0', id, error: { code: INTERNAL_ERROR, message: text } });
  }
}
