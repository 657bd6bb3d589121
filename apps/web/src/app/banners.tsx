import { Notice } from '@aoc/web/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { useSourceHealth } from '../features/sources/api/source-health';
import { useFeatures } from '../shared/api/features';
import { isAway } from '../shared/api/api-error';

/** Says that the server is away for as long as it is, and reads everything again that failed meanwhile. */
function AwayBanner() {
  const { error, data } = useSourceHealth();
  const client = useQueryClient();
  const away = isAway(error);
  const recover = useEffectEvent(() => {
    if (!away) void client.refetchQueries({ predicate: (query) => query.state.status === 'error' });
  });
  useEffect(() => recover(), [away]);
  if (!away) return null;
  return (
    <Notice tone="bad" live className="rounded-none">
      <strong className="font-semibold">The AOC server does not answer.</strong> {data ? 'What you see may be out of date; ' : ''}it is
      asked again every few seconds.
    </Notice>
  );
}

function DemoBanner() {
  const { data } = useFeatures();
  if (!data?.demo) return null;
  return (
    <div className="flex shrink-0 items-center justify-center gap-2 border-b border-line bg-accent-tint px-3 py-1 text-center text-xs text-ink">
      <span>
        <strong className="font-semibold">Demo:</strong> events come from a simulated company.{' '}
        <span className="max-sm:hidden">Put Microsoft credentials into .env to connect a real tenant.</span>
      </span>
    </div>
  );
}

export function Banners() {
  return (
    <>
      <AwayBanner />
      <DemoBanner />
    </>
  );
}
