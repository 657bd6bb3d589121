import { StatusDot, type Tone } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import { useSourceHealth } from '../features/sources/api/source-health';
import { overallHealth } from '../shared/source-status';

/** One light for all sources; leads to the sources screen. */
export function HealthLight() {
  const { data, error } = useSourceHealth();
  const { tone, text }: { tone: Tone; text: string } = error
    ? { tone: 'bad', text: 'Source health unknown' }
    : data
      ? overallHealth(data.sources)
      : { tone: 'neutral', text: 'Checking sources' };
  return (
    <Link
      to="/sources"
      className="flex h-8.5 shrink-0 items-center gap-2 whitespace-nowrap rounded-md px-2 text-[0.8125rem] text-soft transition-colors hover:bg-hover hover:text-ink"
      title={text}
    >
      <StatusDot tone={tone} pulse={tone === 'accent'} />
      <span className="max-sm:sr-only">{text}</span>
    </Link>
  );
}
