import type { RouteContract } from '@aoc/contracts';
import { accessHeaders } from './access';
import { UnreachableError } from './api-error';
import { failureOf, trustBody } from './call-api';
import type { CallOutput } from './route-types';

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Sends one file as multipart field `file`. `onProgress` gets the share that left the browser, 0 to 1.
 * XMLHttpRequest, because fetch still cannot report upload progress.
 */
export async function uploadFile<R extends RouteContract>(
  route: R,
  file: File,
  onProgress: (share: number) => void,
): Promise<CallOutput<R>> {
  const credential = await accessHeaders();
  const { promise, resolve, reject } = Promise.withResolvers<CallOutput<R>>();
  const request = new XMLHttpRequest();
  request.open(route.method.toUpperCase(), route.path);
  request.setRequestHeader('accept', 'application/json');
  for (const [name, value] of Object.entries(credential)) request.setRequestHeader(name, value);
  request.upload.addEventListener('progress', (event) => event.lengthComputable && onProgress(event.loaded / event.total));
  request.addEventListener('error', () => reject(new UnreachableError('The connection broke during the upload.')));
  request.addEventListener('load', () => {
    const body = parse(request.responseText);
    const ok = request.status >= 200 && request.status < 300;
    if (ok) resolve(trustBody(route, request.status, body));
    else reject(failureOf(request.status, body, request.getResponseHeader('retry-after')));
  });
  const form = new FormData();
  form.append('file', file, file.name);
  request.send(form);
  return promise;
}
