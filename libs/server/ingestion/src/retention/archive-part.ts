import { createWriteStream } from 'node:fs';
import { access, mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function freeName(folder: string, day: string): Promise<string> {
  for (let part = 1; ; part += 1) {
    const file = path.join(folder, part === 1 ? `${day}.ndjson.gz` : `${day}.${part}.ndjson.gz`);
    if (!(await exists(file))) return file;
  }
}

async function sync(target: string): Promise<void> {
  const handle = await open(target, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes lines to `<folder>/<day>.ndjson.gz`, or `<day>.2.ndjson.gz` and so on when that is there. The file gets its name when it
 * is whole and on disk: a crash leaves at most a `.partial` file, which the next run writes over.
 * @returns the file
 */
export async function writeArchivePart(folder: string, day: string, lines: AsyncIterable<string>): Promise<string> {
  await mkdir(folder, { recursive: true });
  const partial = path.join(folder, `${day}.partial`);
  await pipeline(Readable.from(lines), createGzip(), createWriteStream(partial));
  await sync(partial);
  const file = await freeName(folder, day);
  await rename(partial, file);
  await sync(folder);
  return file;
}
