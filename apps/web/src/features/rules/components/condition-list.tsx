import type { RuleCondition } from '@aoc/contracts';
import { Button, FolderPlus, Plus, Select } from '@aoc/web/ui';
import { conditionsOf } from '../model/conditions';
import { emptyCondition } from '../model/rule-draft';
import { Comparison, ConditionTools, type ToolsProps } from './condition-comparison';
import { PlaceErrors } from './labelled';

const groupOf = (kind: 'all_of' | 'any_of', members: RuleCondition[]): RuleCondition =>
  kind === 'all_of' ? { all_of: members } : { any_of: members };

interface GroupProps extends ToolsProps {
  kind: 'all_of' | 'any_of';
  members: RuleCondition[];
  place: string;
  onChange: (condition: RuleCondition) => void;
}

function Group({ kind, members, place, onChange, ...tools }: GroupProps) {
  return (
    <div
      role="group"
      aria-label={kind === 'all_of' ? 'All of' : 'Any of'}
      className="flex flex-col gap-2 rounded-lg border border-line bg-raised/40 p-2.5"
    >
      <div className="flex items-center justify-between gap-2">
        <Select
          aria-label="How the group is joined"
          className="w-auto"
          value={kind}
          onChange={(event) => onChange(groupOf(event.target.value === 'all_of' ? 'all_of' : 'any_of', members))}
        >
          <option value="all_of">all of these</option>
          <option value="any_of">any of these</option>
        </Select>
        <ConditionTools {...tools} />
      </div>
      <PlaceErrors place={place} />
      <ConditionList conditions={members} place={`${place}.${kind}`} onChange={(next) => onChange(groupOf(kind, next))} />
    </div>
  );
}

interface NodeProps {
  condition: RuleCondition;
  /** Where it stands in the rule, e.g. `conditions.1.any_of.0`: the place that the server's errors name. */
  place: string;
  onChange: (condition: RuleCondition) => void;
  onRemove?: () => void;
}

/** One condition of any form: a comparison, a group, or either turned round. */
function ConditionNode({ condition, place, onChange, onRemove }: NodeProps) {
  const negated = 'not' in condition;
  const inner = negated ? condition.not : condition;
  const at = negated ? `${place}.not` : place;
  const change = (next: RuleCondition) => onChange(negated ? { not: next } : next);
  const onNegate = () => onChange(negated ? inner : { not: inner });
  const shared = { place: at, negated, onNegate, onChange: change, ...(onRemove ? { onRemove } : {}) };
  if ('not' in inner) return <ConditionNode condition={inner} {...shared} />;
  if ('all_of' in inner) return <Group kind="all_of" members={inner.all_of} {...shared} />;
  if ('any_of' in inner) return <Group kind="any_of" members={inner.any_of} {...shared} />;
  const elements = inner.op === 'any' || inner.op === 'all';
  return (
    <Comparison
      comparison={inner}
      {...shared}
      nested={
        elements ? (
          <ConditionList conditions={conditionsOf(inner.value)} place={`${at}.value`} onChange={(value) => change({ ...inner, value })} />
        ) : null
      }
    />
  );
}

interface ConditionListProps {
  conditions: RuleCondition[];
  /** Where the list stands in the rule, e.g. `conditions`. */
  place: string;
  onChange: (conditions: RuleCondition[]) => void;
}

/** Conditions beneath each other, with ways to add one more or a group. */
export function ConditionList({ conditions, place, onChange }: ConditionListProps) {
  return (
    <div className="@container flex flex-col gap-2">
      {conditions.map((condition, index) => (
        <ConditionNode
          // They have no identity of their own; removing one in the middle moves values, which the fields take over.
          key={index}
          condition={condition}
          place={`${place}.${index}`}
          onChange={(next) => onChange(conditions.with(index, next))}
          {...(conditions.length > 1 ? { onRemove: () => onChange(conditions.toSpliced(index, 1)) } : {})}
        />
      ))}
      <PlaceErrors place={place} />
      <div className="flex gap-1.5">
        <Button size="sm" onClick={() => onChange([...conditions, emptyCondition()])}>
          <Plus aria-hidden className="size-3.5" /> Condition
        </Button>
        <Button size="sm" variant="ghost" onClick={() => onChange([...conditions, { any_of: [emptyCondition()] }])}>
          <FolderPlus aria-hidden className="size-3.5" /> Group
        </Button>
      </div>
    </div>
  );
}
