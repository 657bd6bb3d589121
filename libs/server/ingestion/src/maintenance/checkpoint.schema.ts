import type { TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';
import type { ObjectId } from 'mongodb';

/** How far a maintenance command has come in a tenant, so that it goes on there after an interruption. `_id` is `tenant|command`. */
export interface CheckpointDocument {
  _id: string;
  tenant_id: TenantId;
  /** Last event that is done. */
  after: ObjectId;
  /** What the command has counted so far, before and after interruptions. */
  totals: Record<string, number>;
  updated_at: Date;
}

export const checkpointCollection: CollectionDefinition = { name: 'maintenance', indexes: [] };
