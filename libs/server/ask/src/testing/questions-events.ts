import { ids, most, time, type QuestionCase, type Truth } from './question';
import type { Happening } from './truth';

const SIGN_IN = /^(sign-in|UserLoggedIn|UserLoginFailed)$/;
const DELETED_USER = /^(Hard )?Delete user$/;
const EVERYDAY = new Set(['Exchange', 'SharePoint', 'OneDrive', 'MicrosoftTeams']);
/** Of the unified log the workload decides; everything else is administration. */
const isBroad = ({ workload }: Happening): boolean => !EVERYDAY.has(workload);
/** `Viktor Iyer` of `viktor.iyer`. */
const fullName = (local: string): string =>
  local
    .split('.')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(' ');
const number = (count: number): string => count.toLocaleString('en');

/** What happened, what changed, failures, activity, lists, yes or no, the unusual, and filters. */
export function eventQuestions(t: Truth): QuestionCase[] {
  return [
    ...happenedQuestions(t),
    ...activityQuestions(t),
    ...failureQuestions(t),
    ...yesNoQuestions(t),
    ...unusualQuestions(t),
    ...furtherQuestions(t),
    ...filterQuestions(t),
  ];
}

function happenedQuestions(t: Truth): QuestionCase[] {
  const device = t.of(time.ever, /^wipe/).at(-1)?.on[0] ?? '';
  const onDevice = t.where(time.lastDays(21), ({ on }) => on.includes(device));
  const wipes = onDevice.filter(({ op }) => op.startsWith('wipe'));
  const broad = t.where(time.day(11), isBroad);
  const address = t.where(time.ever, (one) => one.story.startsWith('conditional-access') && one.log === 'directory').at(-1);
  const ip = String(Object(Object(address?.raw.initiatedBy).user).ipAddress ?? '');
  const policies = t.of(time.lastDays(21), /^Update conditional access policy$/);
  return [
    {
      ask: [
        `What happened to device ${device.toUpperCase()} in the last 3 weeks?`,
        `history of ${device.toUpperCase()} in the last 21 days`,
        `tell me about laptop ${device} in the last 3 weeks`,
        `what happend to ${device.toUpperCase()} in the past three weeks`,
      ],
      expect: { type: 'what_happened', cites: ids(wipes), says: ['wipe'] },
    },
    {
      ask: [`When was ${device.toUpperCase()} wiped?`, `when was the device "${device.toUpperCase()}" wiped last`],
      expect: { total: wipes.length, cites: ids(wipes) },
    },
    {
      ask: [
        'What happened on 11 November?',
        'Show me what happened on Nov 11',
        'what was going on on 2026-11-11',
        'summary of 11 November',
      ],
      expect: { type: 'what_happened', total: broad.length, excluded: true, says: [number(broad.length)] },
    },
    {
      ask: [`Show all events from ${ip} in the last 3 weeks`, `what happened from IP ${ip} in the last 21 days`],
      expect: { cites: ids(t.where(time.lastDays(21), ({ raw }) => JSON.stringify(raw).includes(ip))) },
    },
    {
      ask: [
        'What changed on the conditional access policy "Require MFA for all users" in the last 3 weeks?',
        'which settings of conditional access policy Require MFA for all users were changed in the last 21 days',
      ],
      expect: { type: 'what_changed', total: policies.length, says: ['ConditionalAccessPolicy', 'disabled'], cites: ids(policies) },
    },
    {
      ask: ['What happened to the group Research in the last 3 weeks?', 'what happened with the Research group in the last 21 days'],
      expect: { type: 'what_happened', cites: ids(t.where(time.lastDays(21), ({ on }) => on.includes('research'))) },
    },
  ];
}

function activityQuestions(t: Truth): QuestionCase[] {
  const by = (span: { from: number; to: number }, name: string): Happening[] => t.where(span, ({ who }) => who.startsWith(`${name}@`));
  const deleter = most(t.of(time.day(10), DELETED_USER)).who.split('@')[0] ?? '';
  const name = fullName(deleter);
  const kofi = by(time.day(10), deleter);
  const nikhil = by(time.day(13), 'nikhil.ahlberg');
  const deleted = t.of(time.day(10), DELETED_USER, ({ who }) => who.startsWith(deleter));
  const nikhilWipes = t.of(time.lastDays(21), /^wipe/, ({ who }) => who.startsWith('nikhil.ahlberg'));
  return [
    {
      ask: [
        `What did ${name} do on 10 November?`,
        `activity of ${deleter} on 10 November`,
        `what has ${name} been doing on Nov 10`,
        `Show ${name}'s actions on 10 November`,
        `What did ${name.replace('i', 'ii')} do on 10 November?`,
        `what did user ${deleter}@lumenfield.com do on 10 November`,
      ],
      expect: { type: 'admin_activity', total: kofi.length, says: ['Delete user'], cites: ids(kofi) },
    },
    {
      ask: ['What did Nikhil Ahlberg do on 13 November?', 'what did nikhil do on 13 November'],
      expect: { total: nikhil.length, cites: ids(nikhil) },
    },
    {
      ask: [
        `Which users did ${name} delete on 10 November?`,
        `who did ${name} delete on 10 November`,
        `users deleted by ${name} on 10 November`,
      ],
      expect: { total: deleted.length, cites: ids(deleted) },
    },
    {
      ask: ['Which devices did Nikhil Ahlberg wipe in the last 3 weeks?', 'devices wiped by nikhil.ahlberg in the last 21 days'],
      expect: { total: nikhilWipes.length, cites: ids(nikhilWipes) },
    },
    {
      ask: ['What did Magda do on 12 November?'],
      expect: { total: t.where(time.day(12), ({ who }) => who.startsWith('magda.')).length, says: ['Magda Weber', 'Magda Yilmaz'] },
    },
    {
      ask: ['Sign-ins of Magda Weber on 12 November', 'show the logins of magda weber on 12 November'],
      expect: { total: t.of(time.day(12), SIGN_IN, ({ who }) => who.startsWith('magda.weber')).length },
    },
  ];
}

function failureQuestions(t: Truth): QuestionCase[] {
  const logins = t.of(time.day(12), SIGN_IN, ({ failed }) => failed);
  const broad = t.where(time.day(12), (one) => isBroad(one) && one.failed);
  const glass = t.of(time.lastDays(21), SIGN_IN, ({ failed, who }) => failed && who.startsWith('breakglass'));
  return [
    {
      ask: [
        'Show failed sign-ins on 12 November',
        'list failed logins on 12 November',
        'which sign-ins failed on 12 November',
        'failed sign ins on Nov 12',
      ],
      expect: { type: 'failures', total: logins.length, cites: ids(logins) },
    },
    {
      ask: ['Show failures on 12 November', 'what failed on 12 November', 'any errors on 12 November?'],
      expect: { total: broad.length, excluded: true },
    },
    {
      ask: ['Failed sign-ins for Emergency Access in the last 3 weeks', 'list failed logins of breakglass01 in the last 21 days'],
      expect: { total: glass.length, cites: ids(glass) },
    },
    {
      ask: ['Show failures in Intune in the last 3 weeks', 'what failed in Intune in the last 21 days'],
      expect: { total: t.where(time.lastDays(21), ({ log, failed }) => log === 'intune' && failed).length },
    },
    { ask: ['Who failed to sign in on 12 November?'], expect: { type: 'who', total: logins.length } },
  ];
}

function yesNoQuestions(t: Truth): QuestionCase[] {
  const deleter = most(t.of(time.day(10), DELETED_USER)).who.split('@')[0] ?? '';
  const month = time.lastDays(21);
  const forwarding = t.of(month, /^(Set-Mailbox|New-InboxRule|Set-InboxRule|New-TransportRule)$/, ({ raw }) =>
    /"Name":"[^"]*Forward/.test(JSON.stringify(raw.Parameters ?? [])),
  );
  const yes = (ask: string[], found: readonly Happening[]): QuestionCase => ({
    ask,
    expect: { total: found.length, says: ['**Yes.**'], cites: ids(found) },
  });
  return [
    yes(
      [
        'Did anyone forward mail in the last 3 weeks?',
        'was mail forwarding set up in the last 21 days',
        'has anybody set up a mail forward in the last 3 weeks',
      ],
      forwarding,
    ),
    yes(['Were any groups deleted in the last 3 weeks?', 'has a group been deleted in the last 21 days'], t.of(month, /^Delete group$/)),
    yes(
      [`Did ${fullName(deleter)} delete users on 10 November?`, `has ${fullName(deleter).toLowerCase()} deleted users on 10 November`],
      t.of(time.day(10), DELETED_USER, ({ who }) => who.startsWith(deleter)),
    ),
    yes(['Were there any device wipes on 13 November?'], t.of(time.day(13), /^wipe/)),
    { ask: ['Did anyone delete a team on 12 November?', 'was a team deleted on 12 November'], expect: { total: 0, never: ['**Yes.**'] } },
    { ask: ['Was device WS-99999 wiped in the last 3 weeks?'], expect: { total: 0, says: ['**No.**'] } },
    { ask: ['How many users were deleted on 12 November?'], expect: { total: t.of(time.day(12), DELETED_USER).length } },
    { ask: ['Did Esra Mahmoud wipe devices in the last 3 weeks?'], expect: { total: 0, says: ['**No.**'] } },
  ];
}

/** Ways to ask that came up when others tried. */
function furtherQuestions(t: Truth): QuestionCase[] {
  const month = time.lastDays(21);
  const licences = t.of(month, /licen[cs]e/i, ({ on }) => on.some((name) => name.startsWith('magda.weber')));
  const broad = t.where(time.day(13), isBroad);
  const roles = t.of(time.lastWeek, /role/i, ({ op, log }) => log !== 'intune' && !/app role/i.test(op));
  const left = t.of(month, /^(Remove member from group|Delete group)$/, ({ on }) => on.includes('engineering'));
  const signIns = t.of(time.day(12), SIGN_IN, ({ who }) => who.startsWith('viktor.iyer'));
  const downloads = t.of(time.day(12), /^FileDownloaded$/, ({ who }) => who.startsWith('viktor.iyer'));
  const resetter = most(t.of(month, /^Reset password/));
  return [
    { ask: ['list licence changes for Magda Weber in the last 3 weeks'], expect: { total: licences.length } },
    {
      ask: ['Give me an overview of 13 November', 'how many events were there on 13 November'],
      expect: { total: broad.length, excluded: true },
    },
    { ask: ['Who was removed from the Engineering group in the last 3 weeks?'], expect: { total: left.length } },
    { ask: ['How many times did Viktor Iyer sign in on 12 November?'], expect: { total: signIns.length } },
    {
      ask: ['Which files did viktor iyer download on 12 november', 'what did viktor.iyer download on 12 November'],
      expect: { total: downloads.length, cites: ids(downloads) },
    },
    {
      ask: ['Which admin reset the most passwords in the last 3 weeks?'],
      expect: { type: 'top', says: [resetter.who, number(resetter.count)] },
    },
    { ask: ['How many role changes were there in the directory last week?'], expect: { total: roles.length } },
    {
      ask: ['What did Viktor Iyer do between 19:18 and 19:20 on 10 November?'],
      expect: {
        total: t.where({ from: time.day(10).from + 69_480_000, to: time.day(10).from + 69_600_000 - 1 }, ({ who }) =>
          who.startsWith('viktor.iyer'),
        ).length,
      },
    },
  ];
}

function unusualQuestions(t: Truth): QuestionCase[] {
  const story = (span: { from: number; to: number }, key: string) => ids(t.where(span, ({ story: of }) => of.startsWith(key)));
  return [
    {
      ask: ['Anything unusual on 10 November?', 'did anything suspicious happen on 10 November', 'was there something strange on Nov 10'],
      expect: { type: 'unusual', cites: story(time.day(10), 'bulk-user-deletion'), excluded: true },
    },
    {
      ask: ['Anything suspicious in Intune on 13 November?', 'unusual device activity on 13 November'],
      expect: { type: 'unusual', cites: story(time.day(13), 'intune-mass-wipe') },
    },
    {
      ask: ['Anything unusual in Exchange on 14 November?'],
      expect: { type: 'unusual', cites: [...story(time.day(14), 'mailbox-delegation'), ...story(time.day(14), 'audit-log')] },
    },
    {
      ask: ['Any signs of an attack on 12 November?'],
      expect: { type: 'unusual', cites: [...story(time.day(12), 'password-spray'), ...story(time.day(12), 'oauth')] },
    },
    {
      ask: ['Is there anything odd about conditional access policies on 9 November?'],
      expect: { type: 'unusual', cites: story(time.day(9), 'conditional-access') },
    },
  ];
}

function filterQuestions(t: Truth): QuestionCase[] {
  const vienna = { from: time.day(10).from - 3_600_000, to: time.day(10).to - 3_600_000 };
  const day10 = time.day(10);
  const deleter = most(t.of(day10, DELETED_USER)).who.split('@')[0] ?? '';
  const actor = t.of(day10, DELETED_USER, ({ who }) => who.startsWith(deleter));
  return [
    {
      ask: ['How many users were deleted on 10 November?'],
      body: { time_zone: 'Europe/Vienna' },
      expect: { total: t.of(vienna, DELETED_USER).length },
    },
    {
      ask: ['How many users were deleted yesterday?', 'how many users were deleted last week'],
      body: { start: new Date(day10.from), end: new Date(day10.to) },
      expect: { total: t.of(day10, DELETED_USER).length },
    },
    {
      ask: ['What happened?'],
      body: { actor: deleter, operation: 'Delete user', start: new Date(day10.from), end: new Date(day10.to) },
      expect: { total: actor.length },
    },
    {
      ask: ['Show all events on 11 November'],
      body: { services: ['Exchange'] },
      expect: { total: t.where(time.day(11), ({ workload }) => workload === 'Exchange').length },
    },
    {
      ask: ['Who did what on 10 November?', 'list everything on 10 November'],
      body: { q: 'operation:"Delete group"' },
      expect: { total: t.of(day10, /^Delete group$/).length },
    },
    {
      ask: ['How many sign-ins failed on 12 November?'],
      body: { result: 'success' },
      expect: { total: t.of(time.day(12), SIGN_IN, ({ failed }) => !failed).length },
    },
  ];
}
