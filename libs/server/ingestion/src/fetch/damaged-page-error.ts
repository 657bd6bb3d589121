/** A page came damaged in every reading, each time in another way: records may be missing, so its time must not count as read. */
export class DamagedPageError extends Error {
  override readonly name = 'DamagedPageError';
  constructor(location: string) {
    super(`${location} came damaged in every reading. It stays open and is read again with the next run.`);
  }
}
