import type { Rule } from '@aoc/contracts';
import { Badge, cx, Switch, TriangleAlert } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useMay } from '../../../shared/api/me';
import { Instant } from '../../../shared/instant';
import { needsRole } from '../../../shared/role-words';
import { SeverityBadge } from '../../../shared/severity';
import { TechniqueLinks } from '../../../shared/technique-links';
import { ruleRoutesOf, type RuleScope } from '../api/rule-routes';
import { scopeSearch } from '../model/rules-search';
import { originWords, percent, tenantsWords } from '../model/rule-words';

interface RuleRowProps {
  rule: Rule;
  /** Where it is listed. */
  at: RuleScope;
  /** Share of its closed alerts that were false positives; null when none is closed. */
  falsePositives: number | null;
  onEnable: (enabled: boolean) => void;
}

/** One rule: the whole of it opens the rule, but for the switch and the techniques. */
export const RuleRow = memo(function RuleRow({ rule, at, falsePositives, onEnable }: RuleRowProps) {
  const { enable } = ruleRoutesOf(at);
  const holds = useMay(enable);
  const reason = rule.scope !== at ? 'This rule is of the provider' : holds ? undefined : needsRole(enable);
  return (
    <li data-rule={rule.id} className="border-b border-line last:border-0">
      <article
        className={cx(
          'relative grid items-center gap-x-4 gap-y-1.5 px-3 py-2.5 transition-colors hover:bg-hover sm:px-4',
          'grid-cols-[2rem_minmax(0,1fr)_auto] [grid-template-areas:"switch_name_severity""techniques_techniques_techniques""numbers_numbers_numbers"]',
          '@4xl:grid-cols-[2rem_5.5rem_minmax(0,1fr)_12rem_6rem_13rem] @4xl:[grid-template-areas:"switch_severity_name_techniques_origin_numbers"]',
        )}
      >
        <span className="[grid-area:switch]">
          <Switch checked={rule.enabled} label={`${rule.name} runs`} disabled={reason !== undefined} reason={reason} onChange={onEnable} />
        </span>
        <span className="[grid-area:severity]">
          <SeverityBadge severity={rule.severity} />
        </span>
        <div className="min-w-0 [grid-area:name]">
          <p className="flex min-w-0 items-center gap-2">
            <Link
              to="/rules/$id"
              params={{ id: rule.id }}
              search={scopeSearch(at)}
              className={cx(
                'min-w-0 truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent',
                !rule.enabled && 'text-soft',
              )}
            >
              <bdi>{rule.name}</bdi>
            </Link>
            {rule.scope === 'provider' && (
              <Badge tone="accent" className="shrink-0">
                {at === 'provider' ? tenantsWords(rule) : 'Provider'}
              </Badge>
            )}
            {rule.exceptions.length > 0 && <Badge className="shrink-0">{rule.exceptions.length} exc.</Badge>}
          </p>
          {rule.failing === null ? (
            <p className="truncate text-[0.8125rem] text-soft">
              <bdi>{rule.message === rule.name ? rule.description : rule.message || rule.description}</bdi>
            </p>
          ) : (
            <p className="flex min-w-0 items-center gap-1.5 text-[0.8125rem] text-bad" title={rule.failing}>
              <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
              <span className="truncate">Failing: {rule.failing}</span>
            </p>
          )}
        </div>
        <span className="flex flex-wrap gap-1 [grid-area:techniques]">
          <TechniqueLinks ids={rule.techniques.slice(0, 2)} />
          {rule.techniques.length > 2 && <span className="text-xs leading-6 text-faint">+{rule.techniques.length - 2}</span>}
        </span>
        <span className="text-[0.8125rem] text-soft [grid-area:origin] @max-4xl:hidden">{originWords(rule) ?? 'Provider'}</span>
        <span className="flex items-baseline gap-x-3 text-[0.8125rem] tabular-nums [grid-area:numbers] @4xl:justify-end">
          <span title="Alerts in the last 30 days">
            {rule.stats.alerts_30d === 0 ? (
              <span className="text-faint">no alerts in 30 d</span>
            ) : at === 'provider' ? (
              // Of all tenants together, which no list of alerts shows.
              <span>{rule.stats.alerts_30d} in 30 d</span>
            ) : (
              <Link
                to="/alerts"
                search={{ rule_id: rule.id, status: 'all' }}
                className="relative z-10 inline-block min-h-6 leading-6 text-accent hover:underline"
              >
                {rule.stats.alerts_30d} in 30 d
              </Link>
            )}
          </span>
          {falsePositives !== null && (
            <span className="text-soft" title="Share of the closed ones that were false positives">
              {percent(falsePositives)} false
            </span>
          )}
          {rule.stats.last_alert_at && (
            <span className="text-xs text-faint @max-6xl:hidden">
              <Instant at={rule.stats.last_alert_at} ago />
            </span>
          )}
        </span>
      </article>
    </li>
  );
});
