import { ruleRoutes, type Rule } from '@aoc/contracts';
import { Badge, Button, Dialog, Notice, Segmented, Skeleton, Switch } from '@aoc/web/ui';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Copy, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../../../shared/api/me';
import { Instant } from '../../../shared/instant';
import { ProblemNotice, ProblemState } from '../../../shared/problem-notice';
import { needsRole } from '../../../shared/role-words';
import { SeverityBadge } from '../../../shared/severity';
import { TechniqueLinks } from '../../../shared/technique-links';
import { useTitle } from '../../../shared/use-title';
import { useFalsePositiveRates } from '../api/alert-quality';
import { useDeleteRule } from '../api/delete-rule';
import { useEnableRule } from '../api/enable-rule';
import { useRule } from '../api/get-rule';
import { draftOf } from '../model/rule-draft';
import { ORIGIN_WORDS, percent } from '../model/rule-words';
import { RuleEditor } from './rule-editor';
import { RuleExceptions } from './rule-exceptions';
import { RuleHistory } from './rule-history';

const route = getRouteApi('/rules/$id');
type Tab = 'edit' | 'exceptions' | 'history';

function DeleteButton({ rule }: { rule: Rule }) {
  const [asking, setAsking] = useState(false);
  const remove = useDeleteRule();
  const navigate = useNavigate();
  return (
    <>
      <Button variant="ghost" onClick={() => setAsking(true)}>
        <Trash2 aria-hidden className="size-4" /> Delete
      </Button>
      {asking && (
        <Dialog
          onClose={() => setAsking(false)}
          title={`Delete “${rule.name}”?`}
          description="It stops looking at events. Its alerts stay. Switching it off keeps it for later."
        >
          {remove.error && <ProblemNotice error={remove.error} />}
          <div className="flex justify-end gap-2">
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button
              variant="primary"
              disabled={remove.isPending}
              onClick={() => remove.mutate(rule.id, { onSuccess: () => void navigate({ to: '/rules' }) })}
            >
              Delete the rule
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

function Head({ rule }: { rule: Rule }) {
  const enable = useEnableRule();
  const mayEnable = useMay(ruleRoutes.enableRule);
  const mayCreate = useMay(ruleRoutes.createRule);
  const mayDelete = useMay(ruleRoutes.deleteRule);
  const rate = useFalsePositiveRates().data?.get(rule.id) ?? null;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <h1 className="min-w-0 text-xl font-semibold text-pretty [overflow-wrap:anywhere]">
          <bdi>{rule.name}</bdi>
        </h1>
        <div className="flex items-center gap-1">
          <span className="text-[0.8125rem] text-soft">{rule.enabled ? 'On' : 'Off'}</span>
          <Switch
            checked={rule.enabled}
            label="This rule runs"
            disabled={!mayEnable}
            reason={mayEnable ? undefined : needsRole(ruleRoutes.enableRule)}
            onChange={(enabled) => enable.mutate({ id: rule.id, enabled })}
          />
          {mayCreate && (
            <Link
              to="/rules/new"
              search={{ from: rule.id }}
              className="inline-flex h-8.5 items-center gap-2 rounded-md px-3 text-soft hover:bg-hover hover:text-ink"
            >
              <Copy aria-hidden className="size-4" /> Duplicate
            </Link>
          )}
          {mayDelete && <DeleteButton rule={rule} />}
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-1.5">
        <SeverityBadge severity={rule.severity} />
        <Badge>{ORIGIN_WORDS[rule.origin]}</Badge>
        <TechniqueLinks ids={rule.techniques} />
      </div>
      <p className="text-[0.8125rem] text-soft">
        <Link to="/alerts" search={{ rule_id: rule.id, status: 'all' }} className="text-accent hover:underline">
          {rule.stats.alerts_30d} {rule.stats.alerts_30d === 1 ? 'alert' : 'alerts'} in 30 days
        </Link>
        {rate !== null && `, ${percent(rate)} of the closed ones false positives`}. Version {rule.version} by {rule.updated_by},{' '}
        <Instant at={rule.updated_at} />.
      </p>
      {enable.error && <ProblemNotice error={enable.error} />}
      {rule.failing !== null && (
        <Notice tone="bad">
          <strong className="font-semibold">This rule fails:</strong> {rule.failing}
        </Notice>
      )}
    </div>
  );
}

/** One rule: its conditions, what it passes over, and how it came to be so. */
export function RulePage() {
  useTitle('Rule');
  const { id } = route.useParams();
  const { data: rule, error, isPending, refetch } = useRule(id);
  const mayReplace = useMay(ruleRoutes.replaceRule);
  const [tab, setTab] = useState<Tab>('edit');
  // The editor starts from one version and keeps it, whatever is read again meanwhile; saving or restoring starts it anew.
  const [edited, setEdited] = useState<Rule | null>(null);
  const base = edited?.id === id ? edited : rule;
  if (base && base !== edited) setEdited(base);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-5xl flex-col gap-4 px-3 pt-5 pb-5 sm:px-6">
        <Link to="/rules" className="self-start text-[0.8125rem] text-accent hover:underline">
          All rules
        </Link>
        {isPending && <Skeleton className="h-96" />}
        {error && !rule && <ProblemState error={error} onRetry={() => void refetch()} />}
        {rule && base && (
          <>
            <Head rule={rule} />
            <Segmented<Tab>
              label="Part of the rule"
              value={tab}
              onChange={setTab}
              options={[
                { value: 'edit', label: mayReplace ? 'Edit' : 'Conditions' },
                { value: 'exceptions', label: `Exceptions (${rule.exceptions.length})` },
                { value: 'history', label: 'History' },
              ]}
            />
            <div hidden={tab !== 'edit'}>
              <RuleEditor key={`${base.id} ${base.version}`} initial={draftOf(base)} stored={base} latest={rule} onSaved={setEdited} />
            </div>
            {tab === 'exceptions' && <RuleExceptions rule={rule} />}
            {tab === 'history' && <RuleHistory rule={rule} onRestored={setEdited} />}
          </>
        )}
      </div>
    </div>
  );
}
