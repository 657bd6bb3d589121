import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Absolute path of a program on the PATH (and the system folders that a user's PATH often lacks), or undefined. */
export function findProgram(name: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const own = (env.PATH ?? '').split(path.delimiter);
  return searchIn(name, own);
}

/** As `findProgram`, also in /usr/sbin and /sbin, where `chroot` and `mount` helpers live. */
export function findSystemProgram(name: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  return findProgram(name, env) ?? searchIn(name, ['/usr/sbin', '/sbin', '/usr/bin', '/bin']);
}

function searchIn(name: string, dirs: string[]): string | undefined {
  return dirs
    .filter(Boolean)
    .map((dir) => path.join(dir, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
