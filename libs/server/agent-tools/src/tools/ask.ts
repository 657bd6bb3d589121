import { citedEventSchema, questionSchema, type AskAnswer } from '@aoc/contracts';
import { z } from 'zod';
import { coverageSchema, seconds, toCoverage } from '../compact/coverage';
import { clip } from '../compact/shorten';
import { fitting } from '../compact/tokens';
import { tool } from '../tool';
import { daysArgument } from './arguments';

const LEVELS: [number, ...number[]] = [50, 20, 10, 5];

const { number, id, operation, actor_display } = citedEventSchema.shape;
const output = z.object({
  answer: z.string().meta({ description: 'Markdown; [1] is the event of that number' }),
  declined: z.boolean().meta({ description: 'the question cannot be answered from stored events' }),
  events: z.array(z.object({ number, id, timestamp: z.string(), operation, actor_display, summary: z.string() })),
  query: z.string(),
  start: z.string(),
  end: z.string(),
  total_matched: z.int(),
  total_is_exact: z.boolean(),
  excluded_services: z.array(z.string()).meta({ description: 'left out because the question is broad; name one to have it' }),
  coverage: coverageSchema,
  llm_used: z.boolean(),
  llm_error: z.string().nullable(),
  disagreements: z.array(z.string()),
  note: z.string(),
});

function toAnswer({ query_info, ...answer }: AskAnswer): z.input<typeof output> {
  return fitting(LEVELS, (most) => ({
    answer: clip(answer.answer, 8000),
    declined: answer.declined,
    events: answer.events.slice(0, most).map((event) => ({
      number: event.number,
      id: event.id,
      timestamp: seconds(event.timestamp),
      operation: clip(event.operation, 100),
      actor_display: clip(event.actor_display, 100),
      summary: clip(event.display_summary, 160),
    })),
    query: query_info.query,
    start: seconds(query_info.start),
    end: seconds(query_info.end),
    total_matched: query_info.total_matched,
    total_is_exact: query_info.completeness === 'exact',
    excluded_services: query_info.excluded_services,
    coverage: toCoverage(answer.coverage),
    llm_used: answer.llm_used,
    llm_error: answer.llm_error,
    disagreements: answer.disagreements,
    note: 'get_event shows a cited event in full by its id; search_events with query finds the others.',
  }));
}

export const ask = tool({
  name: 'ask',
  title: 'Ask a question in plain words',
  description:
    'Answers an English question about what happened, e.g. "who changed conditional access yesterday?", with counts of the database and cited events. A time in the question wins over days.',
  input: z.strictObject({ question: questionSchema, days: daysArgument }),
  output,
  role: 'viewer',
  readOnly: true,
  idempotent: true,
  crossTenant: false,
  heavy: true,
  audit: { action: 'ask', fields: ['question'] },
  run: async (ctx, deps, { question, days }, signal) => toAnswer(await deps.ask(ctx, { question, days }, signal)),
});
