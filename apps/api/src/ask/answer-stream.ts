import type { Problem } from '@aoc/contracts';
import type { AskAnswer, QueryInfo } from '@aoc/contracts';
import type { FastifyReply } from 'fastify';

const PING_MS = 15_000;
const HEADERS = { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' } as const;

/** Messages of an answer that is written while the caller reads. */
export interface AnswerStream {
  /** Aborted when the caller goes away. */
  signal: AbortSignal;
  send(name: 'understood', data: QueryInfo): void;
  send(name: 'text', data: { text: string }): void;
  send(name: 'answer', data: AskAnswer): void;
  send(name: 'error', data: Problem): void;
  end(): void;
}

/** Takes the response over from the framework; headers that were set so far are kept. */
export function answerStream(reply: FastifyReply): AnswerStream {
  const gone = new AbortController();
  reply.hijack();
  const { raw } = reply;
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, HEADERS);
  const timer = setInterval(() => raw.write(': ping\n\n'), PING_MS);
  raw.once('close', () => {
    clearInterval(timer);
    if (!raw.writableFinished) gone.abort(new Error('the caller went away'));
  });
  return {
    signal: gone.signal,
    send(name: string, data: unknown) {
      if (!raw.writableEnded && !raw.destroyed) raw.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    end() {
      clearInterval(timer);
      if (!raw.writableEnded) raw.end();
    },
  };
}
