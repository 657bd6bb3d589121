import { wordOf } from './lexicon';
import type { Mention } from './mentions';
import type { Token } from './token';

/** How somebody is part of what is asked: did it, had it done to them, or either. */
export type Part = 'actor' | 'target' | 'any';

const ACTIVE_BEFORE = /^(did|does|do|has|had|have|by|from user|what's)$/;
const PASSIVE = /^(was|were|is|are|be|been|being|got|get|gets)$/;
const VERBS_OF = new Set([
  'delete',
  'remove',
  'add',
  'create',
  'change',
  'disable',
  'enable',
  'activate',
  'reset',
  'invite',
  'consent',
  'share',
  'download',
  'upload',
  'view',
  'rename',
  'move',
  'wipe',
  'retire',
  'reboot',
  'send',
  'export',
  'forward',
  'signin',
  'register',
  'install',
  'run',
  'fail',
  'verify',
  'restore',
  'block',
  'bypass',
]);

const isVerb = (token: Token | undefined): boolean => {
  const word = token && !token.quoted ? wordOf(token.lower) : null;
  return word !== null && VERBS_OF.has(word);
};
/** `the deletion`, `changes`: what somebody did, as a thing. */
const isDeed = (token: Token | undefined): boolean =>
  /^(activity|activities|actions?|changes|sign-?ins?|log-?ins?|logons?|deletions?|downloads|uploads|operations?|failures?|failed|work)$/.test(
    token?.lower ?? '',
  );

/** @param signIns whether the question is about sign-ins, where who is named is who signs in */
export function partOf(mention: Mention, tokens: readonly Token[], signIns: boolean): Part {
  if (mention.kind === 'device' || (mention.kind === 'identifier' && !mention.name.includes('@'))) return 'any';
  const before = tokens[mention.at - 1];
  const beforeThat = tokens[mention.at - 2];
  const after = tokens[mention.at + mention.tokens.length];
  const possessive = mention.tokens.at(-1)?.possessive ?? false;
  const noun = /^(user|users|account|admin|administrator|person|employee|application|app|the|colleague)$/.test(before?.lower ?? '');
  const lead = noun ? beforeThat : before;
  if (lead?.lower === 'by') return 'actor';
  if (mention.kind === 'name') return lead && ACTIVE_BEFORE.test(lead.lower) && isDoer(noun, before) ? 'actor' : 'target';
  if (signIns) return 'actor';
  if (possessive) return isDeed(after) ? 'actor' : 'target';
  if (lead && PASSIVE.test(lead.lower)) return /^(doing|active|up|working)$/.test(after?.lower ?? '') ? 'actor' : 'target';
  if (lead && ACTIVE_BEFORE.test(lead.lower))
    return /^been$/.test(after?.lower ?? '') && !/^(doing|up|working)$/.test(afterNext(mention, tokens)) ? 'target' : 'actor';
  if (after && (PASSIVE.test(after.lower) || (/^(has|have|had)$/.test(after.lower) && afterNext(mention, tokens) === 'been')))
    return /^(doing|active)$/.test(afterNext(mention, tokens)) ? 'actor' : 'target';
  if (isVerb(lead) && !isDeed(lead)) return 'target';
  if (isVerb(after) && !/^(on|of|to|for|in)$/.test(lead?.lower ?? '')) return 'actor';
  if (/^(of|for|from)$/.test(lead?.lower ?? '')) {
    const deed = noun ? tokens[mention.at - 3] : beforeThat;
    if (deed?.lower === 'changes' && lead?.lower === 'for') return 'target';
    if (isDeed(deed)) return 'actor';
    return deed && !deed.quoted && wordOf(deed.lower) !== null ? 'target' : 'any';
  }
  if (/^(to|against|on|with|about)$/.test(lead?.lower ?? '')) return 'any';
  return isDeed(after) ? 'actor' : 'any';
}

const isDoer = (noun: boolean, before: Token | undefined): boolean =>
  !noun || /^(user|account|admin|administrator|person|employee|the)$/.test(before?.lower ?? '');
const afterNext = (mention: Mention, tokens: readonly Token[]): string => tokens[mention.at + mention.tokens.length + 1]?.lower ?? '';
