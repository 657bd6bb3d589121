import type { ContentType } from '@aoc/contracts';
import type { Caller } from '../core/caller';

/** What the operations of the Management Activity API share. */
export interface Feed {
  call: Caller;
  managementUrl: string;
  publisherId: string | undefined;
  /** For reports of what is larger. */
  maxBodyBytes: number;
}

/** The publisher decides whose quota a request counts against; it belongs on every request. */
export function withPublisher(url: string, publisherId: string | undefined): string {
  if (publisherId === undefined || /[?&]PublisherIdentifier=/i.test(url)) return url;
  return `${url}${url.includes('?') ? '&' : '?'}PublisherIdentifier=${encodeURIComponent(publisherId)}`;
}

/** URL of an operation below the tenant's feed, e.g. `subscriptions/list`. */
export const feedUrl =
  (feed: Feed, operation: string) =>
  (tenantId: string): string =>
    withPublisher(`${feed.managementUrl}/api/v1.0/${encodeURIComponent(tenantId)}/activity/feed/${operation}`, feed.publisherId);

/** DLP records need a permission of their own. */
export const permissionFor = (type: ContentType): string =>
  type === 'DLP.All' ? 'ActivityFeed.ReadDlp (Office 365 Management APIs)' : 'ActivityFeed.Read (Office 365 Management APIs)';
