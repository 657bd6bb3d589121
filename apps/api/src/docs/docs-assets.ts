import type { FastifyInstance } from 'fastify';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const START =
  "window.ui = SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#reader', deepLinking: true, supportedSubmitMethods: [] });\n";

/** The readable page of the API; its files come from this server, as the content security policy demands. */
export const DOCS_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>AOC API</title>
    <link rel="stylesheet" href="/api/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="reader"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

/** Serves the style and the scripts of the readable page. */
export async function serveDocs(server: FastifyInstance): Promise<void> {
  const folder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const files = [
    { name: 'swagger-ui.css', type: 'text/css; charset=utf-8', body: await readFile(path.join(folder, 'swagger-ui.css')) },
    {
      name: 'swagger-ui-bundle.js',
      type: 'text/javascript; charset=utf-8',
      body: await readFile(path.join(folder, 'swagger-ui-bundle.js')),
    },
    { name: 'start.js', type: 'text/javascript; charset=utf-8', body: Buffer.from(START) },
  ];
  for (const { name, type, body } of files)
    server.get(`/api/docs/${name}`, (_request, reply) => reply.type(type).header('Cache-Control', 'public, max-age=3600').send(body));
}
