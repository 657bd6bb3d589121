import { DomainError, ingestionRoutes } from '@aoc/contracts';
import { getImport, importStream, listImports } from '@aoc/server/ingestion';
import type { MultipartFile } from '@fastify/multipart';
import { Controller, Inject } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isNativeError } from 'node:util/types';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Endpoint, type Call } from '../http/endpoint';

/** The file of a form. @throws DomainError bad_request */
async function fileOf(request: FastifyRequest): Promise<MultipartFile> {
  const part = await request.file().catch((cause: unknown) => {
    throw isNativeError(cause) && 'statusCode' in cause
      ? cause
      : new DomainError('bad_request', 'The form is not sound multipart/form-data.', { cause });
  });
  if (part?.fieldname === 'file') return part;
  part?.file.resume();
  throw new DomainError('bad_request', 'The form holds no file. Send it in the field "file".', {
    errors: [{ path: 'body.file', message: 'is required' }],
  });
}

@Controller()
export class ImportsController {
  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  /** The upload streams into the import, which slows it down as needed; a caller who leaves ends it. */
  @Endpoint(ingestionRoutes.createImport)
  async create({ ctx, request }: Call<typeof ingestionRoutes.createImport>) {
    if (!request.isMultipart()) throw new DomainError('unsupported_media_type', 'Send the file as multipart/form-data, field "file".');
    const { config, ingestion } = this.deps;
    const part = await fileOf(request);
    const { filename: fileName, file: stream } = part;
    try {
      return await importStream(ctx, ingestion, { fileName, stream, maxBytes: config.IMPORT_MAX_BYTES });
    } catch (error) {
      throw request.raw.aborted || stream.errored ? new DomainError('bad_request', 'The upload was cut off.', { cause: error }) : error;
    }
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
