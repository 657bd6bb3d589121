import type { Rule, RuleVersion } from '@aoc/contracts';
import { Badge, Button, RotateCcw, Skeleton } from '@aoc/web/ui';
import { useMay } from '../../../shared/api/me';
import { Instant } from '../../../shared/instant';
import { CARD } from '../../../shared/page-section';
import { ProblemNotice, ProblemState } from '../../../shared/problem-notice';
import { ruleRoutesOf, type RuleScope } from '../api/rule-routes';
import { useRuleHistory } from '../api/rule-history';
import { useSaveRule } from '../api/save-rule';
import { ruleDiff, type RuleDifference } from '../model/rule-diff';
import { CHANGE_WORDS } from '../model/rule-words';

function Difference({ difference }: { difference: RuleDifference }) {
  return (
    <div className="grid gap-x-3 py-1 sm:grid-cols-[7rem_minmax(0,1fr)]">
      <dt className="text-[0.8125rem] text-soft">{difference.part}</dt>
      <dd className="flex min-w-0 flex-col font-mono text-xs leading-5 [overflow-wrap:anywhere]">
        {difference.removed.map((line) => (
          <del key={line} className="text-bad no-underline">
            − {line}
          </del>
        ))}
        {difference.added.map((line) => (
          <ins key={line} className="text-good no-underline">
            + {line}
          </ins>
        ))}
      </dd>
    </div>
  );
}

interface VersionProps {
  version: RuleVersion;
  before: RuleVersion | undefined;
  current: boolean;
  busy: boolean;
  mayRestore: boolean;
  onRestore: () => void;
}

function Version({ version, before, current, busy, mayRestore, onRestore }: VersionProps) {
  const differences = before ? ruleDiff(before.rule, version.rule) : [];
  return (
    <li className="flex flex-col gap-2 p-3.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <strong className="font-semibold">Version {version.version}</strong>
        {current && <Badge tone="good">current</Badge>}
        <span className="text-[0.8125rem] text-soft">
          {CHANGE_WORDS[version.change]} by {version.changed_by}, <Instant at={version.changed_at} />
        </span>
        {!current && mayRestore && (
          <Button size="sm" className="ml-auto" disabled={busy} onClick={onRestore}>
            <RotateCcw aria-hidden className="size-3.5" /> Restore
          </Button>
        )}
      </div>
      {differences.length > 0 && (
        <dl className="border-l-2 border-line pl-3">
          {differences.map((difference) => (
            <Difference key={difference.part} difference={difference} />
          ))}
        </dl>
      )}
      {before && differences.length === 0 && <p className="text-[0.8125rem] text-faint">Nothing that fires differently.</p>}
    </li>
  );
}

/** Versions of a rule, newest first, each with what it changed; an older one can be made the current one again. */
export function RuleHistory({ rule, at, onRestored }: { rule: Rule; at: RuleScope; onRestored: (rule: Rule) => void }) {
  const { data, error, isPending, refetch } = useRuleHistory(rule.id, at);
  const save = useSaveRule(at);
  const mayReplace = useMay(ruleRoutesOf(at).replace);
  const restore = (version: RuleVersion) =>
    save.mutate({ rule: version.rule, base: { id: rule.id, version: rule.version } }, { onSuccess: onRestored });
  if (isPending) return <Skeleton className="h-40" />;
  if (!data) return <ProblemState error={error} onRetry={() => void refetch()} />;
  return (
    <div className="flex flex-col gap-3">
      {save.error && <ProblemNotice error={save.error} />}
      <ol aria-label="Versions" className={`${CARD} divide-y divide-line`}>
        {data.items.map((version, index) => (
          <Version
            key={version.version}
            version={version}
            before={data.items[index + 1]}
            current={version.version === rule.version}
            busy={save.isPending}
            mayRestore={mayReplace && rule.scope === at}
            onRestore={() => restore(version)}
          />
        ))}
      </ol>
    </div>
  );
}
