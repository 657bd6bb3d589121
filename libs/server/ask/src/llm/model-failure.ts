import { ModelError } from '../language-model';
import { NO_USAGE, type Usage } from './usage';

/** Kinds of failure; also the label of a metric. */
export type FailureKind =
  | 'timeout'
  | 'key'
  | 'rate_limit'
  | 'server'
  | 'refused'
  | 'unreachable'
  | 'address'
  | 'malformed'
  | 'cut'
  | 'empty'
  | 'length'
  | 'filtered'
  | 'tools'
  | 'leak'
  | 'paused'
  | 'given_up'
  /** A defect of AOC. */
  | 'internal';

/** Failures that say nothing about whether the service works: the breaker does not count them. */
const OF_THE_QUESTION: ReadonlySet<FailureKind> = new Set([
  'refused',
  'length',
  'filtered',
  'tools',
  'leak',
  'paused',
  'given_up',
  'internal',
]);

interface Details {
  /** Another try may help. */
  retry?: boolean;
  /** Milliseconds that the service asked to wait before it. */
  waitMs?: number | null;
  usage?: Usage;
}

/** A {@link ModelError} with its kind. The message is made here and holds nothing that the service or a log record said. */
export class ModelFailure extends ModelError {
  readonly retry: boolean;
  readonly waitMs: number | null;
  constructor(
    readonly kind: FailureKind,
    message: string,
    { retry = false, waitMs = null, usage = NO_USAGE }: Details = {},
  ) {
    super(message, usage);
    this.retry = retry;
    this.waitMs = waitMs;
  }
  /** The same with what has been spent. */
  withUsage(usage: Usage): ModelFailure {
    return new ModelFailure(this.kind, this.message, { retry: this.retry, waitMs: this.waitMs, usage });
  }
  get countsForBreaker(): boolean {
    return !OF_THE_QUESTION.has(this.kind);
  }
}
