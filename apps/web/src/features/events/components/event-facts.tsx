import type { EventDetail, Target } from '@aoc/contracts';
import { Button, CopyButton, cx, ListFilter } from '@aoc/web/ui';
import type { ReactNode } from 'react';
import { bareId } from '../../../shared/api/owned-ids';
import { dateTime, relative } from '../../../shared/time';
import { useZone } from '../../../shared/preferences';
import { useNow } from '../../../shared/use-now';
import { SOURCE_LABELS } from '../../../shared/source-status';
import { actorLabel } from '../model/actor-label';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { stateOf, toggleValue, type FieldValue } from '../../../shared/event-filters/value-filters';
import { EntityLinks } from './entity-links';
import { valueTarget } from './value-target';

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

/** A value with a button that filters by it; pressed while the filters ask for it. */
function Filterable({ item, filters, onFilters, children }: Omit<FactsProps, 'event'> & { item: FieldValue; children: ReactNode }) {
  const active = stateOf(filters, item) === 'included';
  return (
    <span className="flex items-start gap-1">
      <bdi className="min-w-0" {...valueTarget(item)}>
        {children}
      </bdi>
      <Button
        variant="ghost"
        size="sm"
        className={cx('size-6 px-0', active && 'text-accent')}
        aria-pressed={active}
        aria-label={`Only ${item.field} ${item.value}`}
        title={`Only ${item.field} ${item.value}`}
        onClick={() => onFilters(toggleValue(filters, item))}
      >
        <ListFilter aria-hidden className="size-3.5" />
      </Button>
    </span>
  );
}

const Sub = ({ children }: { children: ReactNode }) => (
  <span className="flex items-center gap-1 font-mono text-xs text-soft">{children}</span>
);

function TargetFact({ target, filters, onFilters }: Omit<FactsProps, 'event'> & { target: Target }) {
  const name = target.display ?? target.upn ?? target.id ?? 'unnamed';
  const key = target.upn ?? target.id ?? target.display;
  return (
    <div>
      {key ? (
        <Filterable item={{ field: 'target', value: key }} filters={filters} onFilters={onFilters}>
          {name}
        </Filterable>
      ) : (
        <bdi>{name}</bdi>
      )}
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
  const who = event.actor_display ?? event.actor_upn;
  const given = { filters, onFilters };
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
        <span className="flex items-start gap-1">
          {who ? (
            <Filterable item={{ field: 'actor', value: who }} {...given}>
              {actorLabel(event)}
            </Filterable>
          ) : (
            <bdi>{actorLabel(event)}</bdi>
          )}
          {actor.type !== 'user' && <span className="text-faint">{actor.type}</span>}
        </span>
        {event.actor_upn && event.actor_upn !== actorLabel(event) && <Sub>{event.actor_upn}</Sub>}
        {actor.id && actor.id !== actorLabel(event) && actor.id !== event.actor_upn && <Sub>{actor.id}</Sub>}
      </Fact>
      <Fact name="What">
        <Filterable item={{ field: 'operation', value: event.operation }} {...given}>
          {event.operation}
        </Filterable>
      </Fact>
      {event.targets.length > 0 && (
        <Fact name={event.targets.length === 1 ? 'Target' : 'Targets'}>
          {event.targets.slice(0, 20).map((target, index) => (
            <TargetFact key={`${target.id} ${index}`} target={target} {...given} />
          ))}
          {event.targets.length > 20 && <span className="text-soft">and {event.targets.length - 20} more, see the raw record</span>}
        </Fact>
      )}
      {actor.ip && (
        <Fact name="Where">
          <span className="font-mono text-[0.8125rem]">
            <Filterable item={{ field: 'ip', value: actor.ip }} {...given}>
              {actor.ip}
            </Filterable>
          </span>
        </Fact>
      )}
      {event.entity_keys.length > 0 && (
        <Fact name="Entities">
          <EntityLinks keys={event.entity_keys} {...given} />
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
        {bareId(event.dedupe_key) !== event.id && (
          <Sub>
            <span>key {bareId(event.dedupe_key)}</span>
            <CopyButton text={bareId(event.dedupe_key)} label="Copy dedupe key" />
          </Sub>
        )}
      </Fact>
    </dl>
  );
}
