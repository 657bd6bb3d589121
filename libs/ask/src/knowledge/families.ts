import { canonicalName } from '@aoc/normalization';
import { spacedWords } from '../text/spaced-words';
import type { KnowledgeLevel, OperationKnowledge } from './operation-knowledge';

/** What an operation does, read from how its name begins or ends. */
interface Verb {
  pattern: RegExp;
  /** `{object}` stands for what it is about. */
  means: string;
  matters: string;
  level: KnowledgeLevel;
}

/** Operations of Azure's resource providers end in what was done, behind a slash: `Microsoft.Compute/disks/write`. */
const AZURE_VERBS: readonly Verb[] = [
  {
    pattern: /^[^/]+\/.*\blist\b[^/]*\b(?:keys?|secrets?|credentials?|sas|tokens?|connection strings?)\/action$/,
    means: 'Keys or credentials of an Azure resource were read: {object}.',
    matters: 'With a key the data can be reached from anywhere, without the account that read it.',
    level: 'sensitive',
  },
  {
    pattern: /^[^/]+\/.+\/write$/,
    means: 'An Azure resource was created or changed: {object}.',
    matters: 'It depends on what was changed: settings of access, network and logging weigh most.',
    level: 'notable',
  },
  {
    pattern: /^[^/]+\/.+\/delete$/,
    means: 'An Azure resource was deleted: {object}.',
    matters: 'Deletions cost data, access or protection, and can hide what was done before.',
    level: 'notable',
  },
  {
    pattern: /^[^/]+\/.+\/action$/,
    means: 'Something was done with an Azure resource: {object}.',
    matters: 'Its weight depends on the action, on who did it and when.',
    level: 'notable',
  },
];

const VERBS: readonly Verb[] = [
  {
    pattern:
      /^(?:get|list|view|read|search|test|find|measure|trace)\b|(?:viewed|accessed|previewed|searched|listed|read|queried|retrieved)$/,
    means: 'Something was read or looked up: {object}.',
    matters: 'Reading changes nothing, but much of it in a short time shows somebody who looks around.',
    level: 'routine',
  },
  {
    pattern: /^(?:export|download)\b|(?:exported|downloaded)$/,
    means: 'Data was taken out: {object}.',
    matters: 'What has been exported is outside the protection of the service.',
    level: 'notable',
  },
  {
    pattern: /^(?:hard ?delete|purge|wipe|clear|empty)\b|(?:purged|harddeleted|wiped)$/,
    means: 'Something was removed for good: {object}.',
    matters: 'What is removed for good cannot be restored, and traces can go with it.',
    level: 'sensitive',
  },
  {
    pattern: /^(?:delete|remove|uninstall|revoke|withdraw)\b|(?:deleted|removed|revoked|uninstalled|recycled)$/,
    means: 'Something was deleted or taken away: {object}.',
    matters: 'Deletions cost data, access or protection, and can hide what was done before.',
    level: 'notable',
  },
  {
    pattern: /^(?:disable|stop|suspend|block|deactivate|bypass)\b|(?:disabled|stopped|suspended|blocked|deactivated)$/,
    means: 'Something was switched off or blocked: {object}.',
    matters: 'Switching off protection or logging is a usual step of an attack; blocking accounts stops people from working.',
    level: 'notable',
  },
  {
    pattern: /^(?:enable|start|activate|allow|approve|resume|unblock|release)\b|(?:enabled|started|activated|allowed|approved|released)$/,
    means: 'Something was switched on, started or allowed: {object}.',
    matters: 'What is allowed from now on may be used by somebody else as well.',
    level: 'notable',
  },
  {
    pattern: /^(?:add|grant|assign|invite|share|consent|elevate)\b|(?:added|granted|assigned|invited|shared)$/,
    means: 'Something or somebody was added or given access: {object}.',
    matters: 'Added members, rights and credentials are how access grows and how intruders stay.',
    level: 'notable',
  },
  {
    pattern: /^(?:reset|rotate|recover)\b|(?:reset|rotated|recovered)$/,
    means: 'Something was reset: {object}.',
    matters: 'Whoever resets a password, key or setting decides what holds from now on.',
    level: 'notable',
  },
  {
    pattern:
      /^(?:create|new|register|install|upload|publish|submit|import|restore)\b|(?:created|registered|installed|uploaded|published|submitted|imported|restored)$/,
    means: 'Something was created or brought in: {object}.',
    matters: 'New objects can carry access of their own and are easily forgotten.',
    level: 'notable',
  },
  {
    pattern:
      /^(?:update|set|patch|change|edit|modify|move|rename|configure)\b|(?:updated|set|changed|edited|modified|moved|renamed|copied)$/,
    means: 'Something was changed: {object}.',
    matters: 'It depends on what was changed: compare the values before and after.',
    level: 'notable',
  },
];

const ANYTHING: Verb = {
  pattern: /(?:)/,
  means: 'The service recorded this operation: {object}.',
  matters: 'Its weight depends on who did it, on what and when.',
  level: 'notable',
};

/** Objects that make whatever is done to them weigh more. */
const WEIGHTY =
  /\b(?:role|roles|polic(?:y|ies)|credential|credentials|secret|secrets|certificate|permission|permissions|consent|federation|domain|admin|administrator|audit|key|keys|connector|transport|trust|elevated?|owner|mfa|authentication)\b/;

/** Words of an operation, whichever way it is written: `Set-CASMailbox`, `FileDownloaded`, `Add member to role.`, `wipe ManagedDevice`. */
export const operationWords = (operation: string): string => canonicalName(spacedWords(operation.slice(0, 200)).replace(/[_\-–—]+/g, ' '));

const raised = (level: KnowledgeLevel): KnowledgeLevel => (level === 'routine' ? 'routine' : 'sensitive');

/** A general text for an operation that has none of its own, from its verb and what it is about. `category` as shown, such as "Intune apps". */
export function operationFamily(service: string, operation: string, category: string): OperationKnowledge {
  const words = operationWords(operation);
  const verb = [...AZURE_VERBS, ...VERBS].find(({ pattern }) => pattern.test(words)) ?? ANYTHING;
  const where = category === '' ? service : category;
  return {
    names: [operation],
    level: WEIGHTY.test(words) ? raised(verb.level) : verb.level,
    means: verb.means.replace('{object}', words === '' ? 'an operation without a name' : words),
    matters: verb.matters,
    check: [
      'Look at the changed properties and at the whole record.',
      `Ask somebody who looks after ${where} whether this was expected.`,
      'See what the actor did before and after.',
    ],
    normal: 'There is no text for this very operation, so compare it with what is usual for the actor.',
  };
}
