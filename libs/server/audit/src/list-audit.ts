import { DomainError, type AuditFilter, type AuditPage } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { conditions, type ScopedFilter } from '@aoc/server/mongo';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AuditTrail } from './audit-trail.repository';
import { toAuditRow } from './audit-wire';
import type { AuditRowDocument } from './audit.schema';

const EXACT_TOTAL = 10_000;
const TIME_MS = 10_000;

/** The condition of the filters; rows without a place in the chain are none. */
export function auditCondition({ actor, action, target, outcome, start, end }: AuditFilter): ScopedFilter<AuditRowDocument> {
  const at = { ...(start ? { $gte: start } : {}), ...(end ? { $lte: end } : {}) };
  return conditions<ScopedFilter<AuditRowDocument>>({
    seq: { $gte: 1 },
    ...(action === undefined ? {} : { action }),
    ...(target === undefined ? {} : { target }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(start || end ? { at } : {}),
    ...(actor === undefined ? {} : { $and: [{ $or: [{ 'actor.id': actor }, { 'actor.display': actor }] }] }),
  });
}

const positionSchema = z.tuple([z.int(), z.int(), z.string()]);
const checksum = (position: readonly number[], binding: string): string =>
  createHash('sha256')
    .update(JSON.stringify([position, binding]))
    .digest('base64url')
    .slice(0, 12);

const encode = ({ at, seq }: AuditRowDocument, binding: string): string => {
  const position = [at.getTime(), seq];
  return Buffer.from(JSON.stringify([...position, checksum(position, binding)])).toString('base64url');
};

function decode(cursor: string, binding: string): { at: Date; seq: number } {
  try {
    const [at, seq, check] = positionSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (check === checksum([at, seq], binding)) return { at: new Date(at), seq };
  } catch {
    // Whatever is wrong with it, the caller can only begin again.
  }
  throw new DomainError('bad_cursor', 'The cursor is damaged or belongs to another list. Ask for the first page again, without a cursor.', {
    errors: [{ path: 'query.cursor', message: 'is damaged or belongs to another list' }],
  });
}

export interface ListAuditInput {
  filter: AuditFilter;
  cursor?: string;
  pageSize: number;
}

/** One page of the audit trail, newest first. @throws DomainError bad_cursor */
export async function listAudit(ctx: TenantContext, trail: AuditTrail, { filter, cursor, pageSize }: ListAuditInput): Promise<AuditPage> {
  const binding = JSON.stringify([ctx.tenantId, Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1))]);
  const condition = auditCondition(filter);
  const after = cursor === undefined ? null : decode(cursor, binding);
  const hint = filter.target === undefined ? 'tenant_at' : 'tenant_target';
  const page = after
    ? conditions<ScopedFilter<AuditRowDocument>>({
        ...condition,
        $or: [{ at: { $lt: after.at } }, { at: after.at, seq: { $lt: after.seq } }],
      })
    : condition;
  const [found, counted] = await Promise.all([
    trail.rows.find(ctx, page, { sort: { at: -1, seq: -1 }, limit: pageSize + 1, maxTimeMS: TIME_MS, hint }).toArray(),
    after ? -1 : trail.rows.count(ctx, condition, EXACT_TOTAL + 1, { maxTimeMS: TIME_MS, hint }),
  ]);
  const items = found.slice(0, pageSize);
  const last = found.length > pageSize ? items.at(-1) : undefined;
  return {
    items: items.map(toAuditRow),
    next_cursor: last ? encode(last, binding) : null,
    total: Math.min(counted, EXACT_TOTAL),
    total_is_exact: !after && counted <= EXACT_TOTAL,
  };
}
