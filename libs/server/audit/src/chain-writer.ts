import type { TenantId } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { isDuplicateKey, type ScopedCollection } from '@aoc/server/mongo';
import type { MacBox } from '@aoc/server/secrets';
import { setTimeout as pause } from 'node:timers/promises';
import type { AuditHeadDocument, AuditRowDocument, AuditStatement } from './audit.schema';
import { GENESIS, HEAD_MARK, headText, ROW_MARK, rowHash } from './row-hash';

/** Tries to get rows in between those of other processes; with eight that write without a pause about eight are needed. */
const MAX_TRIES = 300;
const MAX_PAUSE_MS = 100;
/** Rows that are added together: one write, after which the head is moved and their callers are told. */
const ROWS_TOGETHER = 50;

/** A place in a chain. */
export interface Link {
  seq: number;
  hash: string;
}

interface Waiting {
  ctx: TenantContext;
  statement: AuditStatement;
  resolve: (link: Link) => void;
  reject: (reason: unknown) => void;
}

interface ChainStores {
  rows: ScopedCollection<AuditRowDocument>;
  heads: ScopedCollection<AuditHeadDocument>;
  macs: MacBox;
}

/**
 * Adds rows to the end of a tenant's chain. Writers of several processes meet at the unique place of a row: one gets it, the others take
 * the next. Within this process rows wait for each other, and share the reading of the end and the moving of the head.
 */
export class ChainWriter {
  private readonly lines = new Map<TenantId, Waiting[]>();

  constructor(private readonly stores: ChainStores) {}

  /** @returns the place of the row, when row and head are stored. @throws what the database throws; then rows that wait behind it fail too */
  append(ctx: TenantContext, statement: AuditStatement): Promise<Link> {
    return new Promise((resolve, reject) => {
      const waiting = { ctx, statement, resolve, reject };
      const line = this.lines.get(ctx.tenantId);
      if (line) {
        line.push(waiting);
        return;
      }
      const own = [waiting];
      this.lines.set(ctx.tenantId, own);
      void this.work(ctx.tenantId, own);
    });
  }

  /** Never rejects: callers are told one by one. */
  private async work(tenant: TenantId, line: Waiting[]): Promise<void> {
    while (line.length > 0) {
      const batch = line.splice(0, ROWS_TOGETHER);
      try {
        const links = await this.add(batch);
        batch.forEach(({ resolve }, index) => resolve(links[index] ?? { seq: 0, hash: GENESIS }));
      } catch (error) {
        for (const { reject } of [...batch, ...line.splice(0)]) reject(error);
      }
    }
    this.lines.delete(tenant);
  }

  /** Adds rows behind each other; where another process was faster, those that are left go behind its rows. */
  private async add(batch: readonly Waiting[]): Promise<Link[]> {
    const [first] = batch;
    if (!first) return [];
    const { ctx } = first;
    const links: Link[] = [];
    for (let tries = 1; ; tries++) {
      const rows = this.rowsBehind(await this.end(ctx), batch.slice(links.length));
      const stored = await this.stores.rows.insertInOrder(ctx, rows);
      links.push(...rows.slice(0, stored).map(({ seq, hash }) => ({ seq, hash })));
      if (links.length === batch.length) break;
      if (tries >= MAX_TRIES) throw new Error(`no place was found in the audit trail in ${MAX_TRIES} tries`);
      await pause(Math.random() * Math.min(2 ** tries, MAX_PAUSE_MS));
    }
    const last = links.at(-1);
    if (last) await this.moveHead(ctx, last);
    return links;
  }

  private rowsBehind(end: Link, waiting: readonly Waiting[]) {
    let link = end;
    return waiting.map(({ ctx, statement }) => {
      const row = { ...statement, tenant_id: ctx.tenantId, seq: link.seq + 1, prev_hash: link.hash };
      const hash = rowHash(row);
      link = { seq: row.seq, hash };
      return { ...row, hash, mac: this.stores.macs.mark(ROW_MARK, hash) };
    });
  }

  /**
   * Where the chain goes on: behind its last row, or behind the place that the head names when rows are missing before it. Were it
   * always the last row, new rows would fill the place of those that somebody cut off.
   */
  private async end(ctx: TenantContext): Promise<Link> {
    const [last, head] = await Promise.all([
      this.stores.rows.findOne(ctx, { seq: { $gte: 1 } }, { sort: { seq: -1 }, projection: { seq: 1, hash: 1 }, hint: 'tenant_seq' }),
      this.stores.heads.findOne(ctx, { _id: ctx.tenantId }),
    ]);
    if (!last && !head) await this.begin(ctx);
    return [last, head].reduce<Link>((end, at) => (at && at.seq > end.seq ? { seq: at.seq, hash: at.hash } : end), {
      seq: 0,
      hash: GENESIS,
    });
  }

  /** The head comes before the first row: a chain without one has lost it. */
  private async begin(ctx: TenantContext): Promise<void> {
    const start = { tenant_id: ctx.tenantId, seq: 0, hash: GENESIS };
    try {
      await this.stores.heads.insertOne(ctx, { _id: ctx.tenantId, ...start, mac: this.stores.macs.mark(HEAD_MARK, headText(start)) });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** Never moves it back; writers that are ahead have moved it further. */
  private async moveHead(ctx: TenantContext, { seq, hash }: Link): Promise<void> {
    const mac = this.stores.macs.mark(HEAD_MARK, headText({ tenant_id: ctx.tenantId, seq, hash }));
    await this.stores.heads.updateOne(ctx, { _id: ctx.tenantId, seq: { $lt: seq } }, { $set: { seq, hash, mac } });
  }
}
