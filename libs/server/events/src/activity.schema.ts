import type { TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** What is counted per hour of event time: every event, and events by service and by result. */
export const ACTIVITY_FIELDS = ['all', 'service', 'result'] as const;
export type ActivityField = (typeof ACTIVITY_FIELDS)[number];

/** Events of one hour, or those of one value in that hour. `_id` is `tenant|hour|field|value`; value is empty for `all`. */
export interface ActivityDocument {
  _id: string;
  tenant_id: TenantId;
  field: ActivityField;
  value: string;
  /** Start of the hour. */
  hour: Date;
  count: number;
  /** Last batches that were counted, as in facets. */
  batches: string[];
}

export const HOUR_MS = 3_600_000;
export const hourOf = (time: Date): Date => new Date(Math.floor(time.getTime() / HOUR_MS) * HOUR_MS);

export const activityId = (tenant: TenantId, hour: Date, field: ActivityField, value: string): string =>
  `${tenant}|${hour.toISOString().slice(0, 13)}|${field}|${value}`;

export const activityIndex = { byHour: 'tenant_field_hour' } as const;

export const activityCollection: CollectionDefinition = {
  name: 'activity',
  indexes: [
    {
      name: activityIndex.byHour,
      serves: 'histogram without filters, or of services and results',
      key: { tenant_id: 1, field: 1, hour: 1 },
    },
  ],
};
