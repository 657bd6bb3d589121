import type { AskAnswer, QueryInfo } from '@aoc/contracts';
import { count } from '../../../shared/numbers';

/** Questions that show what can be asked. */
export const EXAMPLES = [
  'Who was added to a role in the last 30 days?',
  'What failed today?',
  'How many sign-ins failed yesterday?',
  'What changed in conditional access policies in the last 30 days?',
  'Who was most active yesterday?',
  'What was unusual in the last 3 days?',
] as const;

const events = (number: number): string => `${count(number)} ${number === 1 ? 'event' : 'events'}`;

/** How much the numbers of an answer rest on. */
export function countedWords({ total_matched, event_count, completeness }: QueryInfo): string {
  if (total_matched === 0) return 'No event matches.';
  const total = completeness === 'exact' ? `${events(total_matched)} matched, all counted.` : `At least ${events(total_matched)} matched.`;
  const how = { exact: '', sampled: ' The breakdown is of the newest ones.', partial: ' Time was up before all were counted.' }[
    completeness
  ];
  return `${total}${how} ${events(event_count)} ${event_count === 1 ? 'was' : 'were'} read.`;
}

/** Who wrote the answer, and what is to be thought of it; null for a question that was declined. */
export function writerWords({ declined, llm_used, llm_error }: AskAnswer): { tone: 'info' | 'warn'; text: string } | null {
  if (declined) return null;
  if (llm_used)
    return {
      tone: 'info',
      text: 'A language model wrote this from the events below. Its citations were checked; read them before you act.',
    };
  if (llm_error !== null)
    return {
      tone: 'warn',
      text: `The language model gave no answer: ${llm_error.replace(/\.$/, '')}. This one was computed from the stored events.`,
    };
  return { tone: 'info', text: 'Computed from the stored events, without a language model.' };
}
