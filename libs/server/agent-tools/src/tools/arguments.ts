import { eventFilterSchema } from '@aoc/contracts';
import type { ReadContext } from '@aoc/server/context';
import { z } from 'zod';
import type { Range } from '../compact/range-cursor';

const DAY_MS = 86_400_000;

/** Arguments that several tools take. */
export const daysArgument = z.int().min(1).max(3650).default(7).meta({ description: 'how many days back from now' });
export const limitArgument = (usual: number) =>
  z.int().min(1).max(100).default(usual).meta({ description: 'rows of the answer, at most 100' });
export const eventIdArgument = z.string().trim().min(1).max(512).meta({ description: 'id of an event, as search_events gives it' });
export const alertIdArgument = z.string().trim().min(1).max(64).meta({ description: 'id of an alert, as list_alerts gives it' });
export const entityArgument = eventFilterSchema.shape.search
  .unwrap()
  .meta({ description: 'a user (UPN or name), device, app, IP address or GUID; or words that occur' });

/** The time of the last days until now. */
export function lastDays(ctx: Pick<ReadContext, 'clock'>, days: number): Range {
  const end = ctx.clock.now();
  return { start: new Date(end.getTime() - days * DAY_MS), end };
}
