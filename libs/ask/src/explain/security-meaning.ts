import type { FoundKnowledge } from '../knowledge/look-up-operation';
import type { KnowledgeLevel } from '../knowledge/operation-knowledge';
import { listed, plain } from '../text/markdown';

const LEVELS: Record<KnowledgeLevel, string> = {
  routine: '**Routine.** One such event needs no attention by itself.',
  notable: '**Notable.** Worth knowing, above all together with other events.',
  sensitive: '**Sensitive.** Look at every one that was not expected.',
  critical: '**Critical.** Confirm every one.',
};

const withoutEffect = (result: string | null): boolean => result === 'failure' || result === 'timeout';

/** Why such an event matters, how much, and when it does not. */
export function securityMeaning({ knowledge, own }: FoundKnowledge, result: string | null): string {
  const { level, matters, normal, attack = [] } = knowledge;
  const sentences = [LEVELS[level], plain(matters, 400)];
  if (withoutEffect(result))
    sentences.push(
      'This one did not succeed, so it probably changed nothing; somebody who tries again and again matters more than one try.',
    );
  sentences.push(plain(normal, 400));
  if (attack.length > 0)
    sentences.push(`It can be a trace of the ATT&CK ${attack.length === 1 ? 'technique' : 'techniques'} ${listed(attack)}.`);
  if (!own) sentences.push('This operation has no text of its own here: this is a general one, from its name.');
  return sentences.join(' ');
}
