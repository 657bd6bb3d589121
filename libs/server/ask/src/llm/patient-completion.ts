import type { Clock } from '@aoc/server/context';
import { setTimeout as sleep } from 'node:timers/promises';
import { complete, type Completion, type CompletionRequest } from './completion';
import type { Connection } from './connection';
import { failureOf } from './failure-of';
import type { ModelFailure } from './model-failure';
import { addUsage, estimatedTokens, NO_USAGE, type Usage } from './usage';

const TRIES = 3;
const FIRST_WAIT_MS = 500;
/** Time that must be left after a wait, for the answer itself. */
const SHORTEST_ANSWER_MS = 500;

export interface Patience {
  clock: Clock;
  /** When the whole answer must be there. */
  deadline: Date;
  /** What it means that the signal of the request ended the call: the time limit, or the caller. */
  ended(): ModelFailure;
}

/** Whether, and after how many milliseconds, another try makes sense; null for no. */
function nextWait(asked: number | null, attempt: number, { clock, deadline }: Patience): number | null {
  const wait = asked ?? FIRST_WAIT_MS * 3 ** attempt;
  return clock.now().getTime() + wait + SHORTEST_ANSWER_MS < deadline.getTime() ? wait : null;
}

/**
 * {@link complete} with a few tries: for limits, failures of the service and of the network, as long as nothing of the answer came, and
 * within the time. `Retry-After` is kept to; when it lies beyond the time the failure is told at once.
 * @throws ModelFailure with what was spent
 */
export async function completePatiently(connection: Connection, request: CompletionRequest, patience: Patience): Promise<Completion> {
  let spent: Usage = NO_USAGE;
  for (let attempt = 0; ; attempt++) {
    let started = false;
    const onText = (text: string): void => {
      started = true;
      request.onText(text);
    };
    try {
      const completion = await complete(connection, { ...request, onText });
      return { ...completion, usage: addUsage(spent, completion.usage) };
    } catch (error) {
      const { aborted } = request.signal;
      const failure = aborted ? patience.ended() : failureOf(error, connection, { started, now: patience.clock.now() });
      // A stream that broke has cost its prompt; a refused request nothing.
      const promptTokens = started || aborted ? estimatedTokens(JSON.stringify(request.messages).length) : 0;
      spent = addUsage(spent, { requests: 1, promptTokens, completionTokens: 0 });
      const wait = failure.retry && !started && attempt + 1 < TRIES ? nextWait(failure.waitMs, attempt, patience) : null;
      if (wait === null) throw failure.withUsage(spent);
      await sleep(wait, undefined, { signal: request.signal }).catch(() => {
        throw patience.ended().withUsage(spent);
      });
    }
  }
}
