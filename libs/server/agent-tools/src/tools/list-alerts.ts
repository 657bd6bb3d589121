import { alertListQuerySchema, alertStatusSchema, severitySchema } from '@aoc/contracts';
import { listAlerts as readAlerts } from '@aoc/server/alerts';
import { z } from 'zod';
import { alertTable } from '../compact/alert-table';
import { ROW_LEVELS, tableSchema } from '../compact/event-table';
import { askedPage, packCursor, rangeCursorSchema } from '../compact/range-cursor';
import { fitting } from '../compact/tokens';
import { tool, type ReadingDeps } from '../tool';
import { daysArgument, lastDays, limitArgument } from './arguments';

const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1).max(10)]).optional();
const listed = <T extends string>(value: T | T[] | undefined): T[] | undefined => (typeof value === 'string' ? [value] : value);

const input = z.strictObject({
  status: oneOrMore(alertStatusSchema).meta({ description: 'one or several; default all' }),
  severity: oneOrMore(severitySchema).meta({ description: 'one or several; default all' }),
  rule_name: alertListQuerySchema.shape.rule_name,
  actor: alertListQuerySchema.shape.actor,
  entity: alertListQuerySchema.shape.entity,
  assignee: alertListQuerySchema.shape.assignee,
  days: daysArgument.unwrap().optional().meta({ description: 'raised within so many days; default all' }),
  sort: z.enum(['newest', 'severity']).default('newest'),
  limit: limitArgument(20),
  cursor: rangeCursorSchema,
});
const output = z.object({
  total: z.int().nullable().meta({ description: 'all matches; null on later pages' }),
  total_is_exact: z.boolean(),
  ...tableSchema,
  next_cursor: z.string().nullable(),
  note: z.string(),
});

export const listAlerts = tool({
  name: 'list_alerts',
  title: 'List alerts',
  description: 'Alerts that rules raised, as a table. Start of a triage: status open, sort severity.',
  input,
  output,
  role: 'viewer',
  readOnly: true,
  idempotent: true,
  crossTenant: true,
  heavy: false,
  run: async (ctx, { detection }: ReadingDeps, { status, severity, days, limit, cursor, ...rest }) => {
    const ever = { start: new Date(0), end: ctx.clock.now() };
    const { start, end, ...position } = askedPage(days === undefined ? ever : lastDays(ctx, days), cursor);
    const query = { ...rest, status: listed(status), severity: listed(severity), start, page_size: limit, ...position };
    const page = await readAlerts(ctx, detection.alerts, query, limit);
    const next_cursor = packCursor({ start, end }, page.next_cursor);
    const total = page.total < 0 ? null : page.total;
    const shown = page.items.length;
    return fitting(ROW_LEVELS, (most) => ({
      total,
      total_is_exact: page.total_is_exact,
      ...alertTable(ctx, page.items, most),
      next_cursor,
      note:
        shown === 0
          ? 'No alert matches.'
          : `${shown} of ${total === null ? 'more' : `${page.total_is_exact ? '' : 'at least '}${total}`} alerts. ${next_cursor === null ? 'These are all.' : 'The next page: the same call with cursor = next_cursor.'} get_alert shows one in full.`,
    }));
  },
});
