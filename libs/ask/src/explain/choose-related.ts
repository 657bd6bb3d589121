import type { AuditEvent } from '@aoc/contracts';
import { lookUpOperation } from '../knowledge/look-up-operation';
import type { KnowledgeLevel } from '../knowledge/operation-knowledge';

const WEIGHT: Record<KnowledgeLevel, number> = { critical: 3, sensitive: 2, notable: 1, routine: 0 };

/** Repeats of one operation count less, so that a hundred opened files do not push out the one that matters. */
const REPEAT = 0.5;

type Candidate = Pick<AuditEvent, 'dedupe_key' | 'timestamp' | 'service' | 'operation' | 'display_category' | 'result'>;

/**
 * At most `most` of the events, those that tell most about the event at `center` (milliseconds): of more weight, failed, near in time,
 * and not the same again and again. By time.
 */
export function chooseRelated<E extends Candidate>(events: readonly E[], center: number, most: number): E[] {
  const distance = (event: E): number => Math.abs(Date.parse(event.timestamp) - center);
  const seen = new Map<string, number>();
  const rated = [...events]
    .sort((a, b) => distance(a) - distance(b) || (a.dedupe_key < b.dedupe_key ? -1 : 1))
    .map((event) => {
      const key = `${event.service}/${event.operation}`;
      const repeat = seen.get(key) ?? 0;
      seen.set(key, repeat + 1);
      const { level } = lookUpOperation(event.service, event.operation, event.display_category).knowledge;
      const hours = distance(event) / 3_600_000;
      return { event, score: WEIGHT[level] + (event.result === 'failure' ? 0.5 : 0) + 1 / (1 + hours) - REPEAT * repeat };
    });
  return rated
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ event }) => event)
    .sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp) || (a.dedupe_key < b.dedupe_key ? -1 : 1));
}
