import type { CitedEvent } from '@aoc/contracts';
import { cx } from '@aoc/web/ui';
import { CARD } from '../../../shared/page-section';
import { useZone } from '../../../shared/preferences';
import { outcomeOf } from '../../../shared/outcome';
import { serviceColour } from '../../../shared/service-colour';
import { shortDateTimeSeconds } from '../../../shared/time';

interface CitedEventsProps {
  events: CitedEvent[];
  openId: string | undefined;
  onOpen: (id: string) => void;
}

/** The events that the answer points to, by number. */
export function CitedEvents({ events, openId, onOpen }: CitedEventsProps) {
  const zone = useZone();
  if (events.length === 0) return null;
  return (
    <section aria-label="Events of the answer" className="flex flex-col gap-2.5">
      <h2 className="text-xs font-semibold tracking-wide text-soft uppercase">Events of the answer</h2>
      <ol className={cx(CARD, 'overflow-hidden')}>
        {events.map((event) => (
          <li key={event.id} className="border-b border-line last:border-0">
            <button
              type="button"
              aria-pressed={event.id === openId}
              onClick={() => onOpen(event.id)}
              className={cx(
                'grid w-full grid-cols-[2rem_minmax(0,1fr)] items-baseline gap-x-2 px-3 py-2 text-left sm:grid-cols-[2rem_8.5rem_minmax(0,1fr)_auto]',
                event.id === openId ? 'bg-accent-tint' : 'hover:bg-hover',
              )}
            >
              <span className="font-mono text-xs text-accent">[{event.number}]</span>
              <time dateTime={event.timestamp} className="font-mono text-xs text-soft">
                {shortDateTimeSeconds(event.timestamp, zone)}
              </time>
              <bdi
                className={cx(
                  'min-w-0 truncate max-sm:col-span-2 max-sm:whitespace-normal',
                  outcomeOf(event.result) === 'bad' && 'text-bad',
                )}
              >
                {event.display_summary || event.operation}
              </bdi>
              <span className="flex items-center gap-1.5 text-xs text-soft max-sm:hidden">
                <span aria-hidden className="size-2 rounded-full" style={{ background: serviceColour(event.service) }} />
                <bdi className="max-w-40 truncate">{event.service}</bdi>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
