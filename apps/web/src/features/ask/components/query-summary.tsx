import type { CoverageVerdict, QueryInfo } from '@aoc/contracts';
import { Button, CopyButton, cx, Notice, Search } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import { coverageSummary } from '../../../shared/coverage-words';
import { CARD } from '../../../shared/page-section';
import { useZone } from '../../../shared/preferences';
import { dateTime, shortDateTime } from '../../../shared/time';
import { countedWords } from '../model/answer-words';

interface QuerySummaryProps {
  info: QueryInfo;
  coverage: CoverageVerdict;
  onInclude: () => void;
}

/** What was looked for, how much of it was counted, and what was left out. */
export function QuerySummary({ info, coverage, onInclude }: QuerySummaryProps) {
  const zone = useZone();
  return (
    <section aria-label="What was queried" className="flex flex-col gap-2.5">
      <h2 className="text-xs font-semibold tracking-wide text-soft uppercase">What was queried</h2>
      <div className={cx(CARD, 'flex flex-col gap-3 p-3 sm:p-4')}>
        <div className="flex items-start gap-2">
          <code className="min-w-0 flex-1 font-mono text-[0.8125rem] [overflow-wrap:anywhere]">{info.query}</code>
          <CopyButton text={info.query} label="Copy the query" />
        </div>
        <p className="text-soft">
          {countedWords(info)} From {dateTime(info.start, zone)} to {dateTime(info.end, zone)}
          {info.services_queried.length > 0 && `, in ${info.services_queried.join(', ')}`}.
        </p>
        {info.excluded_services.length > 0 && (
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <span>Left out, because the question names none of them: {info.excluded_services.join(', ')}.</span>
            <Button size="sm" onClick={onInclude}>
              Include them
            </Button>
          </p>
        )}
        {coverage.state !== 'complete' && (
          <Notice tone="warn">
            Not all of this time has been read, so there may be more. {coverageSummary(coverage, (instant) => shortDateTime(instant, zone))}
            .{' '}
            <Link to="/sources" className="text-accent underline">
              Sources and coverage
            </Link>
          </Notice>
        )}
        <Link to="/events" search={{ q: info.query }} className="flex items-center gap-2 self-start text-accent hover:underline">
          <Search aria-hidden className="size-4" />
          Open as a search
        </Link>
      </div>
    </section>
  );
}
