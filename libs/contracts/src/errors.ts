import { z } from 'zod';

/** Every error the product can answer with, and the HTTP status it maps to. */
export const errorStatus = {
  bad_request: 400,
  bad_cursor: 400,
  bad_query: 400,
  unauthorized: 401,
  payment_required: 402,
  forbidden: 403,
  privacy_gated: 403,
  not_found: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  conflict: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  rate_limited: 429,
  internal: 500,
  upstream_failed: 502,
  unavailable: 503,
} as const;
export type ErrorCode = keyof typeof errorStatus;
export const errorCodeSchema = z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]);

/** One bad field: `path` is dotted, prefixed by where it stood (`query.`, `body.`, `path.`, `header.`). */
export const fieldErrorSchema = z.object({
  path: z.string(),
  message: z.string(),
  position: z.number().int().optional().meta({ description: 'in a query text: where it is wrong, in characters from 0' }),
  length: z.number().int().optional().meta({ description: 'in a query text: how many characters are concerned' }),
  suggestion: z.string().optional().meta({ description: 'in a query text: what was probably meant in place of these characters' }),
});
export type FieldError = z.infer<typeof fieldErrorSchema>;

/** RFC 9457 problem details; `detail` is also the member that 1.x clients read. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    code: errorCodeSchema,
    errors: z.array(fieldErrorSchema).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });
export type Problem = z.infer<typeof problemSchema>;

/** An expected failure, thrown by domain verbs; mapped once for HTTP and once for jobs. `detail` is written for the caller. */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
    readonly options: { errors?: FieldError[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause });
    this.name = 'DomainError';
  }
  get status(): number {
    return errorStatus[this.code];
  }
}

/** What is not there, or not for this caller: the same words for both. `thing` reads after `There is no`. */
export const noSuch = (thing: string): DomainError =>
  new DomainError('not_found', `There is no ${thing} here. Load the list again: it may have been removed, or be of another tenant.`);
