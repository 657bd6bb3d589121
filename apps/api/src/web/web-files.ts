import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PageFallback } from '../http/problem.filter';

/** Addresses that are never pages of the dashboard. */
const SERVER_PATH = /^\/(?:api|health|metrics|mcp)(?:\/|$)/;
/** Vite puts a hash into the names of files in this folder, so their content never changes. */
const HASHED = `${path.sep}assets${path.sep}`;

const wantsPage = (request: FastifyRequest): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') &&
  !SERVER_PATH.test(request.url.split('?')[0] ?? '') &&
  (request.headers.accept ?? '').includes('text/html');

/**
 * Serves the built dashboard; an empty or missing folder serves only the API.
 * @returns the fallback that sends the page for its client-side routes
 */
export async function serveWeb(server: FastifyInstance, folder: string): Promise<PageFallback> {
  const root = path.resolve(folder);
  if (folder === '' || !existsSync(path.join(root, 'index.html'))) return () => false;
  await server.register(fastifyStatic, {
    root,
    cacheControl: false,
    preCompressed: true,
    dotfiles: 'ignore',
    allowedPath: (name) => !SERVER_PATH.test(name),
    setHeaders: (reply, file) => {
      void reply.header('Cache-Control', file.includes(HASHED) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  return (request: FastifyRequest, reply: FastifyReply): boolean => {
    if (!wantsPage(request)) return false;
    void reply.code(200).sendFile('index.html');
    return true;
  };
}
