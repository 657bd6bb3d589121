import type { Problem, Rule, RuleBody } from '@aoc/contracts';
import { Button, Notice } from '@aoc/web/ui';
import { useRule } from '../api/get-rule';
import type { RuleScope } from '../api/rule-routes';
import { draftOf } from '../model/rule-draft';

interface ConflictNoticeProps {
  id: string;
  at: RuleScope;
  /** The version that was edited. */
  base: number;
  problem: Problem;
  onTake: (rule: Rule, body: RuleBody) => void;
  onOverwrite: (version: number) => void;
}

/** Somebody saved the rule meanwhile, or its name is taken: says which, and offers both ways out of the first. */
export function ConflictNotice({ id, at, base, problem, onTake, onOverwrite }: ConflictNoticeProps) {
  const { data: current, isFetching, refetch } = useRule(id, at);
  if (!current || current.version === base) {
    return (
      <Notice
        tone="bad"
        live
        action={
          <Button size="sm" disabled={isFetching} onClick={() => void refetch()}>
            Look again
          </Button>
        }
      >
        {problem.detail}
      </Notice>
    );
  }
  return (
    <Notice tone="warn" live>
      <p>
        {current.updated_by} saved version {current.version} of this rule while you were editing version {base}.
      </p>
      <span className="flex flex-wrap gap-2 pt-2">
        <Button size="sm" onClick={() => onTake(current, draftOf(current))}>
          Take theirs, drop mine
        </Button>
        <Button size="sm" onClick={() => onOverwrite(current.version)}>
          Save mine over theirs
        </Button>
      </span>
    </Notice>
  );
}
