import type { RuleBody } from '@aoc/contracts';
import { compileRules } from '../engine/compile-rules';
import { evaluate } from '../engine/evaluate';
import { importSigma } from '../sigma/import-sigma';
import type { SigmaReport } from '../sigma/report';
import type { RuleWindow } from '../windows/window-entry';
import { NOW } from './build';
import { unifiedEvent } from './sigma';

/** A rule of the unified log about one operation, with a name to call it by. */
export const base = (name: string, operation: string, more = ''): string =>
  `title: ${name} title\nname: ${name}\nid: ${name}-id\nlevel: low\n${more}logsource: {product: m365, service: audit}\ndetection:\n  sel: {Operation: ${operation}}\n  condition: sel\n`;

export const BASES = [base('fail', 'UserLoginFailed'), base('login', 'UserLoggedIn'), base('rule', 'New-InboxRule')];

/** Reports about the rules and, last, the correlation with this body. */
export const correlation = (body: string, bases: readonly string[] = BASES): SigmaReport[] =>
  importSigma(
    [
      ...bases,
      `title: Together\nlevel: critical\ncorrelation:\n${body
        .trim()
        .split('\n')
        .map((line) => `  ${line}`)
        .join('\n')}\n`,
    ].join('---\n'),
  );

/** The rule of the correlation; fails with the reasons where it cannot run. */
export const ruleOf = (reports: readonly SigmaReport[]): RuleBody => {
  const last = reports.at(-1);
  if (!last?.rule) throw new Error(JSON.stringify(last?.reasons));
  return last.rule;
};

/** What the window of the rule keeps of an event of this operation; undefined when the rule does not hold for it. */
export const entryOf = (rule: RuleBody, operation: string, record: Record<string, unknown> = {}): RuleWindow | null | undefined => {
  const event = unifiedEvent({ Operation: operation, ...record });
  const [match] = evaluate(compileRules([{ id: 'r', body: { ...rule, enabled: true } }]), event, { now: NOW }).matches;
  return match?.window;
};
