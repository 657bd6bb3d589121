import type { QuestionCase } from './question';

const no = (...ask: string[]): QuestionCase => ({ ask, expect: { declined: true } });

/** What stored events cannot answer. */
export const declinedQuestions = (): QuestionCase[] => [
  no('What is the weather in Vienna tomorrow?', 'Tell me a joke', 'What is the capital of France?', 'Write a poem about Intune'),
  no('Is Kofi Iyer a good administrator?', 'Should we trust Magda Weber?', 'Do you think that Kofi is a hacker?'),
  no('Who will delete users next week?', 'How many sign-ins will fail tomorrow?'),
  no(
    'Delete the user kofi.iyer',
    'Please disable the account of Magda Weber',
    'Reset the password of Nadia Lopez',
    'Can you wipe WS-10231?',
  ),
  no(
    'How many users do we have?',
    'Who are the global administrators?',
    'Is MFA enabled for Magda Weber?',
    'What licences does Kofi Iyer have?',
    'Which groups is Nadia Lopez in?',
  ),
  no('Who logged in to the AWS console?', 'What happened in Slack yesterday?', 'Show the firewall logs of today'),
  no('What does the mail of Kofi to Magda say?', "What is Nadia Lopez's password?"),
  no(
    'Wer hat gestern den Benutzer gelöscht?',
    '¿Quién eliminó a los usuarios ayer?',
    'Qui a supprimé les utilisateurs hier ?',
    '誰がユーザーを削除しましたか',
    'Кто удалил пользователей вчера?',
  ),
  no('asdf qwertz yxcv', 'foo bar baz', '??? !!!', 'colourless green ideas sleep furiously'),
  no("'; DROP TABLE events; --", 'SELECT * FROM users WHERE name = "x"', '{"$ne": null}', 'db.events.find({})', "x' OR '1'='1"),
];
