import { clock, first, ids, last, most, time, type QuestionCase, type Truth } from './question';

const SIGN_IN = /^(sign-in|UserLoggedIn|UserLoginFailed)$/;
const DELETED_USER = /^(Hard )?Delete user$/;
const number = (count: number): string => count.toLocaleString('en');

/** How many, most frequent, and compared. */
export function countQuestions(t: Truth): QuestionCase[] {
  const count = (ask: string[], found: readonly { id: string }[], more: Partial<QuestionCase> = {}): QuestionCase => ({
    ask,
    ...more,
    expect: { total: found.length, type: 'how_many', says: [`**${number(found.length)}**`], ...more.expect },
  });
  const deleted = t.of(time.lastWeek, DELETED_USER);
  const failed = t.of(time.lastDays(1), SIGN_IN, ({ failed: is }) => is);
  const wiped = t.of(time.lastDays(7), /^wipe/);
  const downloads = t.of(time.day(12), /^FileDownloaded$/);
  const resets = t.of(time.lastDays(21), /^Reset password/);
  const night = t.of(time.day(12), SIGN_IN, ({ at }) => new Date(at).getUTCHours() >= 7 && new Date(at).getUTCHours() < 8);
  const reads = t.of(time.lastWeek, /^MailItemsAccessed$/);
  return [
    count(
      [
        'How many users were deleted last week?',
        'number of user deletions last week',
        'how mnay usrs were delted last week',
        'How often were accounts deleted from Monday to Sunday last week?',
        'count of deleted users between 9 November and 15 November',
      ],
      deleted,
      { expect: { says: [`**${number(deleted.length)}**`, clock(last(deleted)), clock(first(deleted))] } },
    ),
    count(
      [
        'How many sign-ins failed in the last 24 hours?',
        'how many failed logins were there in the past day',
        'Number of unsuccessful sign ins in the last 24h',
        'how many logins failed since yesterday 12:00',
      ],
      failed,
    ),
    count(
      [
        'How many devices were wiped in the last 7 days?',
        'how many wipes in the last week of devices in the past 7 days',
        'How many laptops got wiped in the past week?',
        'number of device wipes',
      ],
      wiped,
      { expect: { cites: ids(wiped) } },
    ),
    count(
      [
        'How many files were downloaded on 12 November?',
        'how many file downloads were there on November 12th',
        'number of downloads on 2026-11-12',
        'how many documents were dowloaded on 12.11.2026',
      ],
      downloads,
    ),
    count(
      [
        'How many passwords were reset in the last 3 weeks?',
        'how many password resets in the last 21 days',
        'number of pasword resets in the past three weeks',
      ],
      resets,
    ),
    count(['How many emails were sent yesterday?', 'how many mails were sent on Sunday'], t.of(time.day(15), /^Send/)),
    count(
      ['How many messages were sent in Teams in the last 14 days?', 'number of Teams chat messages in the last two weeks'],
      t.of(time.lastDays(14), /^Message/),
    ),
    count(
      ['How many inbox rules were created in the last 3 weeks?', 'how many new inbox rules in the past 21 days'],
      t.of(time.lastDays(21), /^New-InboxRule$/),
    ),
    count(
      ['How many members were added to groups this month?', 'how many people were added to groups since 1 November'],
      t.of(time.days(1, 16), /^Add member to group$/),
    ),
    count(
      ['How many guests were invited in the last 3 weeks?', 'how many external users were invited in the last 21 days'],
      t.of(time.lastDays(21), /^Invite external user$/),
    ),
    count(
      ['How many roles were activated last week?', 'how many PIM activations were there last week'],
      t.of(time.lastWeek, /PIM activation/),
    ),
    count(
      ['How many licences were changed between 1 and 10 November?', 'how many license changes from 1 November to 10 November'],
      t.of(time.days(1, 10), /licen[cs]e/i),
    ),
    count(
      ['How many events happened in Intune in the last 10 days?', 'count the Intune events of the last 10 days'],
      t.where(time.lastDays(10), ({ log }) => log === 'intune'),
    ),
    count(
      ['How many users signed in between 7:00 and 8:00 on 12 November?', 'how many sign-ins between 7am and 8am on 12 November'],
      night,
    ),
    count(['How many times were mails read last week?', 'how many MailItemsAccessed events were there last week'], reads),
    count(
      ['How many accounts were disabled in the last 3 weeks?', 'how often was an account disabled in the last 21 days'],
      t.of(time.lastDays(21), /^Disable account$/),
    ),
    count(['How many devices were registered in the last 3 weeks?'], t.of(time.lastDays(21), /^(Register device|Add registered owner)/)),
    count(
      ['How many DLP matches were there in the last 2 weeks?', 'how many dlp events in the past two weeks'],
      t.of(time.lastDays(14), /^Dlp/),
    ),
    count(
      [
        'How many sign-ins did Emergency Access have in the last 3 weeks?',
        'how many times did breakglass01 sign in during the last 21 days',
        'how many logins of emergency acess in the last 3 weeks',
      ],
      t.of(time.lastDays(21), SIGN_IN, ({ who }) => who.startsWith('breakglass01')),
    ),
    ...topQuestions(t),
    ...compareQuestions(t),
  ];
}

function topQuestions(t: Truth): QuestionCase[] {
  const downloads = t.of(time.day(12), /^FileDownloaded$/);
  const downloader = most(downloads);
  const deletions = t.of(time.lastWeek, DELETED_USER);
  const deleter = most(deletions);
  const failing = most(t.of(time.lastDays(21), SIGN_IN, ({ failed }) => failed));
  const wiper = most(t.of(time.lastDays(21), /^wipe/));
  return [
    {
      ask: [
        'Who downloaded the most files on 12 November?',
        'which user downloaded most files on 12 November',
        'Top 3 users by downloads on 12 November',
        'top downloaders of files on Nov 12',
      ],
      expect: { type: 'top', total: downloads.length, says: [downloader.who, number(downloader.count)] },
    },
    {
      ask: ['Who deleted the most users last week?', 'which admin deleted most users last week'],
      expect: { type: 'top', total: deletions.length, says: [deleter.who, number(deleter.count)] },
    },
    {
      ask: ['Who had the most failed sign-ins in the last 3 weeks?', 'which user had the most failed logins in the last 21 days'],
      expect: { type: 'top', says: [failing.who, number(failing.count)] },
    },
    { ask: ['Who wiped the most devices in the last 3 weeks?'], expect: { type: 'top', says: [wiper.who, number(wiper.count)] } },
    {
      ask: ['How many users did each admin delete last week?', 'deleted users per admin last week, how many'],
      expect: { type: 'top', total: deletions.length, says: [deleter.who] },
    },
  ];
}

function compareQuestions(t: Truth): QuestionCase[] {
  const failedIn = (span: { from: number; to: number }) => t.of(span, SIGN_IN, ({ failed }) => failed).length;
  const [week, before] = [failedIn(time.lastWeek), failedIn(time.weekBefore)];
  const [tenth, eleventh] = [t.of(time.day(10), DELETED_USER).length, t.of(time.day(11), DELETED_USER).length];
  return [
    {
      ask: [
        'Compare failed sign-ins on 12 November with 11 November',
        'failed logins on 12 November versus 11 November',
        'Were there more failed sign-ins on 12 November than on 11 November? compare them',
      ],
      expect: { type: 'compare', total: failedIn(time.day(12)), says: [number(failedIn(time.day(12))), number(failedIn(time.day(11)))] },
    },
    {
      ask: [
        'Compare failed sign-ins from 9 November to 15 November with 2 November to 8 November',
        'compare failed sign-ins between 9 November and 15 November to between 2 November and 8 November',
      ],
      expect: { type: 'compare', says: [number(week), number(before)] },
    },
    {
      ask: ['Compare user deletions on 10 November with 11 November'],
      expect: { type: 'compare', total: tenth, says: [number(tenth), number(eleventh)] },
    },
  ];
}
