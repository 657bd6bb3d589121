import type { Token } from './token';

/** Why a question is not answered, in words for who asked. */
export interface Declined {
  reason:
    | 'empty'
    | 'fragment'
    | 'language'
    | 'instruction'
    | 'future'
    | 'opinion'
    | 'state'
    | 'other_system'
    | 'content'
    | 'unrelated'
    | 'unclear';
  text: string;
}

const EXAMPLES =
  'For example: *Who added members to the Global Administrator role in the last 30 days?*, *What happened to device LAPTOP-1 yesterday?*, *How many sign-ins failed today?*';

const TEXTS: Readonly<Record<Declined['reason'], string>> = {
  empty: `There is no question in this text. ${EXAMPLES}`,
  fragment: `This looks like a piece of a database query or of a program, not like a question, so nothing was looked up. Ask in plain words, or use the search page for queries. ${EXAMPLES}`,
  language: `Questions are understood in English only. Please ask again in English. ${EXAMPLES}`,
  instruction:
    'AOC only reads the audit trail: it changes nothing in Microsoft 365. It can tell who did such a thing, and when; to do it, use the admin centre of the service.',
  future: 'AOC knows what has been recorded, not what will happen. Ask about a time in the past.',
  opinion:
    'This asks for a judgement, which recorded events cannot give. AOC can show what somebody did, how often, and what of it failed, so that you can judge.',
  state:
    'This asks how things are now, and AOC knows only what happened: each change that was recorded, not the present state. Ask for the changes instead, for example *Who was added to the Global Administrator role in the last 90 days?*, or look at the admin centre of the service.',
  other_system:
    'AOC holds the audit trail of Microsoft 365: Entra ID, sign-ins, Intune, Exchange, SharePoint, OneDrive, Teams and what else the unified audit log records. The system that you ask about is not among them.',
  content:
    'AOC records who did what, not what is written in mails, messages or files, and no secrets such as passwords. Ask who opened, sent, changed or shared it.',
  unrelated: `This is not about recorded events of Microsoft 365, so AOC has no answer. ${EXAMPLES}`,
  unclear: `No action, person, device or service was recognised in this question, so nothing was looked up rather than guessed. Name at least one of them. ${EXAMPLES}`,
};

export const declined = (reason: Declined['reason']): Declined => ({ reason, text: TEXTS[reason] });

const FRAGMENT = [
  /\bselect\b.{1,200}\bfrom\b\s+\w+\s*(;|where\b|$)/is,
  /\bselect\s+(\*|count\s*\()/i,
  /\bunion\s+(all\s+)?select\b/i,
  /\b(drop|truncate|alter)\s+(table|database)\b/i,
  /\binsert\s+into\s+\w+\s*(\(|values)/i,
  /\bdelete\s+from\s+\w+\s*(;|where\b)/i,
  /\bupdate\s+\w+\s+set\s+\w+\s*=/i,
  /['"]\s*(or|and)\s+['"]?\w+['"]?\s*=\s*['"]?\w*/i,
  /;\s*(--|drop|select|shutdown)/i,
  /(?<![\w])\$(where|ne|gt|gte|lt|lte|in|nin|or|and|nor|not|exists|regex|expr|function|lookup|match|group|set|unset)\b/,
  /\bdb\.\w+\.(find|aggregate|drop|remove|insert|update)/i,
  /<\s*script\b|javascript:|\{\{.*\}\}|\$\{.*\}/i,
  /^\s*[[{].*[\]}]\s*$/s,
  /\b(function|process\.exit|require|eval|sleep|benchmark|xp_cmdshell)\s*\(/i,
];

/** Whether a text is a piece of SQL, of a database command or of a program. */
export const isFragment = (question: string): boolean => FRAGMENT.some((pattern) => pattern.test(question));

const FOREIGN = new Set(
  // German, French, Spanish, Italian, Portuguese, Dutch, Polish, Turkish: words of questions that English does not have
  (
    'wer wen wem wessen welche welcher welches wann warum wieviele hat haben wurde wurden gelöscht geändert gestern heute letzte letzten benutzer ist sind der das dem den und nicht für über bitte zeige ' +
    'qui quoi quand pourquoi combien quel quelle quels est sont les des dans pour supprimé utilisateur utilisateurs hier aujourd dernier dernière semaine montre ' +
    'quién quien quiénes qué cuándo cuando cuántos cuantos cuántas dónde ha han los las del para eliminó eliminado usuario usuarios ayer hoy semana última ' +
    'chi cosa quando quanti quante che sono gli nel della eliminato utente utenti ieri oggi settimana ' +
    'quem quantos foi foram ontem hoje excluiu excluído usuário usuários ' +
    'wie heeft hebben verwijderd gebruiker gebruikers gisteren vandaag welke waarom hoeveel een het ' +
    'kto kiedy usunął użytkownik użytkownika wczoraj dzisiaj ile jest ' +
    'kim kimi neden nasıl kaç kullanıcı kullanıcıyı sildi dün bugün'
  ).split(' '),
);
const AMBIGUOUS = new Set([
  'die',
  'wie',
  'kim',
  'den',
  'das',
  'des',
  'dem',
  'les',
  'las',
  'los',
  'est',
  'ha',
  'han',
  'chi',
  'che',
  'del',
  'der',
  'hier',
  'een',
  'het',
  'ist',
]);

/** Whether a text is in another language than English, as far as its letters and small words tell. */
export function isForeign(question: string, tokens: readonly Token[]): boolean {
  const letters = question.match(/\p{L}/gu)?.length ?? 0;
  const latin = question.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (letters > 0 && latin / letters < 0.5) return true;
  const words = tokens.filter(({ quoted, use }) => !quoted && use !== 'entity');
  const certain = words.filter(({ lower }) => FOREIGN.has(lower) && !AMBIGUOUS.has(lower)).length;
  const possible = words.filter(({ lower }) => FOREIGN.has(lower)).length;
  return certain >= 2 || (certain >= 1 && possible >= 2);
}

const IMPERATIVE =
  /^(please |kindly |can you |could you |would you |will you |i want you to |you must |you should |go and |now |hey |ok |then )*(delete|remove|disable|enable|block|unblock|reset|create|add|wipe|retire|send|email|assign|revoke|grant|invite|restore|restart|reboot|lock|unlock|change|update|set|rename|move|share|install|uninstall|turn|switch|deactivate|activate|shut|stop|kill|ban|promote|demote|approve|forward|fix|run|execute|schedule|deploy|write|ignore|forget|pretend|translate|order|book|play)\b/i;
const FUTURE =
  /\b(will|going to|gonna|tomorrow|next (week|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday|hour|day|time|quarter)|in the future|predict|prediction|forecast|is about to)\b/i;
const PAST_WILL = /\b(goodwill|will\.)\b/i;
const OPINION =
  /\b(should (i|we|they|he|she|it|you|our)|do you (think|believe|feel|like|trust)|what do you (think|recommend|suggest)|your (opinion|favou?rite|view)|good idea|trustworthy|can (i|we) trust|is it (safe|ok|okay|good|bad|wise|better)|which is better|recommend|how (good|bad|smart|nice|safe) (is|are)|fire (him|her|them)|who is the (best|worst|nicest|laziest|smartest)|deserves?)\b/i;
const JUDGED = /\b(is|was|are) \S+ (\S+ )?(an? )?(really |very )?(good|bad|nice|lazy|smart|honest|reliable|competent)( \w+)?[?.! ]*$/i;
const STATE =
  /\b(do (we|i|you) have|are there (currently|now|in (our|the|my) (tenant|company|organi[sz]ation|directory))|(users|groups|devices|licen[cs]es|mailboxes|admins|administrators|apps|applications|sites|teams|guests|policies|domains)( \w+)? (exist|do we have|are there( now| right now| currently)?$)|currently|right now|at the moment|at present)\b/i;
const STATE_START =
  /^(who (is|are) (a |an |the |our |my |all )*((global|user|exchange|security|intune|helpdesk|privileged role|application) )?(admin(istrator)?s?|owners?|members?|managers?|guests?)\b|who (has|have) (access|the role|global admin|a licen[cs]e|admin rights|full access|permission)|what (is|are) (the |our |my )?(\S+ )?(status|state|version|size|password policy|current|name of|address|phone|manager|department|job title|e-?mail address|ip address|settings? of|members? of|owners? of|licen[cs]es? of)|what licen[cs]es? (does|do|has|have)|which licen[cs]es? (does|do)|which groups (is|are|does)|what groups (is|are|does)|which roles (does|do|is)|what roles (does|do)|is (mfa|\S+ (account )?(enabled|disabled|compliant|active|online|blocked|licensed|a member|an admin|global admin))|is [\w .@-]{1,60} (enabled|disabled|compliant|online|licensed|a member|an admin|a global admin(istrator)?)\b|where is|where are|where does|how (do|can|would) (i|we)|how to|why is (my|the) (laptop|computer|mailbox|internet|teams|outlook))/i;
const OTHER_SYSTEM =
  /\b(aws|amazon web services|ec2|s3 bucket|google (workspace|drive|cloud|docs)|gmail|gcp|slack|zoom|github|gitlab|jira|confluence|salesforce|okta|dropbox|box\.com|servicenow|workday|sap|oracle database|firewall|router|switch port|vpn (server|gateway|log)|linux|kubernetes|docker|vmware|postgres(ql)?|mysql|facebook|twitter|instagram|whatsapp|telegram|crowdstrike|splunk|active directory domain controller|printer|badge (reader|system)|door|camera|cctv)\b/i;
const CONTENT =
  /\b(what (does|did|is|was) (the )?(mail|email|e-mail|message|file|document|meeting|chat)s?\b.{0,60}\b(say|contain|about|written|discussed)|(content|contents|text|body|wording) of (the|his|her|their|a|an|that|this)?\s*(mail|email|e-mail|message|file|document|chat)|what('s| is| was) (in|inside) (the|his|her|that) (mail|email|file|document|message)|what (is|was) \S+( \S+)?('s|s)? (new )?password\b|(tell|give|show) me (the |\S+ )?password( of)?\b|summari[sz]e the (mail|email|document|file|meeting))/i;
const UNRELATED =
  /\b(weather|temperature|rain|snow|sunny|recipe|cook|joke|poem|song|lyrics|movie|film|football|soccer|world cup|olympics|stock price|share price|bitcoin|exchange rate|currency|capital of|president of|prime minister|population of|meaning of life|horoscope|lottery|restaurant|lunch|dinner|pizza|holiday|vacation days|salary|birthday|who are you|what are you|how are you|your name|what time is it|what day is it|translate|calculate|square root|\d+\s*[+*/x]\s*\d+|story about|essay|homework|python code|javascript code|write a)\b/i;

/** The first reason, if any, why the wording itself rules an answer out. */
export function offTopic(question: string): Declined['reason'] | null {
  const text = question.trim();
  if (isFragment(text)) return 'fragment';
  if (
    IMPERATIVE.test(text) &&
    !/^(please |can you |could you )*(show|list|find)\b/i.test(text) &&
    !/\?.*\b(who|when|what|how many)\b/i.test(text) &&
    !startsAsTopic(text)
  )
    return 'instruction';
  if (CONTENT.test(text)) return 'content';
  if (OTHER_SYSTEM.test(text)) return 'other_system';
  if (UNRELATED.test(text)) return 'unrelated';
  if (OPINION.test(text) || JUDGED.test(text)) return 'opinion';
  if (FUTURE.test(text) && !PAST_WILL.test(text) && !/\b(will|Will)\b(?= [A-Z])/.test(text)) return 'future';
  if (STATE_START.test(text) || (STATE.test(text) && !/\b(changed|deleted|added|removed|happened|failed|created|signed|did)\b/i.test(text)))
    return 'state';
  return null;
}

/** `Password resets last week`, `Update user events`: a topic, although the first word could be an order. */
const startsAsTopic = (text: string): boolean =>
  /^\w+ (user|group|device|policy|application|member|service principal|domain|conditional access policy)?s? ?(events?|operations?|activit(y|ies)|records?|entries|actions?)\b/i.test(
    text,
  ) || /^(share|send|change|update|add|invite|install|reset|run|forward|block|lock)(s|d|ed|ings?|outs?)\b/i.test(text);
