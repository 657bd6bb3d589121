import type { SourceHealth } from '@aoc/contracts';
import { badgeClass, Skeleton, StatusDot } from '@aoc/web/ui';
import { useTenantNames } from '../../../shared/api/me';
import { tenantAddress } from '../../../shared/api/tenant';
import { Instant } from '../../../shared/instant';
import { count } from '../../../shared/numbers';
import { CARD, PageSection } from '../../../shared/page-section';
import { ProblemState } from '../../../shared/problem-notice';
import { overallHealth, SOURCE_NAMES, STATUS_WORDS } from '../../../shared/source-status';
import { useSourceHealth } from '../api/source-health';

function Source({ health }: { health: SourceHealth }) {
  const { tone, words } = STATUS_WORDS[health.status];
  return (
    <li data-source={health.source} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5 text-[0.8125rem]">
      <span className="w-36 font-medium">{SOURCE_NAMES[health.source].name}</span>
      <span className={badgeClass(tone, 'gap-1.5 rounded-full px-2')}>
        <StatusDot tone={tone} pulse={health.status === 'running'} />
        {words}
      </span>
      <span className="text-soft tabular-nums">{count(health.events_24h)} events a day</span>
      {health.last_fetch_time !== null && (
        <span className="text-soft">
          last <Instant at={health.last_fetch_time} short />
        </span>
      )}
    </li>
  );
}

/** Health of the sources of all tenants, those with trouble first; each leads to its tenant. */
export function TenantSources() {
  const { data, error, isPending, refetch } = useSourceHealth();
  const names = useTenantNames();
  const tenants = [...Map.groupBy(data?.sources ?? [], ({ tenant_id }) => tenant_id)].map(([id, sources]) => ({
    id,
    sources,
    name: names.get(id) ?? id,
    health: overallHealth(sources),
  }));
  const place = { bad: 0, warn: 1, accent: 2, neutral: 2, good: 2 };
  const sorted = tenants.toSorted((a, b) => place[a.health.tone] - place[b.health.tone] || a.name.localeCompare(b.name));
  return (
    <PageSection title="Health by tenant" note="Choose a tenant to fetch, import and see what was rejected.">
      {isPending && <Skeleton className="h-40" />}
      {error && !data && <ProblemState error={error} onRetry={() => void refetch()} />}
      <ul aria-label="Tenants" className="grid gap-4 xl:grid-cols-2">
        {sorted.map(({ id, name, sources, health }) => (
          <li key={id} data-tenant={id} className={`${CARD} p-4`}>
            <h3 className="flex flex-wrap items-center gap-2 font-semibold [overflow-wrap:anywhere]">
              <StatusDot tone={health.tone} />
              <a href={tenantAddress('/sources', id)} className="hover:underline">
                <bdi>{name}</bdi>
              </a>
              <span className="text-xs font-normal text-soft">{health.text}</span>
            </h3>
            <ul className="pt-2">
              {sources.map((source) => (
                <Source key={source.source} health={source} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </PageSection>
  );
}
