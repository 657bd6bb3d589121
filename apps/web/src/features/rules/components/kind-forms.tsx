import type { RuleBody } from '@aoc/contracts';
import { Button, Plus, Segmented, TagInput, TextField, Trash2 } from '@aoc/web/ui';
import { useRuleFields } from '../api/rule-fields';
import { emptyCondition, KIND_WORDS, kindOf, withKind, type RuleKind } from '../model/rule-draft';
import { ConditionList } from './condition-list';
import { FieldInput } from './field-input';
import { Labelled, PlaceErrors } from './labelled';

interface KindProps {
  draft: RuleBody;
  onChange: (draft: RuleBody) => void;
}
const KINDS: RuleKind[] = ['every', 'threshold', 'sequence', 'first_seen'];
const row = 'grid gap-3 sm:grid-cols-2';

function NumberField({
  label,
  place,
  value,
  onValue,
  note,
}: {
  label: string;
  place: string;
  value: number;
  onValue: (value: number) => void;
  note?: string;
}) {
  return (
    <Labelled label={label} place={place} {...(note ? { note } : {})}>
      <TextField type="number" min={1} value={Number.isNaN(value) ? '' : value} onChange={(event) => onValue(event.target.valueAsNumber)} />
    </Labelled>
  );
}

function GroupBy({ place, value, onValue }: { place: string; value: string[]; onValue: (value: string[]) => void }) {
  const known = useRuleFields().data?.items ?? [];
  return (
    <div className="flex flex-col gap-1">
      <span className="text-xs text-soft">Counted apart for each</span>
      <TagInput
        label="Group by"
        placeholder="Add a field"
        value={value}
        onChange={onValue}
        suggestions={known.map(({ field }) => field)}
        maxLength={200}
      />
      <PlaceErrors place={place} deep />
    </div>
  );
}

function ThresholdForm({ draft, onChange }: KindProps) {
  const { threshold } = draft;
  if (!threshold) return null;
  const put = (change: Partial<typeof threshold>) => onChange({ ...draft, threshold: { ...threshold, ...change } });
  return (
    <>
      <div className={row}>
        <NumberField label="At least so many" place="threshold.count" value={threshold.count} onValue={(count) => put({ count })} />
        <NumberField
          label="Within minutes"
          place="threshold.window_minutes"
          value={threshold.window_minutes}
          onValue={(window_minutes) => put({ window_minutes })}
        />
      </div>
      <Labelled label="Count distinct values of" place="threshold.distinct" note="Empty: events are counted.">
        <FieldInput
          label="Count distinct values of"
          value={threshold.distinct ?? ''}
          onChange={(distinct) => put({ distinct: distinct === '' ? undefined : distinct })}
        />
      </Labelled>
      <GroupBy place="threshold.group_by" value={threshold.group_by} onValue={(group_by) => put({ group_by })} />
    </>
  );
}

function SequenceForm({ draft, onChange }: KindProps) {
  const { sequence } = draft;
  if (!sequence) return null;
  const put = (change: Partial<typeof sequence>) => onChange({ ...draft, sequence: { ...sequence, ...change } });
  const { steps } = sequence;
  return (
    <>
      <ol className="flex flex-col gap-3">
        {steps.map((step, index) => (
          <li key={index} className="flex flex-col gap-2 rounded-lg border border-line p-3">
            <div className="flex items-center gap-2">
              <span className="text-soft">{index + 1}.</span>
              <TextField
                aria-label={`Name of step ${index + 1}`}
                maxLength={100}
                value={step.name}
                onChange={(event) => put({ steps: steps.with(index, { ...step, name: event.target.value }) })}
              />
              <Button
                variant="ghost"
                size="sm"
                aria-label={`Remove step ${index + 1}`}
                disabled={steps.length <= 2}
                onClick={() => put({ steps: steps.toSpliced(index, 1) })}
              >
                <Trash2 aria-hidden className="size-3.5" />
              </Button>
            </div>
            <PlaceErrors place={`sequence.steps.${index}.name`} />
            <ConditionList
              conditions={step.conditions}
              place={`sequence.steps.${index}.conditions`}
              onChange={(conditions) => put({ steps: steps.with(index, { ...step, conditions }) })}
            />
          </li>
        ))}
      </ol>
      <PlaceErrors place="sequence.steps" />
      <Button
        size="sm"
        className="self-start"
        onClick={() => put({ steps: [...steps, { name: `Step ${steps.length + 1}`, conditions: [emptyCondition()] }] })}
      >
        <Plus aria-hidden className="size-3.5" /> Step
      </Button>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          className="accent-(--accent)"
          checked={sequence.ordered}
          onChange={(event) => put({ ordered: event.target.checked })}
        />
        In this order
      </label>
      <NumberField
        label="Within minutes"
        place="sequence.window_minutes"
        value={sequence.window_minutes}
        onValue={(window_minutes) => put({ window_minutes })}
      />
      <GroupBy place="sequence.group_by" value={sequence.group_by} onValue={(group_by) => put({ group_by })} />
    </>
  );
}

function FirstSeenForm({ draft, onChange }: KindProps) {
  const seen = draft.first_seen;
  if (!seen) return null;
  const put = (change: Partial<typeof seen>) => onChange({ ...draft, first_seen: { ...seen, ...change } });
  return (
    <>
      <div className={row}>
        <Labelled label="A new value of" place="first_seen.field">
          <FieldInput label="A new value of" value={seen.field} onChange={(field) => put({ field })} />
        </Labelled>
        <NumberField
          label="Looking back days"
          place="first_seen.lookback_days"
          value={seen.lookback_days}
          onValue={(lookback_days) => put({ lookback_days })}
        />
      </div>
      <GroupBy place="first_seen.group_by" value={seen.group_by} onValue={(group_by) => put({ group_by })} />
      <p className="text-xs text-faint">Without a group the value must be new for the whole tenant.</p>
    </>
  );
}

/** When the rule fires: on each event, or on what several of them make together. */
export function KindForms({ draft, onChange }: KindProps) {
  const kind = kindOf(draft);
  const forms = { every: null, threshold: ThresholdForm, sequence: SequenceForm, first_seen: FirstSeenForm };
  const Form = forms[kind];
  return (
    <div className="flex flex-col gap-3">
      <div className="max-w-full overflow-x-auto">
        <Segmented<RuleKind>
          label="When it fires"
          value={kind}
          onChange={(next) => onChange(withKind(draft, next))}
          options={KINDS.map((value) => ({ value, label: KIND_WORDS[value].label }))}
        />
      </div>
      <p className="text-[0.8125rem] text-soft">{KIND_WORDS[kind].note}</p>
      <PlaceErrors place={kind === 'every' ? 'threshold' : kind} />
      {Form && <Form draft={draft} onChange={onChange} />}
    </div>
  );
}
