import { alertSchema, searchRoutes, type Alert } from '@aoc/contracts';
import { isOver, openStream } from '../../../shared/api/open-stream';

/** A refused connection (too many, database away) is tried again after this long, then after twice as long, up to the most. */
const RETRY_MS = { first: 3_000, most: 60_000 };

function parsed(data: unknown): Alert | null {
  try {
    return alertSchema.safeParse(JSON.parse(String(data))).data ?? null;
  } catch {
    return null;
  }
}

/** Listens to alerts as they are raised or grow (the events that come along are passed over); `onAgain` after a break, when some may have been missed. Gives back how to stop. */
export function streamAlerts(onAlert: (alert: Alert) => void, onAgain: () => void): () => void {
  const cancel = new AbortController();
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = RETRY_MS.first;
  let broken = false;
  const retry = () => {
    broken = true;
    timer = setTimeout(() => void open(), wait);
    wait = Math.min(wait * 2, RETRY_MS.most);
  };
  const open = async () => {
    const current = await openStream(searchRoutes.streamEvents, {}, cancel.signal).catch(retry);
    if (!current) return;
    if (cancel.signal.aborted) return current.close();
    source = current;
    current.addEventListener('alert', (message) => {
      const alert = parsed(message.data);
      if (alert) onAlert(alert);
    });
    current.addEventListener('lost', onAgain);
    current.addEventListener('open', () => {
      wait = RETRY_MS.first;
      if (broken) onAgain();
      broken = false;
    });
    current.addEventListener('error', () => {
      broken = true;
      if (!isOver(current)) return;
      current.close();
      retry();
    });
  };
  void open();
  return () => {
    cancel.abort();
    clearTimeout(timer);
    source?.close();
  };
}
