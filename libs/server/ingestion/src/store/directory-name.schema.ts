import type { TenantId } from '@aoc/contracts';
import type { CollectionDefinition } from '@aoc/server/mongo';

/** Name of a directory object; `_id` is `tenant|object id`. Null names are remembered too, so that they are not asked again soon. */
export interface DirectoryNameDocument {
  _id: string;
  tenant_id: TenantId;
  object_id: string;
  display: string | null;
  upn: string | null;
  read_at: Date;
}

export const directoryNameCollection: CollectionDefinition = {
  name: 'directory_names',
  indexes: [{ name: 'expiry', serves: 'names are asked again after a week', key: { read_at: 1 }, expireAfterSeconds: 7 * 86_400 }],
};
