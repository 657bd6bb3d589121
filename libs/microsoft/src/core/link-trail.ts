import { createHash } from 'node:crypto';
import { MicrosoftError, type MicrosoftService } from '../microsoft-error';
import { isSameOrigin } from './same-origin';

/** More pages than any slice can have (100 million records): beyond it something is wrong. */
const MAX_PAGES = 100_000;

/** An empty page may name itself as the next one: the API was not ready and wants to be asked again. */
const MAX_EMPTY_REPEATS = 5;

/** Follows the pages of one list: refuses links to elsewhere and links that come a second time. */
export interface LinkTrail {
  /** The link to follow, or undefined at the end of the list. `records`: how many the page had. Throws `malformed`. */
  next(link: string | undefined, records: number): string | undefined;
}

/** Memory: a short hash for each page. */
export function createLinkTrail(service: MicrosoftService, base: string, first: string): LinkTrail {
  const digest = (link: string): string => createHash('md5').update(link).digest('base64');
  const seen = new Set([digest(first)]);
  let repeats = 0;
  const refuse = (detail: string): never => {
    throw new MicrosoftError('malformed', { service, detail });
  };
  return {
    next: (link, records) => {
      if (link === undefined || link === '') return undefined;
      if (!isSameOrigin(link, base)) return refuse('the link to the next page leads to another server and was not followed');
      const mark = digest(link);
      if (seen.has(mark) && records === 0 && ++repeats <= MAX_EMPTY_REPEATS) return link;
      if (seen.has(mark)) return refuse('the link to the next page leads back to a page that was already read');
      if (seen.size >= MAX_PAGES) return refuse(`the list has more than ${MAX_PAGES} pages`);
      seen.add(mark);
      return link;
    },
  };
}
