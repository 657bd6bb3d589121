export {
  compileRules,
  ruleProblems,
  type CompiledRule,
  type CompileOptions,
  type DetectionRule,
  type RuleSet,
} from './engine/compile-rules';
export { evaluate, type Evaluation, type RuleMatch } from './engine/evaluate';
export { type Suppression } from './engine/exceptions';
export { KNOWN_FIELDS, type KnownField } from './engine/known-fields';
export { type RuleProblem } from './engine/problem';
export { outsideOf, workingHoursProblem, type WorkingHours } from './engine/working-time';
export { windowEntryOf, type RuleWindow, type WindowEntry } from './windows/window-entry';
export { decideFirstSeen, type FirstSeenDecision, type FirstSeenOptions } from './windows/first-seen';
export { decideSequence } from './windows/sequence';
export { decideThreshold } from './windows/threshold';
export { type DecisionOptions, type WindowDecision } from './windows/entries';
