import { MicrosoftError, type MicrosoftService } from '../microsoft-error';
import { parseRecordPage, type RecordPageText } from '../parse/parse-record-page';
import type { HttpResponse } from './http';

/** Reads the answers to one request until one is whole, and remembers the best that came. */
export interface PageReader {
  /** Throws `malformed` when another try may bring more. */
  read(response: HttpResponse): RecordPageText;
  /** The most complete answer so far; undefined when none was a list. */
  best(): RecordPageText | undefined;
}

const malformed = (service: MicrosoftService, detail: string, status: number): MicrosoftError =>
  new MicrosoftError('malformed', { service, detail, status });

const isBetter = (page: RecordPageText, than: RecordPageText): boolean =>
  page.truncated === than.truncated ? page.records.length > than.records.length : than.truncated;

/**
 * A page that ended early is asked for again, and so is, once, a page with unreadable records: what was spoilt on the way can
 * be whole the next time. A page that comes with the same faults twice is what the API has.
 */
export function createPageReader(service: MicrosoftService): PageReader {
  let best: RecordPageText | undefined;
  let again = false;
  return {
    best: () => best,
    read: (response) => {
      const type = response.headers['content-type'] ?? '';
      if (/html/i.test(type)) throw malformed(service, `the answer is ${/^[\w/+.-]{1,60}/.exec(type)?.[0] ?? 'not JSON'}`, response.status);
      const page = parseRecordPage(response.body);
      if (page.wholeBroken !== undefined) throw malformed(service, page.wholeBroken, response.status);
      if (!best || isBetter(page, best)) best = page;
      if (page.truncated) throw malformed(service, 'the answer ends in the middle of a record', response.status);
      if (page.broken.length > 0 && !again) {
        again = true;
        throw malformed(service, 'the answer holds unreadable records', response.status);
      }
      return best;
    },
  };
}
