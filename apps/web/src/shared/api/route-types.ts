import type { RouteContract } from '@aoc/contracts';
import type { z } from 'zod';

type Part<R, K extends string> = R extends Record<K, infer S> ? (S extends z.ZodType ? z.input<S> : never) : never;
type Member<R, K extends string> =
  R extends Record<K, z.ZodType>
    ? Record<string, never> extends Part<R, K>
      ? { [P in K]?: Part<R, K> }
      : { [P in K]: Part<R, K> }
    : { [P in K]?: undefined };

/** The loosest form of an input, which every call can be read as. */
export interface AnyInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** What a caller must give: exactly the path parameters, query and body that the contract names, before parsing. */
export type CallInput<R extends RouteContract> = Member<R, 'params'> & Member<R, 'query'> & Member<R, 'body'>;

type SuccessStatus = 200 | 201 | 202;
type BodyOf<T> = T extends { schema: infer S extends z.ZodType } ? z.output<S> : undefined;

/** What a 2xx answer holds: the union over the success statuses of the contract. */
export type CallOutput<R extends RouteContract> = {
  [S in keyof R['responses'] & SuccessStatus]: BodyOf<R['responses'][S]>;
}[keyof R['responses'] & SuccessStatus];
