import { DomainError, type Alert, type AlertChange, type AlertStatus, type Comment } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { toComment, type StoredComment } from '@aoc/server/events';
import { randomUUID } from 'node:crypto';
import type { AlertDocument } from './alert.schema';
import type { AlertStore } from './alert.repository';
import { toAlert } from './alert-wire';
import { findAlert, seenAlert } from './list-alerts';

const MAX_HISTORY = 500;
const MAX_COMMENTS = 500;
const MAX_TRIES = 20;

const isClosed = (status: AlertStatus): boolean => status === 'resolved' || status === 'false_positive';

type Edit = Pick<AlertDocument, 'status' | 'assignee' | 'close_reason' | 'acknowledged_at' | 'closed_at' | 'history'>;

/** What a change makes of an alert; null when it says what is so already. Pure. @throws DomainError bad_request */
export function editOf(alert: AlertDocument, change: AlertChange, by: string, now: Date, { mayOmitReason = false } = {}): Edit | null {
  const status = change.status ?? alert.status;
  const assignee = change.assignee === undefined ? alert.assignee : change.assignee === 'me' ? by : change.assignee;
  const moved = status !== alert.status;
  if (moved && status === 'false_positive' && change.reason === undefined && !mayOmitReason)
    throw new DomainError('bad_request', 'Say why it is a false positive, so that its rule can be made better.', {
      errors: [{ path: 'body.reason', message: 'is required for false_positive' }],
    });
  if (!moved && assignee === alert.assignee) return null;
  const reopened = moved && isClosed(alert.status) && !isClosed(status);
  const entry = (kind: AlertDocument['history'][number]['change'], from: string | null, to: string | null) => ({
    at: now,
    by,
    change: kind,
    from,
    to,
    reason: kind === 'assigned' ? null : (change.reason ?? null),
  });
  const history = [
    ...alert.history,
    ...(moved ? [entry(reopened ? 'reopened' : 'status', alert.status, status)] : []),
    ...(assignee === alert.assignee ? [] : [entry('assigned', alert.assignee, assignee)]),
  ].slice(-MAX_HISTORY);
  return {
    status,
    assignee,
    history,
    close_reason: isClosed(status) ? (moved ? (change.reason ?? null) : alert.close_reason) : null,
    // The first reaction counts, also when an alert is closed without being acknowledged first.
    acknowledged_at: alert.acknowledged_at ?? (moved && status !== 'open' ? now : null),
    closed_at: isClosed(status) ? (moved ? now : alert.closed_at) : null,
  };
}

/**
 * `mayOmitReason`: for those who know no reasons.
 * @throws DomainError bad_request, not_found, conflict when it was changed since the given version
 */
export async function changeAlert(
  ctx: TenantContext,
  store: AlertStore,
  id: string,
  change: AlertChange,
  options: { mayOmitReason?: boolean } = {},
): Promise<Alert> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const before = await findAlert(ctx, store, id);
    if (change.version !== undefined && change.version !== before.version)
      throw new DomainError('conflict', `The alert is ${before.status} by now, changed by somebody else. Load it again.`);
    const edit = editOf(before, change, ctx.actor.display, ctx.clock.now(), options);
    if (edit === null) return seenAlert(ctx, store, before);
    const { matchedCount } = await store.alerts.updateOne(ctx, { _id: id, version: before.version }, { $set: edit, $inc: { version: 1 } });
    if (matchedCount === 1) {
      const changed = await findAlert(ctx, store, id);
      if (edit.history.some((entry) => entry.change === 'reopened' && !before.history.includes(entry)))
        await store.onReopened?.(ctx, toAlert(changed));
      return seenAlert(ctx, store, changed);
    }
  }
  throw new DomainError('conflict', 'The alert is being changed by others. Try again.');
}

export interface BulkResult {
  changed: number;
  unchanged: number;
  failed: { id: string; message: string }[];
}

/** The same change to many alerts, each by itself: what fails is named, the others are changed. */
export async function changeAlerts(
  ctx: TenantContext,
  store: AlertStore,
  ids: readonly string[],
  change: Omit<AlertChange, 'version'>,
): Promise<BulkResult> {
  const result: BulkResult = { changed: 0, unchanged: 0, failed: [] };
  for (const id of new Set(ids)) {
    try {
      const { version } = await findAlert(ctx, store, id);
      const after = await changeAlert(ctx, store, id, change);
      if (after.version === version) result.unchanged += 1;
      else result.changed += 1;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      result.failed.push({ id, message: error.detail });
    }
  }
  return result;
}

/** @throws DomainError not_found, conflict when there are too many comments */
export async function commentAlert(
  ctx: TenantContext,
  store: AlertStore,
  id: string,
  text: string,
  commentId: string = randomUUID(),
): Promise<Comment> {
  const now = ctx.clock.now();
  const comment: StoredComment = { id: commentId, text, author: ctx.actor.display, timestamp: now };
  const entry = { at: now, by: ctx.actor.display, change: 'commented' as const, from: null, to: null, reason: null };
  const { matchedCount } = await store.alerts.updateOne(
    ctx,
    { _id: id, 'comments.id': { $ne: commentId }, [`comments.${MAX_COMMENTS - 1}`]: { $exists: false } },
    { $push: { comments: comment, history: { $each: [entry], $slice: -MAX_HISTORY } }, $inc: { version: 1 } },
  );
  if (matchedCount === 1) return toComment(comment);
  const alert = await findAlert(ctx, store, id);
  const known = alert.comments.find((one) => one.id === commentId);
  if (known) return toComment(known);
  throw new DomainError('conflict', `This alert has ${MAX_COMMENTS} comments, which is the most.`);
}

/** Notes when an alert was told to somebody first. */
export async function markNotified(ctx: TenantContext, { alerts }: AlertStore, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length > 0) await alerts.updateMany(ctx, { _id: { $in: [...ids] }, notified_at: null }, { $set: { notified_at: at } });
}
