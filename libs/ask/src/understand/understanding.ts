import type { AskBody, AskChip, QuestionType } from '@aoc/contracts';
import type { Query } from '@aoc/query';
import type { Action } from './action';
import type { Span } from './calendar';
import type { Mention } from './mentions';
import type { NameIndex } from './names';
import type { Declined } from './off-topic';
import type { Asked } from './question-type';
import type { Part } from './roles';

/** Filters that were set beside the question; each wins over what the question says. */
export type AskFilters = Pick<
  AskBody,
  'services' | 'actor' | 'operation' | 'result' | 'start' | 'end' | 'include_tags' | 'exclude_tags' | 'q'
>;

export interface UnderstandInput {
  question: string;
  filters: AskFilters;
  /** Milliseconds since 1970. */
  now: number;
  /** IANA name. */
  timeZone: string;
  names: NameIndex;
}

/** Somebody or something that the question names, and how it takes part. */
export interface NamedPart extends Mention {
  part: Part;
}

/** What a question means. */
export interface Understanding {
  type: QuestionType;
  declined: Declined | null;
  /** Times that cannot be: the question is refused. */
  contradiction: string | null;
  who: Asked['who'];
  top: Asked['top'];
  yesNo: boolean;
  span: Span;
  /** The period that {@link span} is compared with. */
  second: Span | null;
  time: 'said' | 'filter' | 'default' | 'all';
  action: Action | null;
  result: 'failure' | 'success' | null;
  named: readonly NamedPart[];
  /** Services that are asked about; empty: all but the excluded ones. */
  services: readonly string[];
  excludedServices: readonly string[];
  /** Conditions without the time. */
  conditions: Query;
  /** Everything, as one query. */
  query: Query;
  chips: readonly AskChip[];
  /** Words that nothing was made of. */
  unused: readonly string[];
}
