import { featuresSchema, identityRoutes, problemSchema, type Me } from '@aoc/contracts';
import type { z } from 'zod';
import type { Options } from './options';

const TIMEOUT_MS = 15_000;

/** AOC cannot be used, and what to do about it. */
export class ApiError extends Error {}

const causeOf = (error: unknown): string => {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : '';
  return code === '' ? (inner instanceof Error ? inner.message : String(inner)) : code;
};

/** The sentence of problem details; else the text, shortened. */
export function detailOf(text: string): string {
  try {
    return problemSchema.parse(JSON.parse(text)).detail;
  } catch {
    return text.replace(/\s+/g, ' ').slice(0, 200);
  }
}

async function read<S extends z.ZodType>({ url, headers }: Options, path: string, schema: S): Promise<z.output<S>> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(new URL(path, url), { headers, signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
    text = await response.text();
  } catch (error) {
    throw new ApiError(
      `AOC does not answer at ${url.origin} (${causeOf(error)}). Is it running, and is the address right (--url or AOC_URL)?`,
      {
        cause: error,
      },
    );
  }
  if (response.status === 401)
    throw new ApiError(`AOC at ${url.origin} refuses the API key. Make one in AOC under Settings, API keys, and give it as AOC_API_KEY.`);
  if (!response.ok) throw new ApiError(`AOC at ${url.origin} answers ${response.status}: ${detailOf(text)}`);
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new ApiError(`What answers at ${url.origin} is not AOC 2. Check the address (--url or AOC_URL).`, { cause: error });
  }
}

/** Who the key is, once it is certain that the tools can be used. @throws ApiError */
export async function checkApi(options: Options): Promise<Me> {
  const { ai_features_enabled } = await read(options, '/api/config/features', featuresSchema);
  if (!ai_features_enabled)
    throw new ApiError(`The tools are switched off in AOC at ${options.url.origin}: AI_FEATURES_ENABLED is false there.`);
  const { 'x-aoc-tenant': tenant, ...headers } = options.headers;
  // Who it is has no answer for all tenants at once.
  const asked = tenant === undefined || tenant === '*' ? { ...options, headers } : options;
  return read(asked, '/api/me', identityRoutes.me.responses[200].schema);
}
