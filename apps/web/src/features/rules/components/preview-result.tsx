import { Badge, Notice } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Instant } from '../../../shared/instant';
import { count } from '../../../shared/numbers';
import type { PreviewResult } from './use-preview';

type Sample = PreviewResult['samples'][number];

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-soft">{name}</dt>
      <dd className="text-lg font-semibold tabular-nums">{children}</dd>
    </div>
  );
}

/** Alerts per day; the numbers are also in words for those who do not see bars. */
function Days({ days }: { days: PreviewResult['days'] }) {
  const most = Math.max(1, ...days.map(({ alerts }) => alerts));
  return (
    <ol aria-label="Alerts per day" className="flex h-24 items-end gap-0.5">
      {days.map(({ day, alerts, matches }) => (
        <li
          key={day}
          title={`${day}: ${alerts} alerts, ${matches} matching events`}
          className="group flex h-full min-w-1 flex-1 flex-col justify-end rounded-t hover:bg-hover"
        >
          <span className="sr-only">
            {day}: {alerts} alerts
          </span>
          <span
            aria-hidden
            className="rounded-t bg-accent"
            style={{ height: alerts === 0 ? '1px' : `${Math.max(4, (100 * alerts) / most)}%` }}
          />
        </li>
      ))}
    </ol>
  );
}

function Samples({ title, samples }: { title: string; samples: Sample[] }) {
  if (samples.length === 0) return null;
  return (
    <div>
      <h3 className="pb-1 text-xs font-semibold tracking-wide text-soft uppercase">{title}</h3>
      <ul className="rounded-lg border border-line">
        {samples.map((sample, index) => (
          <li key={`${sample.event_dedupe_key} ${index}`} className="border-b border-line last:border-0">
            <Link
              to="/events"
              search={{ event: sample.event_dedupe_key }}
              target="_blank"
              className="flex flex-wrap items-baseline gap-x-3 px-3 py-1.5 hover:bg-hover"
            >
              <span className="text-xs text-soft">
                <Instant at={sample.at} short />
              </span>
              <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
                <bdi>{sample.summary}</bdi>
              </span>
              <bdi className="text-[0.8125rem] text-soft">{sample.actor ?? 'nobody named'}</bdi>
              {sample.count > 1 && <Badge>{sample.count}</Badge>}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What the rule would have done, and, for a stored one, what would change. */
export function PreviewResultView({ result }: { result: PreviewResult }) {
  const { diff } = result;
  return (
    <div className="flex flex-col gap-4">
      {!result.complete && (
        <Notice tone="warn">Not all of it was read: there are too many events, or it took too long. The real numbers are higher.</Notice>
      )}
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Figure name="Alerts">{count(result.alerts)}</Figure>
        <Figure name="Alerts per day">{result.alerts_per_day.toFixed(result.alerts_per_day < 10 ? 1 : 0)}</Figure>
        <Figure name="Matching events">{count(result.matches)}</Figure>
        <Figure name="Passed over by exceptions">{count(result.suppressed)}</Figure>
      </dl>
      {result.days.length > 0 && <Days days={result.days} />}
      {result.alerts === 0 && <p className="text-soft">It would not have fired in this time.</p>}
      {diff && (
        <div aria-label="Against the stored version" role="group" className="flex flex-col gap-3">
          <p>
            Against the stored version: <strong className="text-good">{diff.only_new.length} more</strong>,{' '}
            <strong className="text-bad">{diff.only_old.length} fewer</strong>, {diff.both} the same ({diff.old_total} before,{' '}
            {diff.new_total} now).
          </p>
          <Samples title="Would be added" samples={diff.only_new} />
          <Samples title="Would be lost" samples={diff.only_old} />
        </div>
      )}
      <Samples title="Newest alerts" samples={result.samples} />
      {result.top_actors.length > 0 && (
        <p className="text-[0.8125rem] text-soft [overflow-wrap:anywhere]">
          Most often:{' '}
          {result.top_actors
            .slice(0, 5)
            .map(({ actor, alerts }) => `${actor} (${alerts})`)
            .join(', ')}
        </p>
      )}
    </div>
  );
}
