import { systemClock, type Clock } from '@aoc/server/context';
import type { Metrics } from '@aoc/server/observability';
import type { LanguageModel, ModelAnswer } from '../language-model';
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
  /** Told of defects of AOC itself, for the log; failures of the service are told to whoever asks. */
  onProblem?: (message: string, error: unknown) => void;
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

  const unexpected = (error: unknown): ModelFailure => {
    options.onProblem?.('an answer of the language model could not be handled', error);
    return new ModelFailure('internal', 'The answer of the language model could not be handled.');
  };
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
      const failure = error instanceof ModelFailure ? error : unexpected(error);
      breaker.note(failure.countsForBreaker ? 'failure' : 'neutral');
      record(metrics, task, failure.kind, failure.usage, performance.now() - start);
      throw failure;
    }
  };
  return {
    answer: (question) => guarded('answer', (open) => answerQuestion(open, settings, question, clock)),
    write: (input) => guarded('write', (open) => writeText(open, settings, input, clock)),
  };
}
