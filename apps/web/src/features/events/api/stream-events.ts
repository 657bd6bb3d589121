import { eventSchema, searchRoutes, type AuditEvent } from '@aoc/contracts';
import { queryString } from '../../../shared/api/request-url';
import type { EventFilters } from '../model/filters';

export interface StreamHandlers {
  onStored: (event: AuditEvent) => void;
  /** The server skipped events: what is shown must be read again. */
  onLost: () => void;
  onState: (state: 'open' | 'waiting') => void;
}

function parsed(data: unknown): AuditEvent | null {
  try {
    return eventSchema.safeParse(JSON.parse(String(data))).data ?? null;
  } catch {
    return null;
  }
}

/** Listens to matching events as they are stored; the browser reconnects and resumes by itself. Gives back how to stop. */
export function streamEvents({ last, ...filters }: EventFilters, { onStored, onLost, onState }: StreamHandlers): () => void {
  const source = new EventSource(searchRoutes.streamEvents.path + queryString({ ...filters }));
  source.addEventListener('stored', (message) => {
    const event = parsed(message.data);
    if (event) onStored(event);
  });
  source.addEventListener('lost', onLost);
  source.addEventListener('open', () => onState('open'));
  source.addEventListener('error', () => onState('waiting'));
  return () => source.close();
}
