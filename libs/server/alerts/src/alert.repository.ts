import { eventRepository, privacyLimits, type EventDocument } from '@aoc/server/events';
import type { Alert } from '@aoc/contracts';
import type { ReadContext, TenantContext } from '@aoc/server/context';
import { collectionOf, conditions, ScopedCollection, type Connection } from '@aoc/server/mongo';
import type { Filter } from 'mongodb';
import { alertCollection, alertSlotCollection, type AlertDocument, type AlertSlotDocument } from './alert.schema';

/** The collections that the verbs of alerts work on, and how long repeats are one alert, in ms. */
export interface AlertStore {
  alerts: ScopedCollection<AlertDocument>;
  slots: ScopedCollection<AlertSlotDocument>;
  /** For what alerts count. */
  events: ScopedCollection<EventDocument>;
  dedupeMs: number;
  /** Told of an alert that somebody opened again. */
  onReopened?: (ctx: TenantContext, alert: Alert) => Promise<void>;
}

/** Who may not see an event does not see its alert; alerts of 1.x that were not upgraded are not alerts of ours. */
const limits = (ctx: ReadContext): Filter<AlertDocument> => {
  const upgraded = { version: { $exists: true } };
  const hidden = privacyLimits(ctx);
  return conditions<Filter<AlertDocument>>(hidden ? { $and: [upgraded, hidden] } : upgraded);
};

export function alertStore(connection: Connection, dedupeMinutes: number): AlertStore {
  return {
    alerts: new ScopedCollection<AlertDocument>(collectionOf<AlertDocument>(connection, alertCollection.name), limits),
    slots: new ScopedCollection<AlertSlotDocument>(collectionOf<AlertSlotDocument>(connection, alertSlotCollection.name)),
    events: eventRepository(connection),
    dedupeMs: dedupeMinutes * 60_000,
  };
}
