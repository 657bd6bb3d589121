import type { RuleComparison } from '@aoc/contracts';
import { Select, TextArea, TextField } from '@aoc/web/ui';
import { useId, useState } from 'react';
import { useRuleFields } from '../api/rule-fields';
import { listFrom, scalarFrom, scalarsOf, valueKind, valuesOfField, workingTimeOf } from '../model/conditions';
import { WorkingTimeEditor } from './working-time-editor';

interface ValueEditorProps {
  comparison: RuleComparison;
  onValue: (value: RuleComparison['value']) => void;
  invalid: boolean;
}

function TextValue({ comparison, onValue, invalid }: ValueEditorProps) {
  const fields = useRuleFields().data?.items ?? [];
  const id = useId();
  const [value] = scalarsOf(comparison.value);
  const number = valueKind(comparison) === 'number' && comparison.field !== 'timestamp';
  return (
    <>
      <TextField
        aria-label="Value"
        aria-invalid={invalid}
        placeholder={comparison.op === 'cidr' ? '10.0.0.0/8' : comparison.op === 'regex' ? 'Pattern' : 'Value'}
        inputMode={number ? 'decimal' : undefined}
        list={id}
        maxLength={500}
        value={value === null ? 'null' : String(value ?? '')}
        onChange={(event) => onValue(scalarFrom(event.target.value, value, number))}
      />
      <datalist id={id}>
        {valuesOfField(fields, comparison.field).map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}

function ListValue({ comparison, onValue, invalid }: ValueEditorProps) {
  const values = scalarsOf(comparison.value);
  // Kept as typed, so that a new empty line does not vanish under the cursor; but the values may also be changed from elsewhere.
  const [typed, setText] = useState('');
  const stored = values.map(String).join('\n');
  const text = listFrom(typed, values).map(String).join('\n') === stored ? typed : stored;
  const known = useRuleFields().data?.items ?? [];
  const missing = valuesOfField(known, comparison.field).filter((one) => !values.includes(one));
  const change = (next: string) => {
    setText(next);
    onValue(listFrom(next, values));
  };
  return (
    <div className="flex flex-col gap-1">
      <TextArea
        aria-label="Values, one per line"
        aria-invalid={invalid}
        placeholder="One value per line"
        className="min-h-16"
        rows={Math.min(8, Math.max(2, values.length + 1))}
        value={text}
        onChange={(event) => change(event.target.value)}
      />
      {missing.length > 0 && (
        <Select
          aria-label="Add a frequent value"
          className="h-7 text-xs"
          value=""
          onChange={(event) => change([...text.split('\n').filter((line) => line.trim() !== ''), event.target.value].join('\n'))}
        >
          <option value="">Add a frequent value…</option>
          {missing.slice(0, 100).map((one) => (
            <option key={one}>{one}</option>
          ))}
        </Select>
      )}
    </div>
  );
}

/** What a condition compares with, as its operator needs it. Conditions on elements are edited beneath. */
export function ValueEditor(props: ValueEditorProps) {
  const { comparison, onValue } = props;
  switch (valueKind(comparison)) {
    case 'list':
      return <ListValue {...props} />;
    case 'presence':
      return (
        <Select
          aria-label="Whether it is there"
          value={comparison.value === false ? 'no' : 'yes'}
          onChange={(event) => onValue(event.target.value === 'yes')}
        >
          <option value="yes">yes</option>
          <option value="no">no</option>
        </Select>
      );
    case 'working_time':
      return <WorkingTimeEditor value={workingTimeOf(comparison.value)} onChange={onValue} />;
    case 'conditions':
      return null;
    case 'number':
    case 'text':
      return <TextValue {...props} />;
  }
}
