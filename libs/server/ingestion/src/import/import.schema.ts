import type { ImportReport, TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** A file import: its progress while it runs, its report afterwards. */
export interface ImportDocument {
  _id: string;
  tenant_id: TenantId;
  file_name: string;
  format: ImportReport['format'];
  status: ImportReport['status'];
  bytes: number;
  read: number;
  stored: number;
  duplicates: number;
  rejected: number;
  rejections: ImportReport['rejections'];
  error: string | null;
  started_at: Date;
  updated_at: Date;
  finished_at: Date | null;
  created_by: string;
}

export const importCollection: CollectionDefinition = {
  name: 'imports',
  indexes: [{ name: 'tenant_newest', serves: 'last imports', key: { tenant_id: 1, started_at: -1 } }],
};
