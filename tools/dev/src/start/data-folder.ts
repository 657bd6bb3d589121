import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../shared/user-error';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function ownerOf(lock: string): number {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return 0;
  }
}

/**
 * Create the folder if needed and claim it for this process; returns the function that gives it back.
 * Throws UserError when it cannot be written or another `npm start` that still runs has it.
 */
export function claimDataFolder(folder: string): () => void {
  const lock = path.join(folder, 'start.pid');
  try {
    mkdirSync(path.join(folder, 'logs'), { recursive: true });
    accessSync(folder, constants.W_OK);
    const owner = ownerOf(lock);
    if (owner > 0 && owner !== process.pid && isAlive(owner)) {
      throw new UserError(
        `The data folder ${folder} is in use by another npm start (process ${owner}). Stop that one, or give this one its own folder: npm start -- --data OTHER_FOLDER`,
      );
    }
    writeFileSync(lock, String(process.pid));
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `The data folder ${folder} cannot be written (${reason}). Give this user the right to write there, or choose another folder: npm start -- --data DIR`,
    );
  }
  return () => {
    if (ownerOf(lock) === process.pid) rmSync(lock, { force: true });
  };
}
