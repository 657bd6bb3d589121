import { rulePreviewLineSchema, ruleRoutes, type RuleBody, type RulePreviewLine } from '@aoc/contracts';
import { streamLines } from '../../../shared/api/stream-lines';

export interface PreviewAsk {
  rule: RuleBody;
  start: string;
  /** Id of the stored rule to compare with. */
  compareWith: string | undefined;
}

/** Runs a rule over stored events; gives each line as it comes. @throws ProblemError, UnreachableError; AbortError when cancelled */
export async function* previewRule({ rule, start, compareWith }: PreviewAsk, signal: AbortSignal): AsyncGenerator<RulePreviewLine> {
  const body = { rule, start, ...(compareWith === undefined ? {} : { compare_with: compareWith }) };
  for await (const line of streamLines(ruleRoutes.previewRule, body, signal)) yield rulePreviewLineSchema.parse(line);
}
