import { eventSchema, searchRoutes, type AuditEvent } from '@aoc/contracts';
import { isOver, openStream } from '../../../shared/api/open-stream';
import type { EventFilters } from '../../../shared/event-filters/filters';

export interface StreamHandlers {
  onStored: (event: AuditEvent) => void;
  /** Events were or may have been skipped: what is shown must be read again. */
  onLost: () => void;
  onState: (state: 'open' | 'waiting') => void;
}

/** A refused connection (too many, database away) is tried again after this long, then after twice as long, up to the most. */
const RETRY_MS = { first: 3_000, most: 30_000 };

function parsed(data: unknown): AuditEvent | null {
  try {
    return eventSchema.safeParse(JSON.parse(String(data))).data ?? null;
  } catch {
    return null;
  }
}

/**
 * Listens to matching events as they are stored. A connection that breaks is resumed by the browser, which names the last event it saw;
 * one that was refused is opened anew, and then something may have been missed. Gives back how to stop.
 */
export function streamEvents({ last, ...filters }: EventFilters, { onStored, onLost, onState }: StreamHandlers): () => void {
  const cancel = new AbortController();
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = RETRY_MS.first;
  const retry = () => {
    onState('waiting');
    timer = setTimeout(() => void open(true), wait);
    wait = Math.min(wait * 2, RETRY_MS.most);
  };
  const open = async (again: boolean) => {
    const current = await openStream(searchRoutes.streamEvents, { ...filters }, cancel.signal).catch(retry);
    if (!current) return;
    if (cancel.signal.aborted) return current.close();
    source = current;
    current.addEventListener('stored', (message) => {
      const event = parsed(message.data);
      if (event) onStored(event);
    });
    current.addEventListener('lost', onLost);
    current.addEventListener('open', () => {
      wait = RETRY_MS.first;
      onState('open');
      if (again) onLost();
      again = false;
    });
    current.addEventListener('error', () => {
      if (!isOver(current)) return onState('waiting');
      current.close();
      retry();
    });
  };
  void open(false);
  return () => {
    cancel.abort();
    clearTimeout(timer);
    source?.close();
  };
}
