import { DomainError, noSuch, type Alert, type alertListQuerySchema, type AlertPage } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import type { ScopedFilter } from '@aoc/server/mongo';
import type { z } from 'zod';
import { decodeAlertCursor, encodeAlertCursor, type AlertPosition } from './alert-cursor';
import { alertIndex, type AlertDocument } from './alert.schema';
import type { AlertStore } from './alert.repository';
import { toAlert } from './alert-wire';
import { withinSight } from './within-sight';

export type AlertListQuery = z.infer<typeof alertListQuerySchema>;
type Condition = ScopedFilter<AlertDocument>;

/** Totals are exact up to here. */
const EXACT_TOTAL = 10_000;
/** Alerts that numbered pages can pass over; cursors reach everything. */
const MAX_SKIP = 10_000;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

function assigneeCondition(ctx: ReadContext, assignee: string): Condition {
  if (assignee === 'none') return { assignee: null };
  return { assignee: assignee === 'me' ? ctx.actor.display : assignee };
}

function filterOf(ctx: ReadContext, query: AlertListQuery): Condition {
  const { status, severity, rule_id, rule_name, incident_id, assignee, actor, entity, start, end } = query;
  return {
    ...(status ? { status: { $in: status } } : {}),
    ...(severity ? { severity: { $in: severity } } : {}),
    ...(rule_id === undefined ? {} : { rule_id }),
    ...(rule_name === undefined ? {} : { rule_name }),
    ...(incident_id === undefined ? {} : { incident_id }),
    ...(assignee === undefined ? {} : assigneeCondition(ctx, assignee)),
    ...(actor === undefined ? {} : { actor_folded: { $regex: escaped(actor.toLowerCase()) } }),
    ...(entity === undefined ? {} : { entity_keys: entity.toLowerCase() }),
    ...(start || end ? { timestamp: { ...(start ? { $gte: start } : {}), ...(end ? { $lte: end } : {}) } } : {}),
  };
}

function behind({ rank, timestamp, id }: AlertPosition, sort: AlertListQuery['sort']): Condition {
  const older: Condition[] = [{ timestamp: { $lt: timestamp } }, { timestamp, _id: { $lt: id } }];
  return sort === 'severity' ? { $or: [{ rank: { $lt: rank } }, { rank, $or: older }] } : { $or: older };
}

/**
 * One page of alerts. By when they were raised, which does not change while they grow, so that pages neither repeat nor miss one.
 * @throws DomainError bad_cursor, bad_request
 */
export async function listAlerts(ctx: ReadContext, store: AlertStore, query: AlertListQuery, defaultSize: number): Promise<AlertPage> {
  const { alerts } = store;
  const { cursor, page, page_size, ...binding } = query;
  const size = page_size ?? defaultSize;
  const skip = ((page ?? 1) - 1) * size;
  if (skip > MAX_SKIP)
    throw new DomainError('bad_request', 'Numbered pages end here. Use cursor instead of page.', {
      errors: [{ path: 'query.page', message: `page × page_size must be at most ${MAX_SKIP}` }],
    });
  const list = JSON.stringify([[...ctx.tenants].sort(), binding]);
  const position = cursor === undefined ? undefined : decodeAlertCursor(cursor, list);
  const filter = filterOf(ctx, query);
  const bySeverity = query.sort === 'severity';
  const found = alerts
    .find(ctx, position ? { $and: [filter, behind(position, query.sort)] } : filter, {
      sort: { ...(bySeverity ? { rank: -1 } : {}), timestamp: -1, _id: -1 },
      hint: bySeverity ? alertIndex.severity : alertIndex.newest,
      limit: size + 1,
      skip,
    })
    .toArray();
  const [rows, total] = await Promise.all([found, position ? -1 : alerts.count(ctx, filter, EXACT_TOTAL + 1)]);
  const items = rows.slice(0, size);
  const last = rows.length > size ? items.at(-1) : undefined;
  return {
    items: await withinSight(ctx, store, items.map(toAlert)),
    total: Math.min(total, EXACT_TOTAL),
    total_is_exact: !position && total <= EXACT_TOTAL,
    next_cursor: last ? encodeAlertCursor({ rank: last.rank, timestamp: last.timestamp, id: last._id }, list) : null,
    page_size: size,
  };
}

/** @throws DomainError not_found */
export async function findAlert(ctx: ReadContext, { alerts }: AlertStore, id: string): Promise<AlertDocument> {
  const row = await alerts.findOne(ctx, { _id: id });
  if (!row) throw noSuch('alert with this id');
  return row;
}

/** @throws DomainError not_found */
export const getAlert = async (ctx: ReadContext, store: AlertStore, id: string): Promise<Alert> =>
  seenAlert(ctx, store, await findAlert(ctx, store, id));

/** A stored alert as this caller may see it. */
export async function seenAlert(ctx: ReadContext, store: AlertStore, row: AlertDocument): Promise<Alert> {
  const alert = toAlert(row);
  return (await withinSight(ctx, store, [alert]))[0] ?? alert;
}
