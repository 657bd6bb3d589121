import { DomainError, ingestionRoutes } from '@aoc/contracts';
import { getImport, importStream, listImports } from '@aoc/server/ingestion';
import { Controller, Inject } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Endpoint, type Call } from '../http/endpoint';

@Controller()
export class ImportsController {
  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  /** The upload streams into the import, which slows it down as needed; a caller who leaves ends it. */
  @Endpoint(ingestionRoutes.createImport)
  async create({ ctx, request }: Call<typeof ingestionRoutes.createImport>) {
    if (!request.isMultipart()) throw new DomainError('unsupported_media_type', 'Send the file as multipart/form-data, field "file".');
    const part = await request.file();
    if (!part)
      throw new DomainError('bad_request', 'The form holds no file. Send it in the field "file".', {
        errors: [{ path: 'body.file', message: 'missing' }],
      });
    const { config, ingestion } = this.deps;
    return importStream(ctx, ingestion, { fileName: part.filename.slice(0, 255), stream: part.file, maxBytes: config.IMPORT_MAX_BYTES });
  }

  @Endpoint(ingestionRoutes.listImports)
  async list({ ctx }: Call<typeof ingestionRoutes.listImports>) {
    return { items: await listImports(ctx, this.deps.ingestion) };
  }

  @Endpoint(ingestionRoutes.getImport)
  async get({ ctx, params }: Call<typeof ingestionRoutes.getImport>) {
    return getImport(ctx, this.deps.ingestion, params.id);
  }
}
