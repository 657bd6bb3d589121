import type { AuditEvent } from '@aoc/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { useVisible } from '../../../shared/use-visible';
import { eventKeys } from '../api/event-keys';
import { readFirstPageAgain, type EventList } from '../api/list-events';
import { streamEvents } from '../api/stream-events';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { MAX_WAITING, withStored, withWaiting } from '../model/live-list';

/** Arrivals are shown in batches, so that a burst does not draw the list hundreds of times. */
const BATCH_MS = 250;
export type LiveState = 'off' | 'connecting' | 'open' | 'waiting' | 'paused';

interface LiveTail {
  filters: EventFilters;
  enabled: boolean;
  /** Whether the reader sees the top of the list: only then do arrivals go in at once. */
  atTop: () => boolean;
}

/** Stored events flow into the loaded list; while the reader is further down, or the tab hidden, they wait or are read again. */
export function useLiveTail({ filters, enabled, atTop }: LiveTail) {
  const client = useQueryClient();
  const visible = useVisible();
  const [connection, setConnection] = useState<'connecting' | 'open' | 'waiting'>('connecting');
  const [waiting, setWaiting] = useState<AuditEvent[]>([]);
  const key = eventKeys.list(filters);

  const insert = (events: AuditEvent[]) =>
    client.setQueryData<EventList>(key, (list) => (list ? { ...list, pages: withStored(list.pages, events) } : undefined));
  // What is shown stays until the new first page is there: a list cut to its first page would ask for the second one at once, and that
  // request would take the place of this one.
  const readAgain = () => {
    setWaiting([]);
    void readFirstPageAgain(client, filters);
  };
  const arrive = useEffectEvent((events: AuditEvent[]) => {
    if (events.length === 0) return;
    if (atTop()) insert(events);
    else setWaiting((before) => withWaiting(before, events));
  });
  const lost = useEffectEvent(() => readAgain());

  useEffect(() => {
    if (!enabled || !visible) return;
    let batch: AuditEvent[] = [];
    setConnection('connecting');
    const stop = streamEvents(filters, {
      onStored: (event) => void batch.push(event),
      onLost: () => lost(),
      onState: setConnection,
    });
    const timer = setInterval(() => {
      const events = batch;
      batch = [];
      arrive(events);
    }, BATCH_MS);
    return () => {
      clearInterval(timer);
      stop();
      setWaiting([]);
    };
  }, [enabled, visible, filters]);

  const show = () => {
    if (waiting.length >= MAX_WAITING) readAgain();
    else insert(waiting);
    setWaiting([]);
  };
  const state: LiveState = !enabled ? 'off' : !visible ? 'paused' : connection;
  return { state, waiting: waiting.length, show };
}
