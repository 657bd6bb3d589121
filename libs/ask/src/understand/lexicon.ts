import { SpellingIndex } from './spelling';
import type { Token } from './token';

/** What somebody does, and what it is done to, each with the forms in which it is typed. */
const FORMS = {
  // what is done
  delete: 'delete deletes deleted deleting deletion deletions erase erased erases purge purged destroy destroyed',
  remove: 'remove removes removed removing removal removals unassign unassigned revoke revoked revokes withdrawn kicked stripped',
  add: 'add adds added adding addition additions assign assigns assigned assigning assignment assignments grant grants granted granting gave given give promoted promote become becomes became',
  create: 'create creates created creating creation creations made make makes new',
  change:
    'change changes changed changing modify modifies modified modifying modification modifications update updates updated updating edit edits edited alter altered set sets setting tampered weakened loosened',
  disable: 'disable disables disabled disabling deactivate deactivated suspend suspended off',
  enable: 'enable enables enabled enabling reenabled re-enabled',
  activate: 'activate activates activated activating activation activations elevate elevated elevation elevations',
  reset: 'reset resets resetting resetted',
  invite: 'invite invites invited inviting invitation invitations',
  consent: 'consent consents consented consenting approved approval authorised authorized',
  fail: 'fail fails failed failing failure failures unsuccessful unsuccessfully error errors denied errored',
  succeed: 'succeed succeeded success successful successfully',
  block: 'block blocks blocked blocking locked lockout lockouts locked-out',
  share: 'share shares shared sharing',
  download: 'download downloads downloaded downloading downloader downloaders exfiltrated exfiltrate',
  upload: 'upload uploads uploaded uploading uploader uploaders',
  view: 'view views viewed viewing open opens opened opening read reads access accesses accessed accessing preview previewed',
  rename: 'rename renames renamed renaming',
  move: 'move moves moved moving',
  wipe: 'wipe wipes wiped wiping',
  retire: 'retire retires retired retiring',
  reboot: 'reboot reboots rebooted rebooting restart restarts restarted',
  sync: 'sync syncs synced synchronize synchronized synchronise synchronised synchronization synchronisation provisioning provisioned',
  send: 'send sends sent sending',
  export: 'export exports exported exporting',
  forward: 'forward forwards forwarded forwarding redirect redirected redirects',
  signin:
    'signin signins sign-in sign-ins sign-on sign-ons login logins logon logons log-in log-ins log-on log-ons authenticate authenticated authenticates authentication authentications',
  verify: 'verify verified verifies verification',
  register: 'register registers registered registering registration registrations enroll enrolled enrol enrolled enrollment enrolment',
  install: 'install installs installed installing installation installations',
  restore: 'restore restores restored restoring',
  run: 'run runs ran running start starts started launched launch deploy deployed deploys rolled',
  bypass: 'bypass bypassed bypasses bypassing',
  // what it is done to
  user: 'user users account accounts person persons employee employees colleague colleagues identity identities',
  guest: 'guest guests external externals partner partners',
  group: 'group groups',
  member: 'member members membership memberships',
  role: 'role roles privilege privileges privileged',
  admin: 'admin admins administrator administrators',
  license: 'license licenses licence licences licensing',
  password: 'password passwords',
  mfa: 'mfa 2fa multifactor multi-factor authenticator',
  app: 'app apps application applications',
  principal: 'principal principals',
  secret: 'secret secrets credential credentials certificate certificates',
  permission: 'permission permissions delegation delegations delegate delegated scope scopes rights',
  policy: 'policy policies',
  conditional: 'conditional',
  domain: 'domain domains',
  federation: 'federation federated federate federating',
  device:
    'device devices laptop laptops computer computers machine machines pc pcs vm vms server servers phone phones iphone iphones endpoint endpoints workstation workstations hardware',
  compliance: 'compliance compliant noncompliant non-compliant',
  configuration: 'configuration configurations config configs profile profiles',
  script: 'script scripts powershell',
  mailbox: 'mailbox mailboxes',
  mail: 'mail mails email emails e-mail e-mails',
  inbox: 'inbox inboxes',
  rule: 'rule rules',
  transport: 'transport mailflow mail-flow',
  file: 'file files document documents folder folders spreadsheet spreadsheets',
  site: 'site sites',
  page: 'page pages',
  link: 'link links',
  team: 'team teams',
  channel: 'channel channels',
  meeting: 'meeting meetings call calls',
  message: 'message messages chat chats',
  dlp: 'dlp',
  search: 'search searches ediscovery e-discovery',
  audit: 'audit auditing',
  report: 'report reports dashboard dashboards',
  pim: 'pim',
  owner: 'owner owners ownership',
  info: 'info information',
  organization: 'organization organisation tenant company',
  setting: 'settings',
  // services
  exchange: 'exchange outlook',
  sharepoint: 'sharepoint',
  onedrive: 'onedrive',
  intune: 'intune mdm endpoint-manager',
  entra: 'entra aad azuread directory',
  powerbi: 'powerbi power-bi',
  purview: 'purview',
} as const;
export type Word = keyof typeof FORMS;

const WORDS: ReadonlySet<string> = new Set(Object.keys(FORMS));
export const isWord = (text: string): text is Word => WORDS.has(text);

const WORD_OF = new Map<string, Word>();
for (const [word, forms] of Object.entries(FORMS))
  for (const form of forms.split(' ')) if (isWord(word) && !WORD_OF.has(form)) WORD_OF.set(form, word);

/** Words that a question is built with, and those that its kind is told from. */
const FILLERS = new Set(
  (
    'a an the of to in on at by for from with without and or but not no nor is are was were be been being am do does did done doing has have had having ' +
    'who whom whose what which when where why how many much often few more most less least first last latest earliest newest oldest recent recently next previous time times ' +
    'any anyone anybody anything someone somebody something everyone everything all every each some none other another else same there here this that these those it its they them their he him his she her i me my we us our you your ' +
    'show list find get give tell display search look see print fetch return need want know please can could would should may might shall must will let ' +
    'happened happen happens happening occur occurred going went come came take took place go about against into onto out up over off through than then as if so since until till before after between during within ' +
    'past today yesterday tomorrow now day days week weeks month months year years hour hours minute minutes weekend date dates daily weekly hourly per ' +
    'event events activity activities action actions operation operations thing things record records entry entries log logs logged history timeline trail summary overview details detail data kind kinds type types ' +
    'count counts counted number total amount top compare compared comparing comparison versus vs difference differ against ' +
    'unusual suspicious strange odd weird anomalous anomaly anomalies abnormal incident incidents attack attacks attacker breach compromised suspect notable interesting important risky risk security ' +
    'busiest active frequent frequently common ever never always only just also too still yet already really actually exactly mostly kindly hey hi hello thanks thank ok okay ' +
    'person people named called name names value values old property properties attribute attributes field fields was-it us-all own using used use via success failed result results service services work working ' +
    'sign log signed logged signs logs signing logging got get gets getting been both either one two three yes ip address addresses attempt attempts attempted try tried tries made make performed perform responsible involved affected target targets targeted who’s what’s whats whos'
  ).split(' '),
);

const SPELLINGS = new SpellingIndex([...WORD_OF.keys()].filter((form) => form.length >= 4));
/** So that a mistyped filler is not taken for a name. */
const FILLER_SPELLINGS = new SpellingIndex([...FILLERS].filter((word) => word.length >= 5));

const ASKING = new SpellingIndex(
  'many much often what when which whom whose happened changed changes compare unusual suspicious first last latest recent total number most'.split(
    ' ',
  ),
);
/** A mistyped word that tells what kind of question it is, as it was meant; other words as they are. */
export function askingWord(word: string): string {
  if (word.length < 4 || FILLERS.has(word) || WORD_OF.has(word)) return word;
  return ASKING.nearest(word, 1).find((meant) => meant[0] === word[0]) ?? word;
}

export const isFiller = (lower: string): boolean => FILLERS.has(lower);
export const isKnownWord = (lower: string): boolean => FILLERS.has(lower) || WORD_OF.has(lower);

/** What a typed word stands for; small mistakes are forgiven in longer words. */
export function wordOf(lower: string): Word | null {
  const exact = WORD_OF.get(lower);
  if (exact !== undefined || FILLERS.has(lower)) return exact ?? null;
  if (lower.length < 4 || !/^[\p{L}-]+$/u.test(lower)) return null;
  if (FILLER_SPELLINGS.nearest(lower, 1).length > 0) return null;
  // In short words a mistake makes another word too easily: the first letter has to be right.
  const nearest = SPELLINGS.nearest(lower, lower.length < 10 ? 1 : 2).find((form) => lower.length > 5 || form[0] === lower[0]);
  return nearest === undefined ? null : (WORD_OF.get(nearest) ?? null);
}
export const isNearFiller = (lower: string): boolean =>
  FILLERS.has(lower) || (lower.length >= 5 && FILLER_SPELLINGS.nearest(lower, 1).length > 0);

/** Two words that are one: where the second stands right behind the first. */
const PAIRS: readonly [first: RegExp, second: RegExp, word: Word][] = [
  [/^(sign|signs|signed|signing|log|logs|logged|logging)$/, /^(in|ins|on|into|onto)$/, 'signin'],
  [/^multi$/, /^factor$/, 'mfa'],
  [/^azure$/, /^ad$/, 'entra'],
  [/^power$/, /^bi$/, 'powerbi'],
  [/^(turn|turned|switch|switched|turning|switching)$/, /^off$/, 'disable'],
  [/^(turn|turned|switch|switched|turning|switching)$/, /^on$/, 'enable'],
  [/^(got|get|had)$/, /^rid$/, 'delete'],
  [/^e$/, /^mail(s)?$/, 'mail'],
];

export interface FoundWord {
  word: Word;
  tokens: readonly Token[];
}

/** The words of a question that mean something here, as far as nothing else has claimed them; marks them as used. */
export function wordsIn(tokens: readonly Token[]): FoundWord[] {
  const found: FoundWord[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    const next = tokens[at + 1];
    // `give me` only asks; elsewhere giving is what was done.
    if (!token || token.use !== null || token.quoted || (token.lower === 'give' && next?.lower === 'me')) continue;
    const pair =
      next && next.use === null ? PAIRS.find(([first, second]) => first.test(token.lower) && second.test(next.lower)) : undefined;
    const word = pair ? pair[2] : wordOf(token.lower);
    if (word === null) continue;
    const used = pair && next ? [token, next] : [token];
    for (const one of used) one.use = 'word';
    found.push({ word, tokens: used });
    if (pair) at += 1;
  }
  return found;
}
