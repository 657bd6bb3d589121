import type { ReadContext } from '@aoc/server/context';
import { collectionOf, ScopedCollection, type Connection } from '@aoc/server/mongo';
import {
  providerRuleStateCollection,
  ruleCollection,
  ruleStateCollection,
  ruleVersionCollection,
  type ProviderRuleStateDocument,
  type RuleDocument,
  type RuleStateDocument,
  type RuleVersionDocument,
} from './rule.schema';

/** The collections that the verbs of rules work on. */
export interface RuleStore {
  rules: ScopedCollection<RuleDocument>;
  versions: ScopedCollection<RuleVersionDocument>;
  states: ScopedCollection<RuleStateDocument>;
  /** Of a tenant, for each rule of the provider. */
  providerStates: ScopedCollection<ProviderRuleStateDocument>;
}

/** Rules of 1.x that nobody has upgraded yet are not rules of ours. */
const upgraded = (_ctx: ReadContext) => ({ name_key: { $exists: true } });

export function ruleStore(connection: Connection): RuleStore {
  return {
    rules: new ScopedCollection<RuleDocument>(collectionOf<RuleDocument>(connection, ruleCollection.name), upgraded),
    versions: new ScopedCollection<RuleVersionDocument>(collectionOf<RuleVersionDocument>(connection, ruleVersionCollection.name)),
    states: new ScopedCollection<RuleStateDocument>(collectionOf<RuleStateDocument>(connection, ruleStateCollection.name)),
    providerStates: new ScopedCollection<ProviderRuleStateDocument>(
      collectionOf<ProviderRuleStateDocument>(connection, providerRuleStateCollection.name),
    ),
  };
}
