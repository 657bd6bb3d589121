import { mkdtempSync, readFileSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import path from 'node:path';

const MEMORY = '/dev/shm';
const NEEDED_BYTES = 2 * 1024 ** 3;

/** Whether files in memory can be had, are allowed to be run, and leave enough memory for everything else. */
function memoryIsRoomy(): boolean {
  try {
    const mounted = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
      .find(([, place]) => place === MEMORY);
    const { bavail, bsize } = statfsSync(MEMORY);
    return mounted !== undefined && !mounted[3]?.split(',').includes('noexec') && Math.min(bavail * bsize, freemem()) > NEEDED_BYTES;
  } catch {
    return false;
  }
}

/**
 * A new folder for tens of thousands of files that are soon deleted: in memory where it has room, because ext4 does not take the places of what was deleted
 * in the last minutes and, with many of those, spends more on looking for others than on everything else.
 */
export const makeRoomyFolder = (prefix: string): string => mkdtempSync(path.join(memoryIsRoomy() ? MEMORY : tmpdir(), prefix));
