import { DomainError, type Notification, type NotificationStatus } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import { z } from 'zod';
import type { Notifications } from '../notifications';
import { toWire } from './notification-wire';
import type { NotificationDocument } from './notification.schema';

const cursorSchema = z.tuple([z.iso.datetime(), z.string().regex(/^[0-9a-f]{64}$/)]);
const MESSAGES: readonly NotificationStatus[] = ['waiting', 'delivered', 'dead'];

const encode = (row: NotificationDocument): string =>
  Buffer.from(JSON.stringify([row.created_at.toISOString(), row._id])).toString('base64url');

function decode(cursor: string): { created_at: Date; id: string } {
  try {
    const [time, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { created_at: new Date(time), id };
  } catch (cause) {
    throw new DomainError('bad_cursor', 'The cursor is not one that this list gave out. Start again without a cursor.', {
      cause,
      errors: [{ path: 'query.cursor', message: 'is damaged' }],
    });
  }
}

export interface NotificationListInput {
  status?: NotificationStatus | undefined;
  channel_id?: string | undefined;
  alert_id?: string | undefined;
  cursor?: string | undefined;
  page_size: number;
}

/** The delivery log, newest first. @throws DomainError bad_cursor */
export async function listNotifications(
  ctx: ReadContext,
  n: Notifications,
  query: NotificationListInput,
): Promise<{ items: Notification[]; next_cursor: string | null }> {
  const after = query.cursor === undefined ? null : decode(query.cursor);
  const filter = {
    status: query.status ?? { $in: [...MESSAGES] },
    ...(query.channel_id === undefined ? {} : { channel_id: query.channel_id }),
    ...(query.alert_id === undefined ? {} : { alert_ids: query.alert_id }),
    ...(after ? { $or: [{ created_at: { $lt: after.created_at } }, { created_at: after.created_at, _id: { $lt: after.id } }] } : {}),
  };
  const rows = await n.stores.outbox.find(ctx, filter, { sort: { created_at: -1, _id: -1 }, limit: query.page_size + 1 }).toArray();
  const page = rows.slice(0, query.page_size);
  const last = page.at(-1);
  return { items: page.map(toWire), next_cursor: rows.length > page.length && last ? encode(last) : null };
}
