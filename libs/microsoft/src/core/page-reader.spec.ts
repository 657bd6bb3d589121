import fc from 'fast-check';
import { MicrosoftError } from '../microsoft-error';
import { bodyTooLarge } from './body';
import { createPageReader } from './page-reader';

const head = { status: 200, headers: { 'content-type': 'application/json' } };

/** The bytes in pieces; then the answer is refused because of its size. */
async function* refusedAfter(bytes: Buffer, lengths: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? bytes.length;
    yield bytes.subarray(at, at + length);
    at += length;
  }
  throw bodyTooLarge('management', bytes.length);
}

describe('an answer that is refused because of its size', () => {
  it('keeps every record that was complete before the limit, wherever the limit falls', async () => {
    const records = fc.array(fc.record({ Id: fc.uuid(), Text: fc.string() }), { minLength: 1, maxLength: 8 });
    const lengths = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(records, lengths, fc.nat(), async (list, sizes, where) => {
        const text = Buffer.from(JSON.stringify(list));
        const limit = where % text.length;
        const reader = createPageReader('management', () => Promise.reject(new Error('so few are not handed over')));
        const answer = reader.readLarge?.(head, refusedAfter(text.subarray(0, limit), sizes));
        await expect(answer).rejects.toMatchObject({ kind: 'malformed', code: 'BodyTooLarge' });
        const complete = list.filter((_, n) => Buffer.byteLength(JSON.stringify(list.slice(0, n + 1))) - 1 <= limit);
        expect(reader.best()?.records ?? []).toEqual(complete);
      }),
      { numRuns: 500 },
    );
  });

  it('hands parts over before that, and keeps what came behind them', async () => {
    const given: unknown[] = [];
    const reader = createPageReader('management', async (part) => void given.push(...part));
    const text = Buffer.from(JSON.stringify(Array.from({ length: 1200 }, (_, Id) => ({ Id, Text: 'x'.repeat(1000) }))).slice(0, -10));
    await expect(reader.readLarge?.(head, refusedAfter(text, [70_000]))).rejects.toThrow(MicrosoftError);
    expect(given.length).toBeGreaterThan(499);
    const best = reader.best();
    expect([...given, ...(best?.records ?? [])]).toEqual(Array.from({ length: 1199 }, (_, Id) => expect.objectContaining({ Id })));
    expect(best?.given).toBe(given.length);
  });
});
