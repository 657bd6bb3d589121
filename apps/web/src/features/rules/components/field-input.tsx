import { TextField } from '@aoc/web/ui';
import { useId } from 'react';
import { useRuleFields } from '../api/rule-fields';

interface FieldInputProps {
  label: string;
  value: string;
  onChange: (field: string) => void;
  /** The field is typed to its end. */
  onLeave?: () => void;
  invalid?: boolean;
  className?: string;
}

/** The path of a field, with the known ones offered; below open ones any name may follow. */
export function FieldInput({ label, value, onChange, onLeave, invalid = false, className }: FieldInputProps) {
  const fields = useRuleFields().data?.items ?? [];
  const id = useId();
  return (
    <>
      <TextField
        aria-label={label}
        aria-invalid={invalid}
        list={id}
        className={className}
        placeholder="Field"
        title={fields.find(({ field }) => field === value)?.description}
        maxLength={200}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onLeave}
      />
      <datalist id={id}>
        {fields.map(({ field, description }) => (
          <option key={field} value={field}>
            {description}
          </option>
        ))}
      </datalist>
    </>
  );
}
