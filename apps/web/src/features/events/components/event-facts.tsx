import type { EventDetail, Target } from '@aoc/contracts';
import { Button, CopyButton } from '@aoc/web/ui';
import { ListFilter } from 'lucide-react';
import type { ReactNode } from 'react';
import { dateTime, relative } from '../../../shared/time';
import { useZone } from '../../../shared/preferences';
import { useNow } from '../../../shared/use-now';
import { SOURCE_LABELS } from '../../../shared/source-status';
import { actorLabel } from '../model/actor-label';
import { parseFilters, type EventFilters } from '../model/filters';

interface FactsProps {
  event: EventDetail;
  filters: EventFilters;
  onFilters: (filters: EventFilters) => void;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3 border-b border-line px-3 py-2 last:border-0">
      <dt className="text-soft">{name}</dt>
      <dd className="flex min-w-0 flex-col gap-0.5 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

function Narrow({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button variant="ghost" size="sm" className="h-5 px-1" aria-label={label} title={label} onClick={onClick}>
      <ListFilter aria-hidden className="size-3.5" />
    </Button>
  );
}

const Sub = ({ children }: { children: ReactNode }) => (
  <span className="flex items-center gap-1 font-mono text-xs text-soft">{children}</span>
);

function TargetFact({ target, onSearch }: { target: Target; onSearch: (text: string) => void }) {
  const name = target.display ?? target.upn ?? target.id ?? 'unnamed';
  const key = target.upn ?? target.id ?? target.display;
  return (
    <div>
      <span className="flex items-start gap-1">
        <span className="min-w-0">{name}</span>
        {key && <Narrow label={`Search for ${key}`} onClick={() => onSearch(key)} />}
      </span>
      {target.type && <span className="block text-xs text-soft">{target.type}</span>}
      {target.upn && target.upn !== name && <Sub>{target.upn}</Sub>}
      {target.id && target.id !== name && <Sub>{target.id}</Sub>}
    </div>
  );
}

/** Who did what to what, when, from where. */
export function EventFacts({ event, filters, onFilters }: FactsProps) {
  const zone = useZone();
  const now = useNow();
  const { actor } = event;
  const patch = (change: EventFilters) => onFilters(parseFilters({ ...filters, ...change }));
  const who = event.actor_upn ?? event.actor_display;
  return (
    <dl className="rounded-lg border border-line">
      <Fact name="When">
        <span>
          <time dateTime={event.timestamp}>{dateTime(event.timestamp, zone)}</time>{' '}
          <span className="text-soft">({relative(event.timestamp, now)})</span>
        </span>
        <Sub>{event.timestamp}</Sub>
      </Fact>
      <Fact name="Who">
        <span className="flex items-center gap-1">
          {actorLabel(event)}
          {actor.type !== 'user' && <span className="text-faint">{actor.type}</span>}
          {who && <Narrow label={`Only events of ${who}`} onClick={() => patch({ actor: who })} />}
        </span>
        {event.actor_upn && event.actor_upn !== actorLabel(event) && <Sub>{event.actor_upn}</Sub>}
        {actor.id && actor.id !== actorLabel(event) && actor.id !== event.actor_upn && <Sub>{actor.id}</Sub>}
      </Fact>
      <Fact name="What">
        <span className="flex items-center gap-1">
          {event.operation}
          <Narrow label={`Only ${event.operation}`} onClick={() => patch({ operation: event.operation })} />
        </span>
      </Fact>
      {event.targets.length > 0 && (
        <Fact name={event.targets.length === 1 ? 'Target' : 'Targets'}>
          {event.targets.slice(0, 20).map((target, index) => (
            <TargetFact key={`${target.id} ${index}`} target={target} onSearch={(search) => patch({ search })} />
          ))}
          {event.targets.length > 20 && <span className="text-soft">and {event.targets.length - 20} more, see the raw record</span>}
        </Fact>
      )}
      {actor.ip && (
        <Fact name="Where">
          <span className="flex items-center gap-1 font-mono text-[0.8125rem]">
            {actor.ip}
            <Narrow label={`Search for ${actor.ip}`} onClick={() => patch({ search: actor.ip ?? undefined })} />
          </span>
        </Fact>
      )}
      <Fact name="Source">
        <span>
          {SOURCE_LABELS[event.source]} <span className="text-soft">stored {dateTime(event.ingested_at, zone)}</span>
        </span>
        <Sub>
          <span>id {event.id}</span>
          <CopyButton text={event.id} label="Copy id" />
        </Sub>
        {event.dedupe_key !== event.id && (
          <Sub>
            <span>key {event.dedupe_key}</span>
            <CopyButton text={event.dedupe_key} label="Copy dedupe key" />
          </Sub>
        )}
      </Fact>
    </dl>
  );
}
