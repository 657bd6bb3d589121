import { z } from 'zod';

/** What an error body says, whichever of Microsoft's shapes it has. Empty strings where it says nothing. */
export interface ErrorBody {
  code: string;
  /** For matching only: it may quote ids and addresses of the tenant, so it is not shown or logged. */
  message: string;
  requestId: string | undefined;
}

const text = z.string().catch('');
const innerSchema = z.looseObject({ 'request-id': z.string().optional().catch(undefined), code: z.string().optional().catch(undefined) });
/** Graph and Management Activity API: `{"error":{"code":"…","message":"…","innerError":{"request-id":"…"}}}`. */
const apiSchema = z.object({
  error: z.object({
    code: text,
    message: text,
    innerError: innerSchema.optional().catch(undefined),
    innererror: innerSchema.optional().catch(undefined),
  }),
});
/** Identity platform: `{"error":"invalid_client","error_description":"AADSTS7000215: …","trace_id":"…"}`. */
const loginSchema = z.object({ error: z.string(), error_description: text, trace_id: z.string().optional().catch(undefined) });
/** ASP.NET gateways in front of both: `{"Message":"Authorization has been denied for this request."}`. */
const gatewaySchema = z.object({ Message: z.string() });

/** A code is shown to people and goes into logs: only what looks like one passes. */
const code = (value: string): string => /^[\w.-]{1,80}/.exec(value)?.[0] ?? '';

function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Reads the body of a failed call; for HTML and other text the message is its beginning. */
export function readErrorBody(body: string): ErrorBody {
  const value = json(body);
  const api = apiSchema.safeParse(value);
  if (api.success) {
    const { error } = api.data;
    const requestId = (error.innerError ?? error.innererror)?.['request-id'];
    return { code: code(error.code), message: error.message, requestId };
  }
  const login = loginSchema.safeParse(value);
  if (login.success) {
    const aadsts = /^AADSTS\d+/.exec(login.data.error_description)?.[0];
    return { code: aadsts ?? code(login.data.error), message: login.data.error_description, requestId: login.data.trace_id };
  }
  const gateway = gatewaySchema.safeParse(value);
  return { code: '', message: gateway.success ? gateway.data.Message : body.slice(0, 4096), requestId: undefined };
}
