export { importSigma } from './sigma/import-sigma';
export { type SigmaOptions, type SigmaReason, type SigmaReport, type SigmaVerdict } from './sigma/report';
export {
  compileRules,
  ruleAnchors,
  ruleProblems,
  type CompiledRule,
  type CompileOptions,
  type DetectionRule,
  type RuleAnchors,
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
export { DEFAULT_RULES } from './defaults/default-rules';
export { PACK_RULES } from './pack/pack-rules';
export { type ExamplesByKey, type PackRule, type RuleExamples, type Story } from './pack/pack-rule';
export { liveness, type Liveness } from './pack/liveness';
export { decideWindow, replay, type Raised } from './windows/replay';
export { RULE_EXAMPLES } from './pack/pack-examples';
