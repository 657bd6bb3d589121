import type { QuestionType } from '@aoc/contracts';

/** What a question wants to know, as far as its wording tells. */
export interface Asked {
  type: QuestionType;
  /** Whose names the answer gives: of those who did it, or of those to whom it was done. */
  who: 'actor' | 'target';
  /** By what the most frequent are counted. */
  top: { field: TopField; count: number } | null;
  /** Can be answered with yes or no. */
  yesNo: boolean;
}
export type TopField = 'actor' | 'target' | 'operation' | 'service' | 'day';

const NUMBER = /\btop (\d{1,3})\b/;

const COMPARE =
  /\b(compare[ds]?|comparing|comparison|versus|vs|difference between|than (the )?(last|previous|day|week|month|year)|than (yesterday|before)|(increase|decrease|rise|drop|grow)(d|s|n)?( in| of| since| compared)|went (up|down))\b/;
const HOW_MANY = /\b(how (many|often|much|frequently)|number of|count of|total (number|count|of)|^count)\b/;
const TOP =
  /\b(top( \d+)?|most (active|often|frequent|frequently|common|used|popular|changed|affected)|the most(?! recent)|with most|most of the|busiest|least active|rank(ed|ing)?)\b|\b(who|which|what) [^?]*\bmost\b(?! recent)/;
const PER =
  /\b(?:per|by|for each|each|broken down by|grouped by) (user|person|actor|admin|administrator|service|operation|action|day|device|target|hour|account)s?\b/;
const WHEN = /\b(when|what time|which day|what day|at what time|how long ago|what date)\b/;
const LAST =
  /\b(last time|most recent(ly)?|latest|newest|last (?!\d|night|week|month|year|day|hour|minute|few|couple|monday|tuesday|wednesday|thursday|friday|saturday|sunday))/;
const LAST_AT_END = /\blast\s*[?.!]*$/;
const FIRST = /\b(first time|earliest|oldest|first|initially|originally)\b/;
const UNUSUAL =
  /\b(unusual|suspicious|strange|odd|weird|anomal\w*|abnormal|out of the ordinary|attack\w*|breach\w*|compromis\w*|suspect|security incidents?|risky|alarming|worr(y|ying)|notable|noteworthy|malicious)\b/;
const WHO = /\b(who|whom|whose|which (user|admin|administrator|person|people|account|employee|colleague|actor|identity)s?)\b/;
const PASSIVE_WHO =
  /\b(who|which (\w+ )?(users?|accounts?|persons?|people|employees?|guests?|admins?|administrators?)) (all )?(was|were|got|has been|have been|had been|is|are)\b(?! (most|very|more|the most|active|responsible|behind|involved|doing|the one|changing|deleting|adding|creating))/;
/** `who was deleted`, as opposed to `who is Anna`. */
const PASSIVE_VERB = /\b(made|given|\w+ed|\w+ing|active|responsible|behind|to blame)\b/;
const WHOSE = /\b(whose|to whom|whom did|who(m)? did \S+|who has \S+ \S*ed|(which|what) \w+s (did|has|have) \S+)\b/;
const CHANGED =
  /\b(what (\w+ )?(was |were |has |have |had |been |got |all )*(changed|modified|updated|edited)|what did .{1,60}\b(change|modify|update|edit)|which (settings?|propert(y|ies)|attributes?|values?|fields?)|what (settings?|propert(y|ies)|attributes?|values?)|what changes|changes (were )?(made )?(to|on|of|for|in|at)\b|before and after|old (and new )?values?|previous values?|from what to what|how (was|were|did) .{1,60}(changed?|modified))/;
const DO =
  /\b(what (all )?(did|has|have|had|does|is|was) .{1,80}\b(do|done|doing|up to|perform(ed)?)\b|activit(y|ies)|actions?\b|everything .{1,60}\b(did|does|has done)\b|been (doing|up to)|work(ed)? on)/;
const HAPPENED =
  /\b(what('s| is| has| was|s)? ?(all )?(been )?(happen(ed|ing|s)?|going on|occur(red)?|went on|up with|new)|happened (to|with|on|at|in|yesterday|today)|history (of|for)|timeline|tell me (everything |more |something )?(about|of)|everything (about|on|for|of)|audit trail (of|for)|summary|summari[sz]e|overview)\b/;
const YES_NO =
  /^(and |so |ok |okay |please tell me (if|whether) |tell me (if|whether) |do you know (if|whether) )?(did|was|were|has|have|had|is there|are there|were there|was there|is any|are any|any|does|do)\b/;

function topField(text: string): TopField {
  const per = PER.exec(text)?.[1];
  if (per !== undefined) {
    if (per === 'service') return 'service';
    if (per === 'operation' || per === 'action') return 'operation';
    if (per === 'day' || per === 'hour') return 'day';
    return per === 'device' || per === 'target' ? 'target' : 'actor';
  }
  if (/\b(which|what) (day|date)s?\b|busiest day|\bwhen\b/.test(text)) return 'day';
  if (
    /\b(which|what|top( \d+)?|most active|busiest|active) (user|admin|administrator|people|person|account|actor|employee)s?\b.{0,30}\b(was|were|got|been) (?!most|the|more|very)\w+.{0,30}\bmost\b/.test(
      text,
    )
  )
    return 'target';
  if (
    /\b(who|whom)\b|\b(downloader|uploader|user|admin|administrator|people|person|account|actor|employee)s?\b/.test(text) &&
    !/\b(which|what|top( \d+)?|most \w+) (operation|action|event|activit|service|file|device|laptop|group|app|site)\w*/.test(text)
  )
    return 'actor';
  if (/\b(which|what|top( \d+)?|most \w+|busiest) services?\b/.test(text)) return 'service';
  if (/\b(file|document|device|laptop|group|app|application|site|mailbox|mailboxe|team|channel|polic(y|ie)|target)s?\b/.test(text))
    return 'target';
  return 'operation';
}

function kindOf(text: string): QuestionType {
  const passiveChange = CHANGED.test(text);
  if (COMPARE.test(text)) return 'compare';
  if (TOP.test(text) || (PER.test(text) && HOW_MANY.test(text))) return 'top';
  if (HOW_MANY.test(text)) return 'how_many';
  if (UNUSUAL.test(text)) return 'unusual';
  if (
    FIRST.test(text) &&
    (WHEN.test(text) || /\b(first time|earliest|oldest|the first|first (?!\d|of\b|week|half|thing)\w)/.test(text)) &&
    !/\bfirst \d/.test(text)
  )
    return 'when_first';
  if (WHEN.test(text)) return 'when_last';
  if (/^who('s| is| was) [\w.@' -]{2,60}\??$/.test(text) && !PASSIVE_VERB.test(text)) return 'what_happened';
  if (WHO.test(text)) return 'who';
  if (LAST.test(text) || LAST_AT_END.test(text)) return 'when_last';
  if (passiveChange) return 'what_changed';
  if (HAPPENED.test(text)) return 'what_happened';
  if (DO.test(text)) return 'admin_activity';
  return 'list';
}

/** @param text the question in lower case */
export function askedBy(text: string): Asked {
  const type = kindOf(text);
  const count = Number(NUMBER.exec(text)?.[1] ?? 0);
  return {
    type,
    who:
      PASSIVE_WHO.test(text) ||
      /\b(users|accounts|people|devices|laptops|groups|guests|files|members) (that|which|who) (were|got|have been)\b/.test(text) ||
      WHOSE.test(text) ||
      /\bwhich \w+ (was|were|got|have been|has been)\b(?! (most|very|more|the most|active))/.test(text)
        ? 'target'
        : 'actor',
    top: type === 'top' ? { field: topField(text), count: Math.min(50, Math.max(1, count || 10)) } : null,
    yesNo: YES_NO.test(text),
  };
}
