import { facetValues } from '@aoc/normalization';
import { actorKey, hourOf, shapeText, type ActivityField, type EventDocument, type FacetField } from '@aoc/server/events';

/** The parts of an event that are counted. */
export type CountedEvent = Pick<
  EventDocument,
  | 'dedupe_key'
  | 'timestamp'
  | 'source'
  | 'lookup_keys'
  | 'service'
  | 'operation'
  | 'result'
  | 'actor_display'
  | 'actor_upn'
  | 'display_category'
  | 'targets'
>;

/** How often a value occurs in a set of events, and when. */
export interface FacetDelta {
  field: FacetField;
  value: string;
  count: number;
  first: Date;
  last: Date;
}

const DEVICE = /^(managed)?device$/i;

function valuesOf(event: CountedEvent): { field: FacetField; value: string }[] {
  const devices = event.targets.filter((t) => t.type !== null && DEVICE.test(t.type)).map((t) => t.display ?? t.id ?? '');
  const actor = actorKey(event.actor_display, event.actor_upn);
  const changed = event.lookup_keys.filter((key) => key.startsWith('p='));
  return [
    ...facetValues(event),
    { field: 'source', value: event.source },
    { field: 'shape', value: shapeText(event) },
    ...changed.map((key) => ({ field: 'changed_property' as const, value: key.slice(2) })),
    ...[...new Set(devices)].filter((value) => value !== '').map((value) => ({ field: 'device' as const, value })),
    ...(actor === '\n' ? [] : [{ field: 'actor_key' as const, value: actor }]),
  ];
}

/** Counts the facets of events that pass by; memory grows with the number of different values only. */
export class FacetCounter {
  private readonly counted = new Map<string, FacetDelta>();

  add(event: CountedEvent): void {
    for (const { field, value } of valuesOf(event)) {
      const key = `${field}\n${value}`;
      const known = this.counted.get(key);
      if (!known) this.counted.set(key, { field, value, count: 1, first: event.timestamp, last: event.timestamp });
      else {
        known.count += 1;
        if (event.timestamp < known.first) known.first = event.timestamp;
        if (event.timestamp > known.last) known.last = event.timestamp;
      }
    }
  }
  deltas(): FacetDelta[] {
    return [...this.counted.values()];
  }
}

/** The facets of a set of events, each value once. */
export function facetDeltas(events: Iterable<CountedEvent>): FacetDelta[] {
  const counter = new FacetCounter();
  for (const event of events) counter.add(event);
  return counter.deltas();
}

/** How many events of an hour a batch holds: all of them, and those of one service or result. */
export interface ActivityDelta {
  field: ActivityField;
  value: string;
  hour: Date;
  count: number;
}

/** Counts events by hour of event time; memory grows with the number of hours and values only. */
export class ActivityCounter {
  private readonly counted = new Map<string, ActivityDelta>();

  add({ timestamp, service, result }: Pick<CountedEvent, 'timestamp' | 'service' | 'result'>): void {
    const hour = hourOf(timestamp);
    this.count('all', '', hour);
    this.count('service', service, hour);
    if (result !== null) this.count('result', result, hour);
  }
  deltas(): ActivityDelta[] {
    return [...this.counted.values()];
  }
  private count(field: ActivityField, value: string, hour: Date): void {
    const key = `${hour.getTime()}|${field}|${value}`;
    const known = this.counted.get(key);
    if (known) known.count += 1;
    else this.counted.set(key, { field, value, hour, count: 1 });
  }
}

export function activityDeltas(events: Iterable<CountedEvent>): ActivityDelta[] {
  const counter = new ActivityCounter();
  for (const event of events) counter.add(event);
  return counter.deltas();
}
