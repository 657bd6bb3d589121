/** How 1.x coloured results; kept, because people know it. */
const SUCCESS = new Set(['success', 'succeeded', 'ok', 'passed', 'true']);
const FAILURE = /fail|error|denied|blocked|timeout|interrupt|false|reject/i;

export type Outcome = 'good' | 'bad' | 'neutral';

/** Green for the success words, red for what says failure, neither for the rest (`unknownFutureValue`, `partial`, none). */
export function outcomeOf(result: string | null): Outcome {
  if (result === null) return 'neutral';
  if (SUCCESS.has(result.toLowerCase())) return 'good';
  return FAILURE.test(result) ? 'bad' : 'neutral';
}
