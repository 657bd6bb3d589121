import { pipeline, Readable, type Duplex } from 'node:stream';

/** `chunks` sent through a transform. Errors of either end come out of the iteration, and nowhere else; leaving it early ends both. */
export function through<T extends Duplex>(chunks: AsyncIterable<Buffer>, transform: T): T {
  // pipeline destroys the transform with the error, which the reader of the transform then gets.
  pipeline(Readable.from(chunks), transform, () => undefined);
  return transform;
}
