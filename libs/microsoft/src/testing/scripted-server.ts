import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { TestServer } from './test-client';

export interface ScriptedServer extends TestServer {
  url: string;
  /** Requests so far, the token endpoint not counted. */
  requests: { url: string; authorization: string | undefined }[];
  stop(): Promise<void>;
}

const token = JSON.stringify({ token_type: 'Bearer', expires_in: 3599, access_token: 'scripted-token' });
const isTokenRequest = (request: IncomingMessage): boolean => request.url?.endsWith('/oauth2/v2.0/token') ?? false;

/** A server that gives out one token and leaves everything else to the listener: for answers that no honest API gives. */
export async function scriptedServer(listener: RequestListener): Promise<ScriptedServer> {
  const requests: ScriptedServer['requests'] = [];
  const server = createServer((request, response) => {
    if (isTokenRequest(request)) {
      response.setHeader('content-type', 'application/json').end(token);
      return;
    }
    requests.push({ url: request.url ?? '', authorization: request.headers.authorization });
    listener(request, response);
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const stop = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    server.close(() => resolve());
    server.closeAllConnections();
    await promise;
  };
  const control = { tenants: [{ tenantId: '9f1c3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c11', clientId: 'client', clientSecret: 'scripted-secret' }] };
  return { url, loginUrl: url, graphUrl: url, managementUrl: url, control, requests, stop };
}
