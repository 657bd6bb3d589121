import type { ContentType } from '@aoc/contracts';
import type { ContentBlob, ContentPage, TimeSlice } from '../client-types';
import type { HttpResponse } from '../core/http';
import { createLinkTrail } from '../core/link-trail';
import { createPageReader } from '../core/page-reader';
import { MicrosoftError } from '../microsoft-error';
import type { BrokenRecord } from '../record-page';
import { readContentItem } from './content-item';
import { contentWindows, windowTime } from './content-windows';
import { feedUrl, permissionFor, withPublisher, type Feed } from './feed';
import { startSubscription } from './subscriptions';

export interface ContentQuery {
  type: ContentType;
  slice: TimeSlice;
  signal: AbortSignal | undefined;
}

interface ListPage {
  items: unknown[];
  unreadable: BrokenRecord[];
  next: string | undefined;
}

/** No subscription, or one that was disabled: starting it again may be all that is needed. */
const needsStart = (error: unknown): boolean => error instanceof MicrosoftError && (error.code === 'AF20022' || error.code === 'AF20023');

async function readListPage(feed: Feed, query: ContentQuery, url: string | ((tenantId: string) => string)): Promise<ListPage> {
  const reader = createPageReader('management');
  const read = (response: HttpResponse): ListPage => {
    const page = reader.read(response);
    return { items: page.records, unreadable: page.broken, next: response.headers['nextpageuri'] };
  };
  const followedLink = typeof url === 'string';
  return feed.call({ api: 'management', url, followedLink, permission: permissionFor(query.type), signal: query.signal, read });
}

/** Reads a page of a subscription that was started. Where the API does not know it yet, the start is not in force everywhere: it will be. */
async function readStartedPage(feed: Feed, query: ContentQuery, url: string | ((tenantId: string) => string)): Promise<ListPage> {
  try {
    return await readListPage(feed, query, url);
  } catch (error) {
    if (!(error instanceof MicrosoftError) || error.code !== 'AF20022') throw error;
    throw new MicrosoftError('server', {
      service: 'management',
      detail: 'a subscription that was started is not known yet',
      code: error.code,
    });
  }
}

async function readFirstPage(feed: Feed, query: ContentQuery, url: (tenantId: string) => string): Promise<ListPage> {
  try {
    return await readListPage(feed, query, url);
  } catch (error) {
    if (!needsStart(error)) throw error;
    await startSubscription(feed, query.type, query.signal);
    return readStartedPage(feed, query, url);
  }
}

function contentOf(feed: Feed, query: ContentQuery, page: ListPage, location: string): ContentPage {
  const blobs: ContentBlob[] = [];
  const broken = [...page.unreadable];
  for (const [index, item] of page.items.entries()) {
    const listed = readContentItem(item, index, query.type, feed.managementUrl);
    if ('blob' in listed) blobs.push(listed.blob);
    else broken.push(listed.broken);
  }
  return { blobs, broken, location };
}

/** Blobs page by page. The next page stands in the response header `NextPageUri`, which carries the window with it. */
export async function* listContent(feed: Feed, query: ContentQuery): AsyncGenerator<ContentPage, void, undefined> {
  for (const { start, end } of contentWindows(query.slice)) {
    const operation = `subscriptions/content?contentType=${query.type}&startTime=${windowTime(start)}&endTime=${windowTime(end)}`;
    const trail = createLinkTrail('management', feed.managementUrl, operation);
    let page = await readFirstPage(feed, query, feedUrl(feed, operation));
    for (let number = 1; ; number++) {
      yield contentOf(feed, query, page, `content:${query.type} ${windowTime(start)}/${windowTime(end)} #${number}`);
      const next = trail.next(page.next, page.items.length);
      if (next === undefined) break;
      page = await readStartedPage(feed, query, withPublisher(next, feed.publisherId));
    }
  }
}
