import { auditOutcomeSchema, type AuditOutcome } from '@aoc/contracts';
import type { TextSearch } from '../../../shared/text-search';

/** Filters of the audit trail, as the API takes them. */
export interface AuditFilters {
  actor?: string;
  action?: string;
  outcome?: AuditOutcome;
  start?: string;
  end?: string;
}

const isInstant = (text: string): boolean => !Number.isNaN(Date.parse(text));

/** What an address says; nonsense is left out rather than sent. */
export function parseAuditFilters(search: TextSearch<keyof AuditFilters>): AuditFilters {
  const filters: AuditFilters = {};
  const { actor, action, outcome, start, end } = search;
  if (typeof actor === 'string') filters.actor = actor;
  if (typeof action === 'string') filters.action = action;
  const known = auditOutcomeSchema.safeParse(outcome);
  if (known.success) filters.outcome = known.data;
  if (typeof start === 'string' && isInstant(start)) filters.start = start;
  if (typeof end === 'string' && isInstant(end)) filters.end = end;
  return filters;
}
