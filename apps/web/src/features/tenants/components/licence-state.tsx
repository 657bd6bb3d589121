import type { LicenceStatus } from '@aoc/contracts';
import { Badge, Skeleton, type Tone } from '@aoc/web/ui';
import { Instant } from '../../../shared/instant';
import { CARD, PageSection } from '../../../shared/page-section';
import { ProblemState } from '../../../shared/problem-notice';
import { useLicence } from '../api/licence';

const STATES: Readonly<Record<LicenceStatus['state'], { tone: Tone; words: string }>> = {
  none: { tone: 'neutral', words: 'No licence' },
  valid: { tone: 'good', words: 'Valid' },
  expiring: { tone: 'warn', words: 'Ends soon' },
  grace: { tone: 'warn', words: 'Ended, still counts' },
  expired: { tone: 'bad', words: 'Expired' },
  forged: { tone: 'bad', words: 'Not genuine' },
  not_yet_valid: { tone: 'warn', words: 'Not valid yet' },
};

function Words({ licence }: { licence: LicenceStatus }) {
  const { tone, words } = STATES[licence.state];
  return (
    <div data-licence={licence.state} className={`${CARD} flex flex-col gap-2 p-4`}>
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={tone}>{words}</Badge>
        {licence.licensee !== null && (
          <span className="font-medium">
            <bdi>{licence.licensee}</bdi>
            {licence.plan !== null && ` (${licence.plan})`}
          </span>
        )}
      </p>
      <p>{licence.message}</p>
      {licence.id !== null && (
        <p className="flex flex-wrap gap-x-4 text-[0.8125rem] text-soft">
          <span>Up to {licence.max_tenants} tenants</span>
          {licence.expires_at !== null && (
            <span>
              Ends <Instant at={licence.expires_at} short />
            </span>
          )}
          {licence.grace_until !== null && (
            <span>
              Counts until <Instant at={licence.grace_until} short />
            </span>
          )}
        </p>
      )}
    </div>
  );
}

/** What the licence allows, and until when. */
export function LicenceState() {
  const { data, error, isPending, refetch } = useLicence();
  return (
    <PageSection title="Licence">
      {isPending && <Skeleton className="h-20" />}
      {error && !data && <ProblemState error={error} onRetry={() => void refetch()} />}
      {data && <Words licence={data} />}
    </PageSection>
  );
}
