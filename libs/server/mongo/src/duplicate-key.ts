import { MongoBulkWriteError, MongoServerError } from 'mongodb';

const DUPLICATE_KEY = 11000;
const WRITE_CONFLICT = 112;

/** True when every failure of a write was a key that is taken: somebody else stored the same. */
export function isDuplicateKey(error: unknown): boolean {
  if (error instanceof MongoBulkWriteError) {
    const failures = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
    return failures.length > 0 && failures.every((failure) => failure.code === DUPLICATE_KEY);
  }
  return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
}

/** True when the database ended a write because others were in its way: nothing was written, and it may be tried again. */
export const isWriteConflict = (error: unknown): boolean => error instanceof MongoServerError && error.code === WRITE_CONFLICT;

/** Runs an upsert again once when two writers created the same document at the same time. */
export async function retryOnRace<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return write();
  }
}
