import { askAnswerSchema, askRoutes, problemSchema, queryInfoSchema, type AskAnswer, type QueryInfo } from '@aoc/contracts';
import { z } from 'zod';
import { ProblemError, UnreachableError } from '../../../shared/api/api-error';
import { streamMessages } from '../../../shared/api/stream-messages';
import type { toBody } from '../model/ask-search';

/** What comes while a question is answered; `answer` is the last and replaces all pieces of text. */
export type AnswerPart = { kind: 'understood'; info: QueryInfo } | { kind: 'text'; text: string } | { kind: 'answer'; answer: AskAnswer };

const textSchema = z.object({ text: z.string() });

/** Asks; gives each part as it comes. @throws ProblemError, UnreachableError; AbortError when cancelled */
export async function* askQuestion(body: ReturnType<typeof toBody>, signal: AbortSignal): AsyncGenerator<AnswerPart> {
  for await (const { name, data } of streamMessages(askRoutes.askStream, body, signal)) {
    if (name === 'understood') yield { kind: 'understood', info: queryInfoSchema.parse(data) };
    if (name === 'text') yield { kind: 'text', text: textSchema.parse(data).text };
    if (name === 'error') throw new ProblemError(problemSchema.parse(data));
    if (name === 'answer') {
      yield { kind: 'answer', answer: askAnswerSchema.parse(data) };
      return;
    }
  }
  throw new UnreachableError('The answer broke off before its end.');
}
