/** Something in a rule that cannot be run. */
export interface RuleProblem {
  /** where, e.g. `conditions[1].value` */
  place: string;
  message: string;
  /** what was probably meant */
  suggestion?: string;
}
