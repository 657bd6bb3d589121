import { systemClock, type Clock } from '@aoc/server/context';
import type { Metrics } from '@aoc/server/observability';
import { ModelError, type LanguageModel, type ModelAnswer } from '../language-model';
import { answerQuestion } from './answer-question';
import { CircuitBreaker } from './circuit-breaker';
import { openConnection, type Connection } from './connection';
import { ModelFailure, type FailureKind } from './model-failure';
import { modelSettings, type LanguageModelConfig } from './settings';
import type { Usage } from './usage';
import { writeText } from './write-text';

const FAILURES = 5;
const PAUSE_MS = 30_000;

type Recorder = Pick<Metrics, 'llmCalls' | 'llmTokens' | 'llmSeconds'>;

export interface LanguageModelOptions {
  clock?: Clock;
  metrics?: Recorder;
  breaker?: CircuitBreaker;
}

type Task = 'answer' | 'write';

function record(metrics: Recorder | undefined, task: Task, outcome: 'ok' | FailureKind, usage: Usage, ms: number): void {
  metrics?.llmCalls.inc({ task, outcome });
  metrics?.llmTokens.inc({ kind: 'prompt' }, usage.promptTokens);
  metrics?.llmTokens.inc({ kind: 'completion' }, usage.completionTokens);
  metrics?.llmSeconds.observe({ task }, ms / 1000);
}

const paused = (ms: number): ModelFailure =>
  new ModelFailure(
    'paused',
    `The language model failed ${FAILURES} times in a row and is left alone; next try in ${Math.ceil(ms / 1000)} s.`,
  );

/** A defect of ours, not of the service; its message may hold anything. */
const unexpected = (error: unknown): ModelError =>
  new ModelError('The answer of the language model could not be handled.', undefined, { cause: error });

/**
 * The language model that the environment describes; null when there is none. Nothing is loaded or connected before the first call.
 * One for a process: it holds the circuit breaker.
 */
export function createLanguageModel(config: LanguageModelConfig, options: LanguageModelOptions = {}): LanguageModel | null {
  const settings = modelSettings(config);
  if (settings === null) return null;
  const { clock = systemClock, metrics } = options;
  const breaker = options.breaker ?? new CircuitBreaker({ clock, failures: FAILURES, pauseMs: PAUSE_MS });
  let connection: Promise<Connection> | null = null;

  const guarded = async (task: Task, work: (connection: Connection) => Promise<ModelAnswer>): Promise<ModelAnswer> => {
    const admitted = breaker.admit();
    if (admitted !== true) {
      metrics?.llmCalls.inc({ task, outcome: 'paused' });
      throw paused(admitted);
    }
    const start = performance.now();
    try {
      connection ??= openConnection(settings).catch((error: unknown) => {
        connection = null;
        throw error;
      });
      const answer = await work(await connection);
      breaker.note('success');
      record(metrics, task, 'ok', answer.usage, performance.now() - start);
      return answer;
    } catch (error) {
      const failure = error instanceof ModelFailure ? error : null;
      breaker.note(failure === null || failure.countsForBreaker ? 'failure' : 'neutral');
      if (failure === null) throw unexpected(error);
      record(metrics, task, failure.kind, failure.usage, performance.now() - start);
      throw failure;
    }
  };
  return {
    answer: (question) => guarded('answer', (open) => answerQuestion(open, settings, question, clock)),
    write: (input) => guarded('write', (open) => writeText(open, settings, input, clock)),
  };
}
