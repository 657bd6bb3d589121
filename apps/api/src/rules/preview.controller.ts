import { ruleRoutes, type RulePreviewLine } from '@aoc/contracts';
import { preparePreview, previewRule } from '@aoc/server/detection';
import { Controller, Inject } from '@nestjs/common';
import { Readable } from 'node:stream';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Endpoint, type Call } from '../http/endpoint';
import { PreviewSlots } from './preview-slots';

async function* texts(lines: AsyncIterable<RulePreviewLine>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}

@Controller()
export class PreviewController {
  constructor(
    @Inject(DEPENDENCIES) private readonly deps: ApiDependencies,
    @Inject(PreviewSlots) private readonly slots: PreviewSlots,
  ) {}

  /** A caller who leaves ends the reading. */
  @Endpoint(ruleRoutes.previewRule)
  async preview({ ctx, body, reply }: Call<typeof ruleRoutes.previewRule>) {
    const prepared = await preparePreview(ctx, this.deps.detection, body);
    const free = this.slots.take();
    const ended = new AbortController();
    const lines = previewRule(ctx, this.deps.detection, body, prepared, ended.signal);
    const stream = Readable.from(texts(lines), { objectMode: false, highWaterMark: 1 });
    stream.once('close', () => {
      ended.abort();
      free();
    });
    await reply.code(200).header('Content-Type', 'application/x-ndjson').header('Cache-Control', 'no-store').send(stream);
    return undefined;
  }
}
