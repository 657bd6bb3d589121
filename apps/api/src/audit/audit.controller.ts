import { auditRoutes } from '@aoc/contracts';
import { exportAudit, listAudit, verifyAudit } from '@aoc/server/audit';
import { Controller, Inject } from '@nestjs/common';
import { Readable } from 'node:stream';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Endpoint, type Call } from '../http/endpoint';
import { Slots } from '../http/slots';

/** Walks over whole chains that one process does at the same time. */
const MAX_WALKS = 3;

async function* texts(lines: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}

@Controller()
export class AuditController {
  private readonly slots = new Slots(MAX_WALKS, 'exports or checks of the audit trail');

  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  @Endpoint(auditRoutes.listAuditTrail)
  async list({ ctx, query }: Call<typeof auditRoutes.listAuditTrail>) {
    const { cursor, page_size, ...filter } = query;
    const pageSize = page_size ?? this.deps.config.DEFAULT_PAGE_SIZE;
    return listAudit(ctx, this.deps.audit, { filter, pageSize, ...(cursor === undefined ? {} : { cursor }) });
  }

  /** A caller who reads slowly slows the reading of the database; one who leaves ends it. */
  @Endpoint(auditRoutes.exportAuditTrail)
  async export({ ctx, query, reply }: Call<typeof auditRoutes.exportAuditTrail>) {
    const free = this.slots.take();
    const stream = Readable.from(texts(exportAudit(ctx, this.deps.audit, query)), { objectMode: false, highWaterMark: 1 });
    stream.once('close', free);
    const day = ctx.clock.now().toISOString().slice(0, 10);
    void reply
      .header('Content-Type', 'application/x-ndjson')
      .header('Content-Disposition', `attachment; filename="aoc-audit-${day}.ndjson"`);
    await reply.send(stream);
    return undefined;
  }

  @Endpoint(auditRoutes.verifyAuditTrail)
  async verify({ ctx, query }: Call<typeof auditRoutes.verifyAuditTrail>) {
    const free = this.slots.take();
    try {
      return await verifyAudit(ctx, this.deps.audit, { fromSeq: query.from_seq, limit: query.limit });
    } finally {
      free();
    }
  }
}
