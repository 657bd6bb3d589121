import type { CitedEvent } from '@aoc/contracts';
import type { ModelQuestion } from '../language-model';
import type { LanguageModelConfig } from '../llm/settings';

export const KEY = 'sk-test-0123456789abcdefghij';

export const citedEvent = (number: number, change: Partial<CitedEvent> = {}): CitedEvent => ({
  number,
  id: `event-${number}`,
  timestamp: `2026-03-01T10:${String(number % 60).padStart(2, '0')}:00.000Z`,
  operation: 'Delete user',
  actor_display: 'ada@contoso.example',
  target_displays: ['bob@contoso.example'],
  display_summary: 'ada@contoso.example deleted bob@contoso.example',
  service: 'Directory',
  result: 'success',
  ...change,
});

/** A question with three events and counts of the database. */
export const modelQuestion = (change: Partial<ModelQuestion> = {}): ModelQuestion => ({
  question: 'Who deleted users last week?',
  computed: 'ada@contoso.example deleted users 12 times; 3 of these failed.',
  numbers: [
    { label: 'events', value: 12 },
    { label: 'failures', value: 3 },
  ],
  events: [citedEvent(1), citedEvent(2), citedEvent(3)],
  coverage: { state: 'complete', gaps: [] },
  info: {
    question_type: 'who',
    entity: null,
    start: '2026-02-22T00:00:00.000Z',
    end: '2026-03-01T23:59:59.999Z',
    query: 'operation:"Delete user"',
    chips: [],
    event_count: 3,
    total_matched: 12,
    completeness: 'exact',
    services_queried: [],
    excluded_services: [],
  },
  tools: [],
  ...change,
});

export const modelConfig = (change: Partial<LanguageModelConfig>): LanguageModelConfig => ({
  LLM_API_KEY: KEY,
  LLM_BASE_URL: 'https://api.openai.com/v1',
  LLM_MODEL: 'simulated',
  LLM_TIMEOUT_SECONDS: 20,
  LLM_API_VERSION: '',
  LLM_PSEUDONYMISE: false,
  ...change,
});
