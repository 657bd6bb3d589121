import type { Rule } from '@aoc/contracts';
import { Badge, Button, Copy, Dialog, Notice, Segmented, Skeleton, Switch, Trash2 } from '@aoc/web/ui';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
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
import { useScopeOf, useServesTenants } from '../api/provider-access';
import { ruleRoutesOf, type RuleScope } from '../api/rule-routes';
import { draftOf } from '../model/rule-draft';
import { scopeSearch } from '../model/rules-search';
import { originWords, percent, tenantsWords } from '../model/rule-words';
import { RuleEditor } from './rule-editor';
import { RuleExceptions } from './rule-exceptions';
import { RuleHistory } from './rule-history';

const route = getRouteApi('/rules/$id');
/** Within a sentence a link is seen by more than its colour. */
const TEXT_LINK = 'text-accent underline underline-offset-2';
type Tab = 'edit' | 'exceptions' | 'history';

function DeleteButton({ rule, at }: { rule: Rule; at: RuleScope }) {
  const [asking, setAsking] = useState(false);
  const remove = useDeleteRule(at);
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
          description={`It stops looking at events${at === 'provider' ? ', in every tenant' : ''}. Its alerts stay. Switching it off keeps it for later.`}
        >
          {remove.error && <ProblemNotice error={remove.error} />}
          <div className="flex justify-end gap-2">
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button
              variant="primary"
              disabled={remove.isPending}
              onClick={() => remove.mutate(rule.id, { onSuccess: () => void navigate({ to: '/rules', search: scopeSearch(at) }) })}
            >
              Delete the rule
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

const alertsWords = ({ stats: { alerts_30d } }: Rule): string => `${alerts_30d} ${alerts_30d === 1 ? 'alert' : 'alerts'} in 30 days`;

/** Why this rule is only to be read here. */
const lockedWords = (rule: Rule, at: RuleScope): string | undefined =>
  rule.scope === at ? undefined : 'This rule is of the provider and is not changed in a tenant.';

function Head({ rule, at }: { rule: Rule; at: RuleScope }) {
  const routes = ruleRoutesOf(at);
  const enable = useEnableRule(at);
  const mayEnable = useMay(routes.enable);
  const mayCreate = useMay(routes.create);
  const mayDelete = useMay(routes.delete);
  const serves = useServesTenants();
  const locked = lockedWords(rule, at);
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
            disabled={!mayEnable || locked !== undefined}
            reason={locked ?? (mayEnable ? undefined : needsRole(routes.enable))}
            onChange={(enabled) => enable.mutate({ id: rule.id, enabled })}
          />
          {mayCreate && (
            <Link
              to="/rules/new"
              search={{ from: rule.id, ...scopeSearch(at) }}
              className="inline-flex h-8.5 items-center gap-2 rounded-md px-3 text-soft hover:bg-hover hover:text-ink"
            >
              <Copy aria-hidden className="size-4" /> Duplicate
            </Link>
          )}
          {mayDelete && locked === undefined && <DeleteButton rule={rule} at={at} />}
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-1.5">
        <SeverityBadge severity={rule.severity} />
        {originWords(rule) !== null && <Badge>{originWords(rule)}</Badge>}
        {rule.scope === 'provider' && <Badge tone="accent">{at === 'provider' ? `Provider: ${tenantsWords(rule)}` : 'Provider'}</Badge>}
        <TechniqueLinks ids={rule.techniques} />
      </div>
      <p className="text-[0.8125rem] text-soft">
        {at === 'provider' ? (
          `${alertsWords(rule)} in all tenants`
        ) : (
          <Link to="/alerts" search={{ rule_id: rule.id, status: 'all' }} className={TEXT_LINK}>
            {alertsWords(rule)}
          </Link>
        )}
        {at === 'tenant' && rate !== null && `, ${percent(rate)} of the closed ones false positives`}. Version {rule.version} by{' '}
        {rule.updated_by}, <Instant at={rule.updated_at} />.
      </p>
      {enable.error && <ProblemNotice error={enable.error} />}
      {locked !== undefined && (
        <Notice tone="info">
          {locked} It can pass over what is expected here: open one of its alerts and choose “Snooze or except”.
          {serves && (
            <>
              {' '}
              <Link to="/rules/$id" params={{ id: rule.id }} search={scopeSearch('provider')} className={TEXT_LINK}>
                Change it for all its tenants
              </Link>
              .
            </>
          )}
        </Notice>
      )}
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
  const at = useScopeOf(route.useSearch());
  const { data: rule, error, isPending, refetch } = useRule(id, at);
  const mayReplace = useMay(ruleRoutesOf(at).replace);
  const [tab, setTab] = useState<Tab>('edit');
  // The editor starts from one version and keeps it, whatever is read again meanwhile; saving or restoring starts it anew.
  const [edited, setEdited] = useState<{ rule: Rule; at: RuleScope } | null>(null);
  const onEdited = (saved: Rule) => setEdited({ rule: saved, at });
  const locked = rule && lockedWords(rule, at);
  const base = edited?.rule.id === id && edited.at === at ? edited.rule : rule;
  if (base && base !== edited?.rule) onEdited(base);
  return (
    <div className="relative min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-5xl flex-col gap-4 px-3 pt-5 pb-5 sm:px-6">
        <Link to="/rules" search={scopeSearch(at)} className="self-start text-[0.8125rem] text-accent hover:underline">
          All rules
        </Link>
        {isPending && <Skeleton className="h-96" />}
        {error && !rule && <ProblemState error={error} onRetry={() => void refetch()} />}
        {rule && base && (
          <>
            <Head rule={rule} at={at} />
            <Segmented<Tab>
              label="Part of the rule"
              value={tab}
              onChange={setTab}
              options={[
                { value: 'edit', label: mayReplace && locked === undefined ? 'Edit' : 'Conditions' },
                { value: 'exceptions', label: `Exceptions (${rule.exceptions.length})` },
                { value: 'history', label: 'History' },
              ]}
            />
            <div hidden={tab !== 'edit'}>
              <RuleEditor
                key={`${at} ${base.id} ${base.version}`}
                initial={draftOf(base)}
                stored={base}
                latest={rule}
                at={at}
                locked={locked}
                onSaved={onEdited}
              />
            </div>
            {tab === 'exceptions' && <RuleExceptions rule={rule} at={at} />}
            {tab === 'history' && <RuleHistory rule={rule} at={at} onRestored={onEdited} />}
          </>
        )}
      </div>
    </div>
  );
}
