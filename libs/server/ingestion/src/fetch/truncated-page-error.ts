/** The text of a page ended early in every reading: records may be missing, so its time must not count as read. */
export class TruncatedPageError extends Error {
  override readonly name = 'TruncatedPageError';
  constructor(readonly location: string) {
    super(`${location} ended early in every reading; it stays open and is read again with the next run.`);
  }
}
