import { createContext, useContext } from 'react';
import { errorsAt, type RuleErrors } from '../model/rule-errors';

const NONE: RuleErrors = new Map();
/** What the server said of the rule that is being edited. */
export const RuleErrorsContext = createContext<RuleErrors>(NONE);

/** What was said of a place; with `deep` also of everything in it. */
export const useErrorsAt = (place: string, deep = false): string[] => errorsAt(useContext(RuleErrorsContext), place, deep);
