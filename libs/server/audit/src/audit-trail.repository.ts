import { tenantIdSchema, type TenantId } from '@aoc/contracts';
import type { Config } from '@aoc/server/config';
import { collectionOf, ScopedCollection, type Connection, type TenantDocument } from '@aoc/server/mongo';
import { macBox, type MacBox } from '@aoc/server/secrets';
import { ChainWriter } from './chain-writer';
import { auditHeadCollection, auditLogCollection, type AuditHeadDocument, type AuditRowDocument } from './audit.schema';

/** The audit trail of every tenant; what is asked of it takes a context first. */
export interface AuditTrail {
  rows: ScopedCollection<AuditRowDocument>;
  heads: ScopedCollection<AuditHeadDocument>;
  macs: MacBox;
  writer: ChainWriter;
}

/** Every tenant that has a chain, or what is left of one. */
export async function auditedTenants(connection: Connection): Promise<TenantId[]> {
  const names = [auditHeadCollection.name, auditLogCollection.name];
  const found = await Promise.all(names.map((name) => collectionOf<TenantDocument>(connection, name).distinct('tenant_id')));
  return [...new Set(found.flat())].filter((id) => tenantIdSchema.safeParse(id).success);
}

/** One per process: rows of one process wait for each other in memory and not at the database. */
export function openAuditTrail(connection: Connection, config: Pick<Config, 'ENCRYPTION_KEY' | 'ENCRYPTION_KEY_PREVIOUS'>): AuditTrail {
  const rows = new ScopedCollection<AuditRowDocument>(collectionOf<AuditRowDocument>(connection, auditLogCollection.name));
  const heads = new ScopedCollection<AuditHeadDocument>(collectionOf<AuditHeadDocument>(connection, auditHeadCollection.name));
  const macs = macBox({ current: config.ENCRYPTION_KEY, previous: config.ENCRYPTION_KEY_PREVIOUS });
  return { rows, heads, macs, writer: new ChainWriter({ rows, heads, macs }) };
}
