import { readFileSync } from 'node:fs';

/** An example of the guide: commands, and the answer that is shown below them. */
export interface GuideExample {
  title: string;
  commands: string;
  /** Null where the answer is text alone. */
  status: number | null;
  answer: { kind: 'json'; value: unknown } | { kind: 'text'; value: string };
}

const EXAMPLE = /```sh\n([\s\S]*?)```\n+(?:Answer(?: (\d{3}))?:\n+```(json|text)\n([\s\S]*?)```)?/g;

/** Every example of a guide, in order. @throws Error for commands without a shown answer */
export function guideExamples(file: string): GuideExample[] {
  return [...readFileSync(file, 'utf8').matchAll(EXAMPLE)].map(([, commands = '', status, kind, answer]) => {
    const title = commands.trim().split('\n').at(-1) ?? '';
    if (answer === undefined) throw new Error(`${file} shows no answer below: ${commands}`);
    return {
      title,
      commands,
      status: status === undefined ? null : Number(status),
      answer: kind === 'json' ? { kind, value: JSON.parse(answer) } : { kind: 'text', value: answer.trim() },
    };
  });
}

const REST = '…';
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value);

/**
 * How an answer differs from the shape that the guide shows: fields that only one of them has (a field `…` stands for any others) and
 * values of another kind; null goes with any. The first entry of a list shows what all look like.
 */
export function shapeDifferences(shown: unknown, given: unknown, at = 'answer'): string[] {
  if (shown === null || given === null) return [];
  if (kindOf(shown) !== kindOf(given)) return [`${at} is shown as ${kindOf(shown)} and was ${kindOf(given)}`];
  if (Array.isArray(shown) && Array.isArray(given))
    return shown.length === 0 ? [] : given.flatMap((item, index) => shapeDifferences(shown[0], item, `${at}[${index}]`));
  if (!isObject(shown) || !isObject(given)) return [];
  const names = Object.keys(shown).filter((name) => name !== REST);
  const missing = names.filter((name) => !(name in given)).map((name) => `${at}.${name} is shown and was not there`);
  const more = REST in shown ? [] : Object.keys(given).filter((name) => !(name in shown));
  return [
    ...missing,
    ...more.map((name) => `${at}.${name} was there and is not shown`),
    ...names.filter((name) => name in given).flatMap((name) => shapeDifferences(shown[name], given[name], `${at}.${name}`)),
  ];
}
