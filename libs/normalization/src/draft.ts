import type { Actor, JsonObject, ModifiedProperty, Target } from '@aoc/contracts';

/** The API whose record it is, whatever way it came; part of the dedupe key (docs/adr/0003-dedupe-key.md). */
export type Family = 'directory' | 'signin' | 'intune' | 'unified' | 'azure';

/** What a shape reads from its record, before anything that is common to all shapes. */
export interface Draft {
  family: Family;
  /** the source's own id; null when the record has none */
  id: string | null;
  /** the innermost record: without envelope, so that it hashes the same whatever way it came */
  record: JsonObject;
  /** where the time may be, best first */
  times: readonly unknown[];
  service: string;
  operation: string;
  /** a finer name than the service for labels and templates, e.g. `NonInteractiveUserSignInLogs` */
  category: string | null;
  result: string | null;
  actor: Actor;
  targets: Target[];
  /** the telling part of the action in a few words: permission, scope, reason of failure */
  detail: string | null;
  /** further identifiers for entity search, in any case, best first */
  keys: readonly unknown[];
  /** further words for search */
  words: readonly string[];
  /** ids of the tenant itself, which are no entity */
  tenants: readonly unknown[];
}

export const MAX_TARGETS = 50;

export const target = (
  type: string | null,
  id: string | null,
  display: string | null,
  upn: string | null = null,
  modified: ModifiedProperty[] = [],
): Target => ({ type, id, display, upn, modified });

/** An actor of whom nothing is known. */
export const nobody = (ip: string | null): Actor => ({ type: 'system', id: null, display: null, upn: null, ip });
