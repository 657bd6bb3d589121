/** Which fault strikes which request. What each fault does is in fault-effects.ts. */
import { z } from 'zod';
import { Rng } from '../generate/random';

export const faultKinds = [
  'throttle',
  'server-error',
  'unauthorized',
  'forbidden',
  'licence-missing',
  'auditing-off',
  'tenant-removed',
  'timeout',
  'cut',
  'slow',
  'malformed-record',
  'malformed-blob',
  'invalid-utf8',
  'duplicate-records',
  'duplicate-page',
  'disorder',
  'empty-page',
  'expired-next-link',
  'wrong-content-type',
  'clock-skew',
  'huge-list',
  'huge-record',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** A rule of fault injection, as given to `control.faults.add` and `POST /_control/faults`. All selectors must hold. */
export const faultSchema = z.strictObject({
  id: z.string().optional(),
  kind: z.enum(faultKinds),
  /** Only this tenant. */
  tenant: z.string().optional(),
  /** Only this endpoint (`graph.signIns`), or a group of them (`graph.*`, `management.*`). */
  endpoint: z.string().optional(),
  /** Only the nth matching request (1 is the first), or these. */
  nth: z.union([z.int().positive(), z.array(z.int().positive())]).optional(),
  /** Every nth matching request. */
  every: z.int().positive().optional(),
  /** Chance per matching request, from the seeded generator. */
  probability: z.number().min(0).max(1).optional(),
  /** Stop after so many strikes. */
  times: z.int().positive().optional(),
  /** Only requests for a following page (with skip token or nextPage), or only for a first page. */
  page: z.enum(['first', 'next']).optional(),
  /** throttle: form of the error. `intune` is HTTP 500 with a text. Default by endpoint. */
  form: z.enum(['graph', 'management', 'intune']).optional(),
  /** throttle, server-error, expired-next-link: HTTP status. */
  status: z.int().min(400).max(599).optional(),
  /** throttle: `Retry-After` in seconds (`2`, `"2.128"`), `"date"` for an HTTP date two seconds ahead, or `null` for no header. */
  retryAfter: z.union([z.number(), z.string(), z.null()]).optional(),
  /** slow: wait before the first byte, ms. */
  delayMs: z.int().nonnegative().optional(),
  /** cut: part of the body that is sent, 0 to 1. */
  at: z.number().min(0).max(1).optional(),
  /** malformed-record: how the record is broken; malformed-blob: garbage or truncated. */
  variant: z.enum(['bad-escape', 'control-character', 'truncated', 'not-an-object', 'garbage']).optional(),
  /** clock-skew: seconds added to the Date header. */
  seconds: z.number().optional(),
  /** huge-list: size of the answer, which copies of its records fill up; huge-record: size of one more record. Default 20 million. */
  bytes: z.int().positive().optional(),
  /** huge-list: bytes that each copy is padded with. Default none. */
  padding: z.int().positive().optional(),
});
export type FaultInput = z.input<typeof faultSchema>;
export type Fault = z.output<typeof faultSchema> & { id: string; seen: number; struck: number };

export interface FaultTarget {
  tenant: string;
  endpoint: string;
  next: boolean;
}

const endpointMatches = (pattern: string, endpoint: string): boolean =>
  pattern.endsWith('*') ? endpoint.startsWith(pattern.slice(0, -1)) : pattern === endpoint;

export class FaultBox {
  private faults: Fault[] = [];
  private number = 0;
  private readonly rng: Rng;

  constructor(seed: number) {
    this.rng = new Rng(`faults/${seed}`);
  }

  /** Add a rule; throws a ZodError when it is not valid. */
  add(input: FaultInput): Fault {
    const parsed = faultSchema.parse(input);
    const fault: Fault = { ...parsed, id: parsed.id ?? `fault-${++this.number}`, seen: 0, struck: 0 };
    this.faults = [...this.faults.filter((other) => other.id !== fault.id), fault];
    return fault;
  }

  list(): readonly Fault[] {
    return this.faults;
  }

  /** Remove one rule, or all. */
  clear(id?: string): void {
    this.faults = id === undefined ? [] : this.faults.filter((fault) => fault.id !== id);
  }

  /** The rules that strike this request; counts them. The control interface itself is never struck. */
  strike(target: FaultTarget): Fault[] {
    return this.faults.filter((fault) => {
      if (fault.tenant !== undefined && fault.tenant.toLowerCase() !== target.tenant) return false;
      if (fault.endpoint !== undefined && !endpointMatches(fault.endpoint, target.endpoint)) return false;
      if (fault.page !== undefined && (fault.page === 'next') !== target.next) return false;
      if (fault.kind === 'expired-next-link' && !target.next) return false;
      fault.seen++;
      if (fault.times !== undefined && fault.struck >= fault.times) return false;
      if (fault.nth !== undefined && !(Array.isArray(fault.nth) ? fault.nth : [fault.nth]).includes(fault.seen)) return false;
      if (fault.every !== undefined && fault.seen % fault.every !== 0) return false;
      if (fault.probability !== undefined && !this.rng.chance(fault.probability)) return false;
      fault.struck++;
      return true;
    });
  }
}
