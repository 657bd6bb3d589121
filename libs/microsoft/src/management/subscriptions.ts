import type { ContentType } from '@aoc/contracts';
import { z } from 'zod';
import type { SubscriptionState } from '../client-types';
import type { HttpResponse } from '../core/http';
import { MicrosoftError, type MicrosoftErrorKind } from '../microsoft-error';
import { feedUrl, permissionFor, type Feed } from './feed';

const listSchema = z.array(z.object({ contentType: z.string(), status: z.string() }));

/** Failures that concern one content type; any other concerns the tenant or the connection. */
const OF_ONE_TYPE: ReadonlySet<MicrosoftErrorKind> = new Set([
  'missing_consent',
  'missing_licence',
  'auditing_off',
  'bad_request',
  'not_found',
]);

function readList(response: HttpResponse): Set<string> {
  try {
    const list = listSchema.parse(JSON.parse(response.body.toString('utf8')));
    return new Set(list.filter(({ status }) => status === 'enabled').map(({ contentType }) => contentType));
  } catch {
    throw new MicrosoftError('malformed', {
      service: 'management',
      detail: 'the answer is not a list of subscriptions',
      status: response.status,
    });
  }
}

/** Types that are enabled; none when the API will not say, because starting tells more about the reason. */
async function enabledTypes(feed: Feed, signal: AbortSignal | undefined): Promise<Set<string>> {
  try {
    return await feed.call({ api: 'management', url: feedUrl(feed, 'subscriptions/list'), signal, read: readList });
  } catch (error) {
    if (error instanceof MicrosoftError && OF_ONE_TYPE.has(error.kind)) return new Set();
    throw error;
  }
}

/** Starts one subscription. AF20024 (already enabled, nothing to change) is success: the wire says so, the reference does not. */
export async function startSubscription(feed: Feed, type: ContentType, signal: AbortSignal | undefined): Promise<void> {
  const url = feedUrl(feed, `subscriptions/start?contentType=${type}`);
  try {
    await feed.call({ api: 'management', method: 'POST', url, permission: permissionFor(type), signal, read: () => undefined });
  } catch (error) {
    if (!(error instanceof MicrosoftError) || error.code !== 'AF20024') throw error;
  }
}

/** Lists first: the API wants a quarter of an hour between two starts of the same type. */
export async function ensureSubscriptions(
  feed: Feed,
  types: readonly ContentType[],
  signal: AbortSignal | undefined,
): Promise<SubscriptionState[]> {
  const enabled = await enabledTypes(feed, signal);
  const states: SubscriptionState[] = [];
  for (const type of types) {
    try {
      if (!enabled.has(type)) await startSubscription(feed, type, signal);
      states.push({ type, state: 'enabled' });
    } catch (error) {
      if (!(error instanceof MicrosoftError) || !OF_ONE_TYPE.has(error.kind)) throw error;
      states.push({ type, state: 'unavailable', error });
    }
  }
  return states;
}
