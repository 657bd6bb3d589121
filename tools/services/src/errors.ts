/** A failure that a person can act on: the message is two or three sentences, cause first, then what to do. */
export class ServicesError extends Error {
  override name = 'ServicesError';
}

/** The text of whatever was thrown, in one line. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.split('\n', 1)[0] ?? '';
}

const code = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** What to say when a data or cache directory cannot be written; errors that name no system error come back unchanged. */
export function explainFileError(error: unknown, dir: string): unknown {
  switch (code(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new ServicesError(
        `The disk that holds ${dir} is full. Free about 2 GB there, or choose another place with --data DIR or AOC_CACHE_DIR.`,
      );
    case undefined:
      return error;
    default:
      return new ServicesError(
        `The directory ${dir} cannot be written (${code(error)}). Give this user the right to write there, or choose another place with --data DIR or AOC_CACHE_DIR.`,
      );
  }
}

export function portTaken(name: string, port: number): ServicesError {
  return new ServicesError(
    `Port ${port} on 127.0.0.1, which the ${name} needs, is taken by another program. Stop that program, or leave the port out so that a free one is chosen.`,
  );
}

export const noSandbox = (why: string): ServicesError =>
  new ServicesError(
    `Neither root rights with chroot nor a user namespace can be used on this machine (${why}). Install mongod and valkey-server, or set MONGO_URI and REDIS_URL to servers that run already; or allow user namespaces with "sysctl kernel.unprivileged_userns_clone=1".`,
  );

export const noDownload = (why: string): ServicesError =>
  new ServicesError(
    `The database and queue packages could not be downloaded (${why}). Check that this machine reaches its Debian mirror, or install mongod and valkey-server, or set MONGO_URI and REDIS_URL. A machine that has the packages already can be copied from: its cache directory is enough.`,
  );
