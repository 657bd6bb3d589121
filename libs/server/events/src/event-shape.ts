import type { TenantId } from '@aoc/contracts';
import { isVisible, type ReadContext } from '@aoc/server/context';
import { z } from 'zod';
import type { EventStore } from './event-store';
import type { EventDocument } from './event.schema';
import { facetIndex } from './facet.schema';
import { Memory, type Recall } from './recall';

/** The fields of an event that have few values. Their combinations are counted, so that conditions on them are counted without events. */
export type EventShape = Pick<EventDocument, 'source' | 'service' | 'operation' | 'result' | 'display_category'>;

const textSchema = z.tuple([z.string(), z.string(), z.string(), z.string().nullable(), z.string()]);

/** A shape as the value of a facet. */
export const shapeText = ({ source, service, operation, result, display_category }: EventShape): string =>
  JSON.stringify([source, service, operation, result, display_category]);

/** Fields of a shape by name; as text, since they are compared with values of counters. */
export type ShapeValues = Record<'source' | 'service' | 'operation' | 'display_category', string> & { result: string | null };

function shapeValues(text: string): ShapeValues {
  const [source, service, operation, result, display_category] = textSchema.parse(JSON.parse(text));
  return { source, service, operation, result, display_category };
}

interface ShapeCounts {
  /** Each shape with its events; null when the shapes do not account for every event. */
  rows: readonly { tenantId: TenantId; shape: ShapeValues; count: number }[] | null;
}

/** More shapes than this of a tenant are not read. */
const MAX_SHAPES = 5000;
const remembered = new Memory<ShapeCounts>('facets', 20_000, ({ rows }) => rows?.length ?? 1);

/**
 * Events whose shape passes a test, from the counters. Null when these do not know it: too many shapes, or events stored before shapes
 * were counted. Shapes that were never counted only lower the sum, so that a sum like that of the services says that all are there.
 */
export async function countByShape(
  ctx: ReadContext,
  store: EventStore,
  recall: Recall,
  test: (shape: ShapeValues) => boolean,
): Promise<number | null> {
  const { rows } = await recall.of(remembered, 'shapes', () => readShapes(ctx, store));
  const visible = (tenantId: TenantId, shape: ShapeValues): boolean => isVisible(ctx, { ...shape, tenant_id: tenantId });
  return rows && rows.reduce((sum, { tenantId, shape, count }) => (visible(tenantId, shape) && test(shape) ? sum + count : sum), 0);
}

async function readShapes(ctx: ReadContext, store: EventStore): Promise<ShapeCounts> {
  const limit = MAX_SHAPES * ctx.tenants.length + 1;
  const projection = { _id: 0, tenant_id: 1, field: 1, value: 1, count: 1 };
  const counters = await store.facets
    .find(ctx, { field: { $in: ['service', 'shape'] } }, { projection, limit, hint: facetIndex.byCount, batchSize: limit })
    .toArray();
  const sum = (field: 'service' | 'shape'): number => counters.reduce((all, row) => (row.field === field ? all + row.count : all), 0);
  if (counters.length === limit || sum('service') !== sum('shape')) return { rows: null };
  const shapes = counters.filter((row) => row.field === 'shape');
  return { rows: shapes.map(({ tenant_id, value, count }) => ({ tenantId: tenant_id, shape: shapeValues(value), count })) };
}
