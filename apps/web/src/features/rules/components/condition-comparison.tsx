import { ruleOperatorSchema, type RuleComparison } from '@aoc/contracts';
import { Ban, Button, cx, Select, Trash2 } from '@aoc/web/ui';
import type { ReactNode } from 'react';
import { OPERATOR_WORDS } from '../../../shared/condition-words';
import { operatorsFor, suited, valueKind, withCase, withOperator } from '../model/conditions';
import { useErrorsAt } from './errors-context';
import { FieldInput } from './field-input';
import { PlaceErrors } from './labelled';
import { ValueEditor } from './value-editor';

export interface ToolsProps {
  negated: boolean;
  onNegate: () => void;
  /** Missing for the only condition of a list. */
  onRemove?: () => void;
}

/** Turning round and removing a condition or a group. */
export function ConditionTools({ negated, onNegate, onRemove }: ToolsProps) {
  return (
    <span className="flex shrink-0 gap-0.5">
      <Button
        variant="ghost"
        size="sm"
        aria-pressed={negated}
        title={negated ? 'Must not hold; press to turn round' : 'Turn round: must not hold'}
        className={cx('h-8.5', negated && 'bg-warn-tint text-warn')}
        onClick={onNegate}
      >
        <Ban aria-hidden className="size-3.5" />
        <span className={negated ? undefined : 'sr-only'}>not</span>
      </Button>
      <Button variant="ghost" size="sm" className="h-8.5" aria-label="Remove the condition" disabled={!onRemove} onClick={onRemove}>
        <Trash2 aria-hidden className="size-3.5" />
      </Button>
    </span>
  );
}

interface ComparisonProps extends ToolsProps {
  comparison: RuleComparison;
  place: string;
  onChange: (comparison: RuleComparison) => void;
  /** The conditions on elements, for `any` and `all`. */
  nested: ReactNode;
}

/** `field operator value` in a line. */
export function Comparison({ comparison, place, onChange, nested, ...tools }: ComparisonProps) {
  const invalid = useErrorsAt(place, true).length > 0;
  const caseMatters = ['text', 'list'].includes(valueKind(comparison)) && comparison.op !== 'cidr';
  return (
    <div className="flex flex-col gap-1.5" data-condition={place}>
      <div className="flex items-start gap-2">
        <div className="grid min-w-0 flex-1 gap-2 @xl:grid-cols-[minmax(8rem,14rem)_minmax(8rem,11rem)_minmax(0,1fr)]">
          <FieldInput
            label="Field"
            value={comparison.field}
            invalid={invalid}
            onChange={(field) => onChange({ ...comparison, field })}
            onLeave={() => onChange(suited(comparison))}
          />
          <Select
            aria-label="Operator"
            value={comparison.op}
            onChange={(event) => {
              const op = ruleOperatorSchema.safeParse(event.target.value).data;
              if (op) onChange(withOperator(comparison, op));
            }}
          >
            {operatorsFor(comparison.field, comparison.op).map((op) => (
              <option key={op} value={op}>
                {OPERATOR_WORDS[op]}
              </option>
            ))}
          </Select>
          <ValueEditor comparison={comparison} invalid={invalid} onValue={(value) => onChange({ ...comparison, value })} />
        </div>
        {caseMatters && (
          <Button
            variant="ghost"
            size="sm"
            aria-pressed={comparison.case_sensitive === true}
            aria-label="Upper and lower case differ"
            title={comparison.case_sensitive ? 'Upper and lower case differ' : 'Upper and lower case are the same'}
            className={cx('h-8.5 px-1.5', comparison.case_sensitive && 'bg-warn-tint text-warn')}
            onClick={() => onChange(withCase(comparison, comparison.case_sensitive !== true))}
          >
            Aa
          </Button>
        )}
        <ConditionTools {...tools} />
      </div>
      <PlaceErrors place={place} deep={nested === null} />
      {nested !== null && <div className="border-l-2 border-line pl-3">{nested}</div>}
    </div>
  );
}
