import { DomainError, type AuditBreak, type AuditVerdict } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import type { AuditTrail } from './audit-trail.repository';
import type { AuditHeadDocument } from './audit.schema';
import { ChainCheck } from './chain-check';
import type { Link } from './chain-writer';
import { GENESIS, HEAD_MARK, headText } from './row-hash';

const BATCH = 500;

export interface VerifyInput {
  /** Row to begin at, default 1; the one before it is taken as sound. */
  fromSeq?: number;
  /** Most rows to check; default all. */
  limit?: number;
  /** An end of the chain that was noted elsewhere: the chain must still hold this row. */
  anchor?: Link;
  /** Called now and then with the number of rows so far and of all. */
  onProgress?: (rows: number, total: number) => void;
  /** Ends it between two rows. */
  signal?: AbortSignal;
}

/**
 * Walks the chain of a tenant, row by row, and names its first broken link. Memory does not grow with the chain.
 * Rows that are added meanwhile are left to the next check.
 * @throws DomainError bad_request when there is no row before `fromSeq`
 */
export async function verifyAudit(ctx: TenantContext, trail: AuditTrail, input: VerifyInput = {}): Promise<AuditVerdict> {
  const { fromSeq = 1, limit = Infinity, anchor, onProgress, signal } = input;
  // In this order: the head may lag behind the rows, but a row that the head names must be there.
  const head = await trail.heads.findOne(ctx, { _id: ctx.tenantId });
  const end = await trail.rows.findOne(ctx, { seq: { $gte: 1 } }, { sort: { seq: -1 }, projection: { seq: 1 }, hint: 'tenant_seq' });
  const before = fromSeq > 1 ? await trail.rows.findOne(ctx, { seq: fromSeq - 1 }) : null;
  if (fromSeq > 1 && !before)
    throw new DomainError('bad_request', `There is no row ${fromSeq - 1} to go on from. Begin at row 1.`, {
      errors: [{ path: 'query.from_seq', message: 'is beyond the end of the chain' }],
    });
  const start = { seq: fromSeq - 1, hash: before?.hash ?? GENESIS };
  const check = new ChainCheck(trail.macs, start, before !== null && before.mac !== null);
  // What the rows must say where something outside of them names one.
  const named = [head, anchor].filter((one) => one !== null && one !== undefined);
  const seen = new Map<number, string>([[start.seq, start.hash]]);
  const lastSeq = end?.seq ?? 0;
  let broken: AuditBreak | null = null;
  let complete = true;
  const rows = trail.rows.find(ctx, { seq: { $gte: fromSeq } }, { sort: { seq: 1 }, hint: 'tenant_seq', batchSize: BATCH });
  try {
    for await (const row of rows) {
      signal?.throwIfAborted();
      if (row.seq > lastSeq) break;
      if (check.rows >= limit) {
        complete = false;
        break;
      }
      broken = check.take(row);
      if (broken) break;
      if (named.some(({ seq }) => seq === row.seq)) seen.set(row.seq, row.hash);
      if (check.rows % BATCH === 0) onProgress?.(check.rows, Math.min(lastSeq - start.seq, limit));
    }
  } finally {
    await rows.close();
  }
  onProgress?.(check.rows, Math.min(lastSeq - start.seq, limit));
  if (!broken && complete) broken = brokenEnd(trail, { head, check, seen, fromSeq }) ?? brokenAnchor({ anchor, check, seen, fromSeq });
  return {
    state: broken ? 'broken' : complete ? 'whole' : 'unfinished',
    from_seq: fromSeq,
    to_seq: check.rows === 0 ? 0 : check.last.seq,
    rows: check.rows,
    next_seq: complete || broken ? null : check.last.seq + 1,
    broken,
    head: !broken && complete && check.last.seq > 0 ? { seq: check.last.seq, hash: check.last.hash } : null,
    unsealed_rows: check.unsealed,
    seals_checked: trail.macs.hasKey,
  };
}

interface Walked {
  check: ChainCheck;
  /** Hashes of the rows that something names. */
  seen: ReadonlyMap<number, string>;
  fromSeq: number;
}

/** What is wrong with the end of the chain: rows that are gone, or a head that does not belong to them. */
function brokenEnd({ macs }: AuditTrail, { head, check, seen, fromSeq }: Walked & { head: AuditHeadDocument | null }): AuditBreak | null {
  const { seq: last } = check.last;
  if (!head)
    return last === 0
      ? null
      : { seq: last, kind: 'head_missing', detail: 'The record of where the chain ends is gone, so that rows may be missing after it.' };
  const genuine = head.mac === null ? !check.sealed : !macs.hasKey || macs.check(HEAD_MARK, headText(head), head.mac) === 'genuine';
  if (!genuine)
    return {
      seq: head.seq,
      kind: 'head_changed',
      detail: 'The record of where the chain ends was not written by AOC with a key that is configured.',
    };
  if (head.seq > last)
    return {
      seq: last + 1,
      kind: 'tail_cut',
      detail: `The chain ends at row ${last}, but it went on to row ${head.seq}: rows were cut off its end.`,
    };
  if (head.seq >= fromSeq - 1 && seen.get(head.seq) !== head.hash)
    return { seq: head.seq, kind: 'head_changed', detail: `Row ${head.seq} is not the one that the record of the end names.` };
  return null;
}

function brokenAnchor({ anchor, check, seen, fromSeq }: Walked & { anchor: Link | undefined }): AuditBreak | null {
  if (!anchor || anchor.seq < fromSeq - 1 || seen.get(anchor.seq) === anchor.hash) return null;
  const detail =
    anchor.seq > check.last.seq
      ? `The chain ends at row ${check.last.seq}, but row ${anchor.seq} was noted elsewhere.`
      : `Row ${anchor.seq} is not the one that was noted elsewhere.`;
  return { seq: Math.min(anchor.seq, check.last.seq + 1), kind: 'not_the_anchor', detail };
}
