import type { MicrosoftClient, MicrosoftClientOptions } from './client-types';
import { createCaller } from './core/caller';
import { createHttp } from './core/http';
import { createLargeLane } from './core/large-lane';
import type { MicrosoftEndpoints } from './endpoints';
import { resolveDirectoryObjects } from './graph/directory-objects';
import { readGraphSlice } from './graph/graph-slice';
import { memberGroups } from './graph/member-groups';
import { readBlob } from './management/blob';
import { listContent } from './management/content-list';
import type { Feed } from './management/feed';
import { ensureSubscriptions } from './management/subscriptions';

/** A full page of a Graph list or an ordinary blob stays below it. */
const WHOLE_BODY_BYTES = 4 * 1024 * 1024;
/** Far above what the APIs give; more would only keep a worker from everything else. */
const MAX_BODY_BYTES = 512_000_000;

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

/** A client for one tenant. It holds a few connections and two tokens, nothing else; close it when the tenant is done. */
export function createMicrosoftClient(options: MicrosoftClientOptions): MicrosoftClient {
  const endpoints: MicrosoftEndpoints = {
    loginUrl: withoutSlash(options.endpoints.loginUrl),
    graphUrl: withoutSlash(options.endpoints.graphUrl),
    managementUrl: withoutSlash(options.endpoints.managementUrl),
  };
  const maxBodyBytes = options.maxBodyBytes ?? MAX_BODY_BYTES;
  const http = createHttp({
    requestTimeoutMs: options.requestTimeoutMs ?? 30_000,
    bodyTimeoutMs: options.bodyTimeoutMs ?? 30_000,
    wholeBodyBytes: options.wholeBodyBytes ?? WHOLE_BODY_BYTES,
    maxBodyBytes,
    lane: options.largeLane ?? createLargeLane(),
  });
  const policy = {
    gate: options.gate,
    clock: options.clock,
    random: options.random ?? Math.random,
    maxAttempts: Math.max(1, options.maxAttempts ?? 5),
    maxWaitMs: options.maxWaitMs ?? 10_000,
    backoffBaseMs: options.backoffBaseMs ?? 250,
  };
  const { credentials, clock, onCall, publisherId } = options;
  const call = createCaller({ endpoints, credentials, clock, http, policy, onCall, signal: options.signal });
  const feed: Feed = { call, managementUrl: endpoints.managementUrl, publisherId, maxBodyBytes };
  const reader = { call, graphUrl: endpoints.graphUrl, signInKinds: options.signInKinds ?? ['interactiveUser'] };
  return {
    readGraphSlice: (source, slice, signal, onPart) => readGraphSlice(reader, source, slice, { signal, onPart }),
    resolveDirectoryObjects: (ids, signal) => resolveDirectoryObjects(call, endpoints.graphUrl, ids, signal),
    memberGroups: (userId, groupIds, signal) => memberGroups(call, endpoints.graphUrl, { userId, groupIds }, signal),
    ensureSubscriptions: (types, signal) => ensureSubscriptions(feed, types, signal),
    listContent: (type, slice, signal) => listContent(feed, { type, slice, signal }),
    readBlob: (blob, signal, onPart) => readBlob(feed, blob, signal, onPart),
    close: http.close,
  };
}
