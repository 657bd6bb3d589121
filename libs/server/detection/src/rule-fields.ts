import type { RuleField } from '@aoc/contracts';
import { KNOWN_FIELDS } from '@aoc/detection';
import type { ReadContext } from '@aoc/server/context';
import { facetIndex, type EventStore, type FacetField } from '@aoc/server/events';

/** Fields whose values are counted, by the name that conditions use. */
const COUNTED: Readonly<Record<string, FacetField>> = {
  operation: 'operation',
  service: 'service',
  result: 'result',
  'actor.upn': 'actor_upn',
  actor_upn: 'actor_upn',
  actor_display: 'actor_display',
  'actor.display': 'actor_display',
  display_category: 'display_category',
  source: 'source',
  changed: 'changed_property',
};
const MAX_VALUES = 200;

/** What conditions can look at, with the frequent values of this tenant. */
export async function ruleFields(ctx: ReadContext, { facets }: EventStore): Promise<RuleField[]> {
  const used = [...new Set(Object.values(COUNTED))];
  const values = new Map(
    await Promise.all(
      used.map(async (field) => {
        const rows = await facets
          .find(ctx, { field }, { projection: { value: 1 }, sort: { count: -1 }, limit: MAX_VALUES, hint: facetIndex.byCount })
          .toArray();
        return [field, [...new Set(rows.map(({ value }) => value))]] as const;
      }),
    ),
  );
  return KNOWN_FIELDS.map(({ name, description }) => {
    const counted = COUNTED[name];
    return { field: name, description, values: [...((counted && values.get(counted)) ?? [])] };
  });
}
