import { DomainError } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { setTimeout as pause } from 'node:timers/promises';
import type { AuditTrail } from './audit-trail.repository';
import type { Link } from './chain-writer';
import { recordAudit, type AuditEntry } from './record-audit';
import { HEAD_MARK, headText } from './row-hash';

/** Waits between the tries, in milliseconds: a database that is away for longer has also ended the work itself. */
const PAUSES_MS = [100, 1000, 4000];

/**
 * Sees that this process can add to the trail without breaking it: a row that is not sealed behind one that is counts as forged.
 * @throws DomainError conflict that says which key is missing
 */
export async function requireSeal(ctx: TenantContext, { heads, macs }: Pick<AuditTrail, 'heads' | 'macs'>): Promise<void> {
  const head = await heads.findOne(ctx, { _id: ctx.tenantId });
  if (!head || head.mac === null) return;
  if (!macs.hasKey)
    throw new DomainError(
      'conflict',
      `The audit trail of tenant ${ctx.tenantId} is sealed, and this process has no key for it. Set ENCRYPTION_KEY as it is set for the API.`,
    );
  if (macs.check(HEAD_MARK, headText(head), head.mac) === 'unknown_key')
    throw new DomainError(
      'conflict',
      `The audit trail of tenant ${ctx.tenantId} is sealed with a key that this process does not have. Set ENCRYPTION_KEY and ENCRYPTION_KEY_PREVIOUS as they are set for the API.`,
    );
}

/**
 * Adds a row about work that is done already and for which nobody waits, so that it is tried for some seconds.
 * @throws DomainError conflict without the key of the trail; what the database throws
 */
export async function recordWork(ctx: TenantContext, trail: AuditTrail, entry: AuditEntry): Promise<Link> {
  const dated = { ...entry, at: entry.at ?? ctx.clock.now() };
  for (let tries = 0; ; tries++) {
    try {
      await requireSeal(ctx, trail);
      return await recordAudit(ctx, trail, dated);
    } catch (error) {
      const wait = PAUSES_MS[tries];
      if (wait === undefined || error instanceof DomainError) throw error;
      await pause(wait);
    }
  }
}
