import { collectionOf, type Connection } from '@aoc/server/mongo';
import { siemOutboxCollection, type SiemOutboxDocument } from './siem-outbox.schema';

/** A backlog beyond this is as alarming as this. */
const MAX_COUNT = 100_000;

/** Batches of all tenants that wait for the SIEM, counted up to 100,000: a number for metrics. */
export const siemBacklog = (connection: Connection): Promise<number> =>
  collectionOf<SiemOutboxDocument>(connection, siemOutboxCollection.name).countDocuments({}, { limit: MAX_COUNT });
