import { clock, first, ids, last, time, whos, type QuestionCase, type Truth } from './question';

const SIGN_IN = /^(sign-in|UserLoggedIn|UserLoginFailed)$/;
const DELETED_USER = /^(Hard )?Delete user$/;

/** Who did it, to whom, and when. */
export function peopleQuestions(t: Truth): QuestionCase[] {
  return [...whoQuestions(t), ...whoOfStories(t), ...toWhomQuestions(t), ...whenQuestions(t)];
}

function who(t: Truth, ask: string[], span: { from: number; to: number }, op: RegExp, on?: string): QuestionCase {
  const found = t.of(span, op, (one) => on === undefined || one.on.some((name) => name.includes(on)));
  return {
    ask,
    expect: { type: 'who', total: found.length, says: whos(found).slice(0, 3), ...(found.length > 0 ? { cites: ids(found) } : {}) },
  };
}

function whoQuestions(t: Truth): QuestionCase[] {
  return [
    who(
      t,
      [
        'Who deleted users on 10 November?',
        'which admins deleted accounts on November 10',
        'who removed users on 10 Nov',
        'By whom were users deleted on the 10th of November?',
      ],
      time.day(10),
      DELETED_USER,
    ),
    who(
      t,
      ['Who wiped devices on 13 November?', 'who wiped laptops on Friday 13 November', 'which admin wiped phones on 2026-11-13'],
      time.day(13),
      /^wipe/,
    ),
    who(
      t,
      ['Who disabled accounts in the last 3 weeks?', 'which administrators disabled user accounts in the past 21 days'],
      time.lastDays(21),
      /^Disable account$/,
    ),
    who(
      t,
      ['Who reset passwords last week?', 'who did password resets last week?', 'who resetted pasword last week'],
      time.lastWeek,
      /^Reset password/,
    ),
    who(
      t,
      ['Who invited guests in the last 3 weeks?', 'who invited external users in the last 21 days'],
      time.lastDays(21),
      /^Invite external user$/,
    ),
    who(
      t,
      ['Who created inbox rules in the last 3 weeks?', 'who made new inbox rules in the last 21 days'],
      time.lastDays(21),
      /^New-InboxRule$/,
    ),
    who(
      t,
      ['Who retired devices in the last 3 weeks?', 'who rebooted or retired devices in the last 3 weeks'].slice(0, 1),
      time.lastDays(21),
      /^retire/,
    ),
    who(t, ['Who deleted devices in the last 3 weeks?'], time.lastDays(21), /^Delete device$/),
    who(
      t,
      ['Who created a team in the last 3 weeks?', 'who created new teams in Teams in the last 21 days'],
      time.lastDays(21),
      /^TeamCreated$/,
    ),
    who(t, ['Who exported reports in the last 3 weeks?'], time.lastDays(21), /^ExportReport$/),
  ];
}

function whoOfStories(t: Truth): QuestionCase[] {
  const month = time.lastDays(21);
  return [
    who(
      t,
      [
        'Who consented to rnicrosoft_office in the last 3 weeks?',
        'which users gave consent to the app rnicrosoft_office in the last 21 days',
        'who consented to application "rnicrosoft_office" in the past 3 weeks',
      ],
      month,
      /^Consent to application$/,
      'rnicrosoft',
    ),
    who(
      t,
      [
        'Who changed the conditional access policy "Require MFA for all users" in the last 3 weeks?',
        'who modified conditional access policy Require MFA for all users in the last 21 days',
      ],
      month,
      /^Update conditional access policy$/,
      'require mfa for all',
    ),
    who(
      t,
      [
        'Who deleted the conditional access policy "Block legacy authentication" in the last 3 weeks?',
        'who removed the conditional access policy Block legacy authentication in the last 21 days',
      ],
      month,
      /^Delete conditional access policy$/,
    ),
    who(
      t,
      ['Who added the domain login-lumenfield.net in the last 3 weeks?', 'who added a domain in the last 21 days'],
      month,
      /^Add unverified domain$/,
    ),
    who(
      t,
      [
        'Who federated a domain in the last 3 weeks?',
        'who changed federation settings in the last 3 weeks',
        'who set up domain federation in the last 21 days',
      ],
      month,
      /federation|domain authentication/i,
    ),
    who(
      t,
      [
        'Who gave someone mailbox permissions in the last 3 weeks?',
        'who added mailbox permissions in the last 21 days',
        'who granted full access permission on a mailbox in the last 3 weeks',
      ],
      month,
      /^Add-MailboxPermission$/,
    ),
    who(
      t,
      [
        'Who turned off the audit log in the last 3 weeks?',
        'who disabled auditing in the last 21 days',
        'who changed the audit log settings in the last 3 weeks',
      ],
      month,
      /AdminAuditLogConfig|MailboxAuditBypass/,
    ),
    who(
      t,
      ['Who exported a compliance search in the last 3 weeks?', 'who exported an eDiscovery search in the last 21 days'],
      month,
      /^New-ComplianceSearchAction$/,
    ),
    who(
      t,
      ['Who started a compliance search in the last 3 weeks?', 'who ran compliance searches in the last 21 days'],
      month,
      /^Start-ComplianceSearch$/,
    ),
    who(
      t,
      ['Who created a transport rule in the last 3 weeks?', 'who added new transport rules in the past 21 days'],
      month,
      /^New-TransportRule$/,
    ),
    who(
      t,
      ['Who added a secret to Backup Agent in the last 3 weeks?', 'who added credentials to the app Backup Agent in the last 21 days'],
      month,
      /Certificates and secrets/,
      'backup agent',
    ),
    who(t, ['Who deleted groups in the last 3 weeks?', 'which admin deleted a group in the last 21 days'], month, /^Delete group$/),
    who(
      t,
      [
        'Who disabled MFA in the last 3 weeks?',
        'who turned off multi-factor for somebody in the last 21 days',
        'who removed MFA in the past 3 weeks',
      ],
      month,
      /^(Disable Strong Authentication|User deleted security info)$/,
    ),
    who(t, ['Who added a service principal in the last 3 weeks?'], month, /^Add service principal$/),
    who(
      t,
      ['Who deployed a script to devices in the last 3 weeks?', 'who ran scripts on devices in the last 21 days'],
      month,
      /DeviceManagementScript/,
    ),
  ];
}

function toWhomQuestions(t: Truth): QuestionCase[] {
  const month = time.lastDays(21);
  const admins = t.of(month, /^Add member to role$/, ({ on }) => on.includes('global administrator'));
  const added = t.of(month, /^Add member to group$/, ({ on }) => on.includes('finance approvers'));
  const deleted = t.of(time.day(10), DELETED_USER);
  const wiped = t.of(time.day(13), /^wipe/);
  const people = (found: typeof admins): string[] => [...new Set(found.flatMap(({ on }) => on.filter((name) => name.includes('@'))))];
  return [
    {
      ask: [
        'Who was made Global Administrator in the last 3 weeks?',
        'who was added to the Global Administrator role in the last 21 days',
        'who became global admin in the last 3 weeks',
        'which users were added to the role Global Administrator in the last 3 weeks',
      ],
      expect: { total: admins.length, says: people(admins), cites: ids(admins) },
    },
    {
      ask: ['Who added members to the Global Administrator role in the last 3 weeks?', 'who gave someone global admin in the last 21 days'],
      expect: { type: 'who', total: admins.length, says: whos(admins), cites: ids(admins) },
    },
    {
      ask: [
        'Who was added to the Finance Approvers group in the last 3 weeks?',
        'who was added to group Finance Approvers in the last 21 days',
      ],
      expect: { total: added.length, says: people(added).slice(0, 3) },
    },
    {
      ask: [
        'Which users were deleted on 10 November?',
        'who was deleted on 10 November',
        'list the users that were deleted on 10 November',
      ],
      expect: { total: deleted.length, cites: ids(deleted), says: people(deleted).slice(0, 1) },
    },
    {
      ask: ['Which devices were wiped on 13 November?', 'what devices were wiped on 13 Nov', 'list wiped devices on 13 November'],
      expect: { total: wiped.length, cites: ids(wiped) },
    },
  ];
}

function whenQuestions(t: Truth): QuestionCase[] {
  const ever = time.ever;
  const glass = t.of(ever, SIGN_IN, ({ who: name }) => name.startsWith('breakglass01'));
  const audit = t.of(ever, /^Set-AdminAuditLogConfig$|MailboxAuditBypass/);
  const wipe = t.of(ever, /^wipe/);
  const domain = t.of(ever, /^Add unverified domain$/);
  const search = t.of(ever, /^New-ComplianceSearchAction$/);
  const kofi = t.of(ever, SIGN_IN, ({ who: name }) => name.startsWith('kofi.iyer'));
  const policy = t.of(ever, /^Delete conditional access policy$/);
  const when = (ask: string[], one: ReturnType<typeof last>, total: number): QuestionCase => ({
    ask,
    expect: { total, says: [clock(one)], cites: [one.id] },
  });
  return [
    when(
      [
        'When did Emergency Access last sign in?',
        'last sign-in of Emergency Access',
        'when was the most recent login of breakglass01?',
        'When was the last time Emergency Acess signed in?',
      ],
      last(glass),
      glass.length,
    ),
    when(
      [
        'When did Emergency Access first sign in?',
        'first sign-in of Emergency Access',
        'when was the first time that Emergency Access logged in',
      ],
      first(glass),
      glass.length,
    ),
    when(['When was the audit log last turned off?', 'when was auditing disabled the last time'], last(audit), audit.length),
    when(['When was the last device wipe?', 'when was a device wiped most recently', 'latest device wipe'], last(wipe), wipe.length),
    when(['When was the first device wiped?'], first(wipe), wipe.length),
    when(['When was login-lumenfield.net last added as a domain?', 'when was a domain added'], last(domain), domain.length),
    when(['When was a compliance search last exported?'], last(search), search.length),
    when(
      ['When did Kofi Iyer last sign in?', 'when did kofi iyer log in last?', 'last login of kofi.iyer', 'most recent sign-in of Kofi Iyr'],
      last(kofi),
      kofi.length,
    ),
    when(
      ['When was a conditional access policy last deleted?', 'when was the last deletion of a conditional access policy'],
      last(policy),
      policy.length,
    ),
  ];
}
