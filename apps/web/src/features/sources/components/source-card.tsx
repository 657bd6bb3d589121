import type { SourceHealth } from '@aoc/contracts';
import { badgeClass, Notice, StatusDot } from '@aoc/web/ui';
import type { ReactNode } from 'react';
import { count } from '../../../shared/numbers';
import { useZone } from '../../../shared/preferences';
import { dateTime, duration, relative, shortDateTime } from '../../../shared/time';
import { useNow } from '../../../shared/use-now';
import { SOURCE_NAMES, STATUS_WORDS } from '../../../shared/source-status';
import { CARD } from '../../../shared/page-section';

function Figure({ name, title, children, tone }: { name: string; title?: string; children: ReactNode; tone?: 'bad' }) {
  return (
    <div title={title}>
      <dt className="text-xs text-soft">{name}</dt>
      <dd className={`text-[0.9375rem] font-medium tabular-nums ${tone === 'bad' ? 'text-bad' : ''}`}>{children}</dd>
    </div>
  );
}

/** When something happened, in words, with the exact time on hover. */
function When({ instant, none = 'never' }: { instant: string | null; none?: string }) {
  const now = useNow();
  const zone = useZone();
  if (instant === null) return <span className="text-faint">{none}</span>;
  return (
    <time dateTime={instant} title={dateTime(instant, zone)}>
      {relative(instant, now)}
    </time>
  );
}

const lag = (seconds: number | null) => (seconds === null ? <span className="text-faint">–</span> : duration(seconds));
const GAPS_SHOWN = 4;

function Coverage({ coverage }: Pick<SourceHealth, 'coverage'>) {
  const zone = useZone();
  const { from, to, complete, gaps } = coverage;
  return (
    <div className="flex flex-col gap-1.5 border-t border-line pt-3 text-[0.8125rem]">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="text-soft">Covered</span>
        {from && to ? (
          <span>
            {shortDateTime(from, zone)} – {shortDateTime(to, zone)}
          </span>
        ) : (
          <span className="text-faint">nothing yet</span>
        )}
        {from && (
          <span className={badgeClass(complete ? 'good' : 'warn')}>
            {complete ? 'without gaps' : `${gaps.length} ${gaps.length === 1 ? 'gap' : 'gaps'}`}
          </span>
        )}
      </p>
      {gaps.length > 0 && (
        <ul className="flex flex-col gap-1 text-xs text-soft">
          {gaps.slice(0, GAPS_SHOWN).map((gap) => (
            <li key={`${gap.start} ${gap.end} ${gap.state}`} className="flex gap-2">
              <span className={gap.state === 'missing' ? 'text-bad' : 'text-warn'}>{gap.state === 'missing' ? 'lost' : 'late'}</span>
              {shortDateTime(gap.start, zone)} – {shortDateTime(gap.end, zone)}
            </li>
          ))}
          {gaps.length > GAPS_SHOWN && <li>and {gaps.length - GAPS_SHOWN} more</li>}
        </ul>
      )}
    </div>
  );
}

function Figures({ health }: { health: SourceHealth }) {
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3 @md:grid-cols-4">
      <Figure name="Events, 24 h">{count(health.events_24h)}</Figure>
      <Figure name="Rejected, 24 h" tone={health.rejected_24h > 0 ? 'bad' : undefined}>
        {count(health.rejected_24h)}
      </Figure>
      <Figure name="Lag, Microsoft" title="From the event to when Microsoft made it available; median of the last run">
        {lag(health.platform_lag_seconds)}
      </Figure>
      <Figure name="Lag, ours" title="From when Microsoft made it available to stored; last run">
        {lag(health.lag_seconds)}
      </Figure>
      <Figure name="Last fetch" title="Last run that ended well">
        <When instant={health.last_fetch_time} />
      </Figure>
      <Figure name="Last attempt">
        <When instant={health.last_attempt_time} />
      </Figure>
      <Figure name="Next attempt">
        <When instant={health.next_attempt_time} none="not planned" />
      </Figure>
      <Figure name="Read up to" title="Watermark: everything before has been read once">
        <When instant={health.watermark} />
      </Figure>
    </dl>
  );
}

/** One source: its state in words, figures of the day, and how much of the time it covers. */
export function SourceCard({ health }: { health: SourceHealth }) {
  const { name, what } = SOURCE_NAMES[health.source];
  const { tone, words } = STATUS_WORDS[health.status];
  const advice = health.message ?? health.last_error;
  return (
    <li className={`${CARD} @container flex flex-col gap-4 p-4`} data-source={health.source}>
      <div>
        <div className="flex items-start justify-between gap-3">
          <h3 className="font-semibold">{name}</h3>
          <span className={badgeClass(tone, 'gap-1.5 rounded-full px-2')}>
            <StatusDot tone={tone} pulse={health.status === 'running'} />
            {words}
          </span>
        </div>
        <p className="pt-0.5 text-xs text-soft 2xl:min-h-9">{what}</p>
      </div>
      {(tone === 'bad' || tone === 'warn') && advice !== null && <Notice tone={tone}>{advice}</Notice>}
      <Figures health={health} />
      <Coverage coverage={health.coverage} />
    </li>
  );
}
