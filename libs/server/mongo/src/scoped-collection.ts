import type { TenantId } from '@aoc/contracts';
import type { ReadContext, TenantContext } from '@aoc/server/context';
import {
  MongoBulkWriteError,
  type AggregateOptions,
  type AnyBulkWriteOperation,
  type BulkWriteResult,
  type Collection,
  type Document,
  type Filter,
  type FindCursor,
  type FindOneAndUpdateOptions,
  type FindOptions,
  type OptionalUnlessRequiredId,
  type UpdateFilter,
  type UpdateResult,
  type WithId,
} from 'mongodb';
import { isDuplicateKey, isWriteConflict, retryOnRace } from './duplicate-key';

/** What every stored document has. */
export interface TenantDocument {
  tenant_id: TenantId;
}

/** A filter that cannot name the tenant: the scope of the context adds it. */
export type ScopedFilter<T> = Filter<Omit<T, 'tenant_id'>> & { tenant_id?: never };

/** Conditions whose field names are known only when the program runs, as a filter. The only place where the types of a filter are taken on trust. */
export const conditions = <F>(fields: object): F => fields as F;

/** Aggregation stages that stay inside the collection; anything that could read or write another one is refused. */
const ALLOWED_STAGES = new Set([
  '$match',
  '$group',
  '$sort',
  '$limit',
  '$skip',
  '$project',
  '$unwind',
  '$addFields',
  '$set',
  '$count',
  '$sortByCount',
  '$facet',
  '$replaceRoot',
  '$bucket',
]);

/** @throws TypeError for a stage, at any depth of `$facet`, that is not on the list */
function assertStages(stages: Document[]): void {
  for (const stage of stages)
    for (const [name, value] of Object.entries(stage)) {
      if (!ALLOWED_STAGES.has(name)) throw new TypeError(`Aggregation stage ${name} is not allowed in tenant-scoped queries`);
      if (name === '$facet') for (const branch of Object.values<Document[]>(value)) assertStages(branch);
    }
}

/**
 * The only way to a collection that holds tenants' data: each call takes the context first and the tenant condition
 * is added here, so that a query without tenant cannot be written.
 */
export class ScopedCollection<T extends TenantDocument & Document> {
  constructor(
    private readonly collection: Collection<T>,
    /** Conditions beyond the tenant that follow from the context, such as privacy limits. */
    private readonly limits: (ctx: ReadContext) => Filter<T> | null = () => null,
  ) {}

  find(ctx: ReadContext, filter: ScopedFilter<T>, options?: FindOptions): FindCursor<WithId<T>> {
    return this.collection.find(this.read(ctx, filter), options);
  }
  findOne(ctx: ReadContext, filter: ScopedFilter<T>, options?: FindOptions): Promise<WithId<T> | null> {
    return this.collection.findOne(this.read(ctx, filter), options);
  }
  /** Number of matches, counted up to `limit`. */
  count(ctx: ReadContext, filter: ScopedFilter<T>, limit: number, options: { hint?: string; maxTimeMS?: number } = {}): Promise<number> {
    return this.collection.countDocuments(this.read(ctx, filter), { limit, ...options });
  }
  aggregate<R extends Document = Document>(
    ctx: ReadContext,
    filter: ScopedFilter<T>,
    stages: Document[],
    options?: AggregateOptions,
  ): Promise<R[]> {
    assertStages(stages);
    return this.collection.aggregate<R>([{ $match: this.read(ctx, filter) }, ...stages], options).toArray();
  }
  async insertOne(ctx: TenantContext, document: Omit<T, 'tenant_id' | '_id'> & Partial<Pick<T, '_id'>>): Promise<void> {
    await this.collection.insertOne(this.owned(ctx, document));
  }
  /** Stores documents in one write. @returns positions of those that were not, because their key is taken */
  async insertMany(
    ctx: TenantContext,
    documents: readonly (Omit<T, 'tenant_id' | '_id'> & Partial<Pick<T, '_id'>>)[],
  ): Promise<ReadonlySet<number>> {
    if (documents.length === 0) return new Set();
    try {
      await this.collection.insertMany(
        documents.map((document) => this.owned(ctx, document)),
        { ordered: false },
      );
      return new Set();
    } catch (error) {
      if (!(error instanceof MongoBulkWriteError) || !isDuplicateKey(error)) throw error;
      return new Set([error.writeErrors].flat().map(({ index }) => index));
    }
  }
  /** Stores documents one after the other, up to the first whose key is taken or being taken. @returns how many were stored */
  async insertInOrder(ctx: TenantContext, documents: readonly (Omit<T, 'tenant_id' | '_id'> & Partial<Pick<T, '_id'>>)[]): Promise<number> {
    try {
      await this.collection.insertMany(
        documents.map((document) => this.owned(ctx, document)),
        { ordered: true },
      );
      return documents.length;
    } catch (error) {
      if (error instanceof MongoBulkWriteError && (isDuplicateKey(error) || isWriteConflict(error))) return error.insertedCount;
      if (isWriteConflict(error)) return 0;
      throw error;
    }
  }
  /** An upsert that lost a race against another one of the same document changes that document. */
  updateOne(
    ctx: TenantContext,
    filter: ScopedFilter<T>,
    update: UpdateFilter<T>,
    options: { upsert?: boolean } = {},
  ): Promise<UpdateResult<T>> {
    const write = () => this.collection.updateOne(this.write(ctx, filter), update, options);
    return options.upsert ? retryOnRace(write) : write();
  }
  updateMany(ctx: TenantContext, filter: ScopedFilter<T>, update: UpdateFilter<T> | Document[]): Promise<UpdateResult<T>> {
    return this.collection.updateMany(this.write(ctx, filter), update);
  }
  /** With `upsert` as {@link updateOne}. */
  findOneAndUpdate(
    ctx: TenantContext,
    filter: ScopedFilter<T>,
    update: UpdateFilter<T>,
    options: FindOneAndUpdateOptions = {},
  ): Promise<WithId<T> | null> {
    const write = () => this.collection.findOneAndUpdate(this.write(ctx, filter), update, { ...options, includeResultMetadata: false });
    return options.upsert ? retryOnRace(write) : write();
  }
  async deleteMany(ctx: TenantContext, filter: ScopedFilter<T>): Promise<number> {
    return (await this.collection.deleteMany(this.write(ctx, filter))).deletedCount;
  }
  /** Unordered upserts; `$setOnInsert` of the caller is completed with the tenant. */
  bulkUpsert(
    ctx: TenantContext,
    rows: { filter: ScopedFilter<T>; update: UpdateFilter<T> | Document[]; upsert?: boolean }[],
  ): Promise<BulkWriteResult> {
    const operations = rows.map((row): AnyBulkWriteOperation<T> => ({
      updateOne: { filter: this.write(ctx, row.filter), update: row.update, upsert: row.upsert ?? true },
    }));
    return this.collection.bulkWrite(operations, { ordered: false });
  }

  private read(ctx: ReadContext, filter: ScopedFilter<T>): Filter<T> {
    const tenant = ctx.tenants.length === 1 ? ctx.tenants[0] : { $in: [...ctx.tenants] };
    return this.compose({ tenant_id: tenant }, filter, this.limits(ctx));
  }
  private write(ctx: TenantContext, filter: ScopedFilter<T>): Filter<T> {
    return this.compose({ tenant_id: ctx.tenantId }, filter, this.limits(ctx));
  }
  private compose(tenant: Document, filter: ScopedFilter<T>, limits: Filter<T> | null): Filter<T> {
    if ('tenant_id' in filter) throw new TypeError('A scoped filter must not name tenant_id');
    const scoped = { ...tenant, ...filter };
    return conditions<Filter<T>>(limits ? { $and: [scoped, limits] } : scoped);
  }
  private owned(ctx: TenantContext, document: object): OptionalUnlessRequiredId<T> {
    return { ...document, tenant_id: ctx.tenantId } as unknown as OptionalUnlessRequiredId<T>;
  }
}
