import { checkedRuleBodySchema, DomainError, severitySchema, type RuleBody } from '@aoc/contracts';
import { ruleProblems } from '@aoc/detection';
import type { TenantContext } from '@aoc/server/context';
import { collectionOf, type Connection } from '@aoc/server/mongo';
import type { Document } from 'mongodb';
import { z } from 'zod';
import { ruleStore, type RuleStore } from './rule.repository';
import { newRule } from './rules';
import { ruleCollection } from './rule.schema';
import { insertRule } from './write-rule.repository';

const legacySchema = z.object({
  name: z.string().trim().min(1),
  enabled: z.boolean().catch(true),
  severity: severitySchema.catch('medium'),
  message: z.string().catch(''),
  conditions: z.array(z.object({ field: z.string(), op: z.string(), value: z.unknown() })).catch([]),
});
/** What 1.x meant with `threshold_count`, which never worked there: so many by one actor in ten minutes. */
const THRESHOLD_MINUTES = 10;

/** A rule of 1.x as one of ours; null when it cannot be said in our terms. Pure. */
export function bodyOfLegacy(document: unknown): RuleBody | null {
  const legacy = legacySchema.safeParse(document);
  if (!legacy.success) return null;
  const { conditions, ...rest } = legacy.data;
  const threshold = conditions.find(({ op }) => op === 'threshold_count');
  const body = checkedRuleBodySchema.safeParse({
    ...rest,
    conditions: conditions.filter(({ op }) => op !== 'threshold_count'),
    ...(threshold ? { threshold: { count: Number(threshold.value), group_by: ['actor'], window_minutes: THRESHOLD_MINUTES } } : {}),
  });
  return body.success && ruleProblems(body.data).length === 0 ? body.data : null;
}

/** @returns false when its name, or the rule itself, is there already */
async function adoptOne(ctx: TenantContext, store: RuleStore, body: RuleBody, id: string): Promise<boolean> {
  try {
    await insertRule(ctx, store, newRule(ctx, { body, origin: 'own', id }));
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'conflict') return false;
    throw error;
  }
}

/**
 * Takes over the rules of 1.x that an upgrade has given a tenant: each becomes a rule of this version, and the old document goes. One that
 * cannot be said in our terms stays as it is, unused. May be interrupted and run again.
 * @returns how many were taken over, and the names of those that were not
 */
export async function adoptLegacyRules(ctx: TenantContext, connection: Connection): Promise<{ adopted: number; refused: string[] }> {
  const rows = collectionOf<Document>(connection, ruleCollection.name);
  const store = ruleStore(connection);
  const refused: string[] = [];
  let adopted = 0;
  for (const document of await rows.find({ tenant_id: ctx.tenantId, name_key: { $exists: false } }).toArray()) {
    const id = String(document._id);
    const body = bodyOfLegacy(document);
    const isNew = body !== null && (await adoptOne(ctx, store, body, id));
    if (isNew) adopted += 1;
    // Also where another process, or an attempt that was interrupted, has taken it over.
    if (isNew || (await store.rules.findOne(ctx, { _id: id }))) await rows.deleteOne({ _id: document._id });
    else refused.push(typeof document.name === 'string' ? document.name : id);
  }
  return { adopted, refused };
}
