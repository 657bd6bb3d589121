import type { AuditEvent } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { knownNames, type Ingestion } from '@aoc/server/ingestion';

const GUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;
const NO_OBJECT = /^0{8}-0{4}-0{4}-0{4}-0{11}[01]$/;
const MOST_IDS = 50;
const MOST_SCANNED = 20_000;

/** GUIDs of actor, targets and changed values, lower-case, each once. */
function idsOf({ actor, targets, tenant_id }: AuditEvent): string[] {
  const texts = [actor.id, ...targets.map(({ id }) => id), JSON.stringify(targets.map(({ modified }) => modified)).slice(0, MOST_SCANNED)];
  const ids = texts.flatMap((text) => text?.match(GUID) ?? []).map((id) => id.toLowerCase());
  return [...new Set(ids)].filter((id) => id !== tenant_id && !NO_OBJECT.test(id)).slice(0, MOST_IDS);
}

/** Names for the GUIDs of an event: those that it gives itself, else those that were resolved when events were stored. */
export async function eventNames(
  ctx: TenantContext,
  { stores }: Pick<Ingestion, 'stores'>,
  event: AuditEvent,
): Promise<Map<string, string>> {
  const ids = idsOf(event);
  const own = [event.actor, ...event.targets].flatMap(({ id, display, upn }) => {
    const name = display ?? upn;
    return id !== null && name !== null ? [[id.toLowerCase(), name] as const] : [];
  });
  const names = new Map([...(await knownNames(ctx, stores, ids)), ...own]);
  return new Map(ids.flatMap((id) => (names.has(id) ? [[id, names.get(id) ?? ''] as const] : [])));
}
