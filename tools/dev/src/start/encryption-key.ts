import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../shared/user-error';

const KEY = /^[A-Za-z0-9+/]{43}=$/;
const OWNER_ONLY = 0o600;

/**
 * The key that seals secrets of the database in `dataDir`, in base64: made once and kept beside it, readable by this user alone.
 * @throws UserError when the file holds something else: a new key could not open what the old one sealed
 */
export function dataFolderKey(dataDir: string): string {
  const file = path.join(dataDir, 'encryption.key');
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: OWNER_ONLY, flag: 'wx' });
  chmodSync(file, OWNER_ONLY);
  const key = readFileSync(file, 'utf8').trim();
  if (KEY.test(key)) return key;
  throw new UserError(
    `${file} does not hold a key (32 bytes in base64). Put the right one back; or, if it is lost, delete the file and enter the secrets of the notification channels again.`,
  );
}
