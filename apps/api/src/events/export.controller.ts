import { searchRoutes } from '@aoc/contracts';
import { askedTime, exportEvents, toEvent, toEventDetail, type EventDocument } from '@aoc/server/events';
import { coverageVerdict } from '@aoc/server/ingestion';
import { Controller, Inject } from '@nestjs/common';
import { Readable } from 'node:stream';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Endpoint, type Call } from '../http/endpoint';
import { Slots } from '../http/slots';
import { exportWriter, type ExportWriter } from './export-format';

async function* texts(pages: AsyncIterable<EventDocument[]>, writer: ExportWriter, raw: boolean): AsyncGenerator<string> {
  let events = 0;
  if (writer.begin !== '') yield writer.begin;
  for await (const page of pages) {
    events += page.length;
    yield writer.page(page.map(raw ? toEventDetail : toEvent));
  }
  const end = writer.end(events);
  if (end !== '') yield end;
}

@Controller()
export class ExportController {
  private readonly slots: Slots;

  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {
    this.slots = new Slots(deps.config.EXPORT_CONCURRENCY, 'exports');
  }

  /** A caller who reads slowly slows the reading of the database; one who leaves ends it. */
  @Endpoint(searchRoutes.exportEvents)
  async export({ ctx, query, reply }: Call<typeof searchRoutes.exportEvents>) {
    const { format, cursor, sort, raw: withRaw, ...filter } = query;
    const raw = withRaw === 'true';
    const free = this.slots.take();
    try {
      const coverage = await coverageVerdict(ctx, await this.deps.tenantIngestion.of(ctx), askedTime(ctx, filter));
      const input = { filter, sort: sort ?? ('desc' as const), raw, ...(cursor === undefined ? {} : { resumeAfter: cursor }) };
      const pages = await exportEvents(ctx, this.deps.events, input);
      const writer = exportWriter(format, coverage, raw);
      const stream = Readable.from(texts(pages, writer, raw), { objectMode: false, highWaterMark: 1 });
      stream.once('close', free);
      const day = ctx.clock.now().toISOString().slice(0, 10);
      void reply
        .header('Content-Type', writer.contentType)
        .header('Content-Disposition', `attachment; filename="aoc-events-${day}.${format}"`)
        .header('X-AOC-Coverage', coverage.state);
      await reply.send(stream);
      return undefined;
    } catch (error) {
      free();
      throw error;
    }
  }
}
