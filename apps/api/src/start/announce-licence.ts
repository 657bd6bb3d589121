import { licenceStatus, type Licence } from '@aoc/server/licence';
import type { Logger } from '@aoc/server/observability';

/** One line at the start: a warning when something has to be done about the licence. The licence itself is not logged. */
export function announceLicence(logger: Pick<Logger, 'info' | 'warn'>, licence: Licence, now: Date): void {
  const { state, plan, expires_at, message } = licenceStatus(licence, now);
  const calm = state === 'none' || state === 'valid';
  logger[calm ? 'info' : 'warn']({ licence: state, plan, expires_at }, message);
}
