import { BODY_TOO_LARGE } from '../error-codes';
import { MicrosoftError, type MicrosoftService } from '../microsoft-error';
import { parseRecordPage, type PageContent } from '../parse/parse-record-page';
import { readSliced, type HandOver } from '../parse/read-sliced';
import type { HttpResponse, LargeReader, ResponseHead } from './http';

/** The last records of an answer; those of a large one before them were handed over. */
export interface ReadPage extends PageContent {
  given: number;
  /** Bytes of text of `records`. */
  bytes: number;
}

/** Reads the answers to one request until one is whole, and remembers the best that came. */
export interface PageReader {
  /** Throws `malformed` when another try may bring more. */
  read(response: HttpResponse): ReadPage;
  /**
   * The same for a large answer, if there is somebody to hand its records over to. Another try hands all over again. Of one that is
   * refused because of its size the records before the limit are the best that came.
   */
  readLarge: LargeReader<ReadPage> | undefined;
  /** The most complete answer so far; undefined when none was a list. */
  best(): ReadPage | undefined;
}

const malformed = (service: MicrosoftService, detail: string, status: number): MicrosoftError =>
  new MicrosoftError('malformed', { service, detail, status });

const countOf = (page: ReadPage): number => page.given + page.records.length;
const isBetter = (page: ReadPage, than: ReadPage): boolean =>
  page.truncated === than.truncated ? countOf(page) > countOf(than) : than.truncated;

/** The chunks up to where the answer is refused because of its size. `refusal()`: that error, when it came. */
function upToLimit(chunks: AsyncIterable<Buffer>) {
  let refused: MicrosoftError | undefined;
  async function* read(): AsyncGenerator<Buffer, void, undefined> {
    try {
      yield* chunks;
    } catch (error) {
      if (!(error instanceof MicrosoftError) || error.code !== BODY_TOO_LARGE) throw error;
      refused = error;
    }
  }
  return { chunks: read(), refusal: () => refused };
}

function refuseHtml(service: MicrosoftService, { headers, status }: ResponseHead): void {
  const type = headers['content-type'] ?? '';
  if (/html/i.test(type)) throw malformed(service, `the answer is ${/^[\w/+.-]{1,60}/.exec(type)?.[0] ?? 'not JSON'}`, status);
}

/**
 * A page that ended early is asked for again, and so is, once, a page with unreadable records: what was spoilt on the way can
 * be whole the next time. A page that comes with the same faults twice is what the API has.
 */
export function createPageReader(service: MicrosoftService, handOver?: HandOver): PageReader {
  let best: ReadPage | undefined;
  let again = false;
  const compare = (page: ReadPage): ReadPage => (best = best && !isBetter(page, best) ? best : page);
  const judge = (page: ReadPage, status: number): ReadPage => {
    if (page.wholeBroken !== undefined) throw malformed(service, page.wholeBroken, status);
    compare(page);
    if (page.truncated) throw malformed(service, 'the answer ends in the middle of a record', status);
    // A record that is too large was read to its end: it will be the same the next time.
    if (page.broken.some(({ reason }) => reason !== 'too_large') && !again) {
      again = true;
      throw malformed(service, 'the answer holds unreadable records', status);
    }
    return compare(page);
  };
  return {
    best: () => best,
    read: (response) => {
      refuseHtml(service, response);
      return judge({ ...parseRecordPage(response.body), given: 0, bytes: response.body.length }, response.status);
    },
    readLarge:
      handOver &&
      (async (head, chunks) => {
        refuseHtml(service, head);
        const limited = upToLimit(chunks);
        const page = await readSliced(limited.chunks, handOver);
        const refusal = limited.refusal();
        if (!refusal) return judge(page, head.status);
        if (page.wholeBroken === undefined) compare(page);
        throw refusal;
      }),
  };
}
