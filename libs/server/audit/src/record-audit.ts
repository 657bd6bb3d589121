import { AUDIT_LIMITS, type AuditDetail, type AuditOutcome } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import type { AuditTrail } from './audit-trail.repository';
import type { Link } from './chain-writer';

const MAX_DETAILS = 20;
const MAX_WORDS = 20;

export interface AuditEntry {
  /** What was done: operationId of a route, or the name of a job. */
  action: string;
  /** Id of what it was done to. */
  target?: string | null;
  outcome: AuditOutcome;
  /** Small facts; never secrets, never the body of an event. Texts are shortened. */
  detail?: AuditDetail;
  /** When it was done; default now. */
  at?: Date;
}

/** One line that the database gives back as it was written: valid Unicode, no control characters, not longer than `max`. */
const plain = (text: string, max: number = AUDIT_LIMITS.text): string =>
  text
    .slice(0, max)
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f]/g, ' ');

function shorten(detail: AuditDetail): AuditDetail {
  const short = (value: AuditDetail[string]): AuditDetail[string] => {
    if (Array.isArray(value)) return value.slice(0, MAX_WORDS).map((word) => plain(word, 64));
    if (typeof value === 'string') return plain(value, 2 * AUDIT_LIMITS.text);
    return typeof value === 'number' && !Number.isFinite(value) ? null : value;
  };
  return Object.fromEntries(
    Object.entries(detail)
      .slice(0, MAX_DETAILS)
      .map(([name, value]) => [name, short(value)]),
  );
}

/**
 * Adds a row to the audit trail of the tenant: who, in which role, did what to what, and how it ended.
 * @returns the place and the hash of the row
 * @throws what the database throws; then it is not certain that there is no row
 */
export function recordAudit(ctx: TenantContext, trail: AuditTrail, entry: AuditEntry): Promise<Link> {
  const { id, display, kind } = ctx.actor;
  return trail.writer.append(ctx, {
    at: entry.at ?? ctx.clock.now(),
    actor: { id: plain(id), display: plain(display), kind: kind ?? 'user' },
    role: ctx.role,
    action: plain(entry.action),
    target: entry.target === undefined || entry.target === null ? null : plain(entry.target),
    request_id: plain(ctx.requestId),
    outcome: entry.outcome,
    detail: shorten(entry.detail ?? {}),
  });
}
