import type { OperationKnowledge } from '../operation-knowledge';

/** Sign-ins, from the sign-in log and from the unified log. */
export const signIns: readonly OperationKnowledge[] = [
  {
    names: ['Sign-in activity', 'UserLoggedIn', 'PasswordLogonInitialAuthUsingPassword'],
    level: 'routine',
    means: 'Somebody, or an application, signed in or tried to; the result says whether it worked.',
    matters: 'A sign-in with a stolen password looks like any other: place, device, time and application tell them apart.',
    check: [
      'Compare address, country and device with the usual ones of this account.',
      'See which application was used and whether MFA was asked.',
      'Look at what the account did right after.',
    ],
    normal: 'Usual all day long from known addresses and devices.',
    attack: ['T1078.004'],
  },
  {
    names: ['UserLoginFailed'],
    level: 'notable',
    means: 'Somebody tried to sign in and was refused.',
    matters: 'Single failures are typing mistakes; many of one account or from one address are guessing.',
    check: [
      'Count the failures of this account and of this address around the time.',
      'See whether a successful sign-in from the same address follows.',
      'Read the reason: a wrong password and a refused MFA prompt mean different things.',
    ],
    normal: 'Usual a few times a week for most people.',
    attack: ['T1110', 'T1110.003'],
  },
  {
    names: ['TeamsSessionStarted'],
    level: 'routine',
    means: 'Somebody opened Teams and was signed in to it.',
    matters: 'It is a sign-in like others and shows address and client.',
    check: ['Compare the address with the usual ones.', 'See which client was used.'],
    normal: 'Usual at the start of every working day.',
    attack: ['T1078.004'],
  },
  {
    names: ['MailboxLogin'],
    level: 'notable',
    means: 'Somebody opened a mailbox by a mail protocol.',
    matters: 'Old protocols know no MFA, and delegates read the mail of others.',
    check: [
      'See which protocol and client were used.',
      'Check whether the actor owns the mailbox.',
      'Compare the address with the usual ones.',
    ],
    normal: 'Usual for shared mailboxes and old clients.',
    attack: ['T1078.004', 'T1114.002'],
  },
];
