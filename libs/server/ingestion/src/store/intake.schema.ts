import type { Source, TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** Events of a source that were stored in one hour; `_id` is `tenant|source|hour`. */
export interface IntakeDocument {
  _id: string;
  tenant_id: TenantId;
  source: Source;
  hour: Date;
  count: number;
  batches: string[];
}

export const intakeCollection: CollectionDefinition = {
  name: 'intake',
  indexes: [
    { name: 'tenant_source_hour', serves: 'events of a source in 24 hours', key: { tenant_id: 1, source: 1, hour: 1 } },
    { name: 'expiry', serves: 'hours are forgotten after two months', key: { hour: 1 }, expireAfterSeconds: 60 * 86_400 },
  ],
};
