import { Skeleton } from '@aoc/web/ui';
import { ProblemState } from '../../../shared/problem-notice';
import { useSourceHealth } from '../api/source-health';
import { CARD, PageSection } from '../../../shared/page-section';
import { SourceCard } from './source-card';

const grid = 'grid gap-4 md:grid-cols-2 2xl:grid-cols-4';

/** One card per source. */
export function SourceCards() {
  const { data, error, isPending, refetch } = useSourceHealth();
  return (
    <PageSection title="Health">
      {isPending && (
        <div className={grid} role="status" aria-label="Loading source health">
          {[1, 2, 3, 4].map((card) => (
            <div key={card} className={`${CARD} flex h-72 flex-col gap-4 p-4`}>
              <Skeleton className="h-5 w-1/2" />
              <Skeleton className="w-3/4" />
              <Skeleton className="h-28" />
            </div>
          ))}
        </div>
      )}
      {error && !data && (
        <div className={CARD}>
          <ProblemState error={error} onRetry={() => void refetch()} />
        </div>
      )}
      {data && (
        <ul className={grid}>
          {data.sources.map((health) => (
            <SourceCard key={health.source} health={health} />
          ))}
        </ul>
      )}
    </PageSection>
  );
}
