import { DomainError } from '@aoc/contracts';
import type { FastifyInstance } from 'fastify';

/** Largest JSON body, in bytes. */
export const JSON_LIMIT = 1024 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decode(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new DomainError('bad_request', 'The body is not valid UTF-8.', { errors: [{ path: 'body', message: 'not valid UTF-8' }] });
  }
}

/**
 * JSON is the only body that is parsed; other types are answered 415 unless a plug-in adds them. `__proto__` and
 * `constructor.prototype` are refused, and so is anything that is not UTF-8.
 */
export function useStrictJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    /^application\/(?:[\w.+-]+\+)?json(?:\s*;.*)?$/i,
    { parseAs: 'buffer', bodyLimit: JSON_LIMIT },
    (request, body, done) => {
      try {
        const text = decode(Buffer.from(body));
        if (text.trim() === '') return done(null, undefined);
        void parse(request, text, (error, value) =>
          error
            ? done(
                new DomainError('bad_request', 'The body is not valid JSON.', {
                  errors: [{ path: 'body', message: shorten(error.message) }],
                }),
              )
            : done(null, value),
        );
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  );
  // A client that names a type but sends nothing sends no body.
  server.addHook('onRequest', async (request) => {
    const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
    if (encoding === undefined && (length === undefined || length === '0')) delete request.headers['content-type'];
  });
}

/** The parser's sentence without the excerpt of the body that it may quote. */
const shorten = (message: string): string => message.replace(/,? ?"[\s\S]*$/, '').slice(0, 120);
