import { X } from './icons';
import { useId, useState } from 'react';
import { badgeClass } from './badge';
import { TextField } from './field';

interface TagInputProps {
  value: string[];
  onChange: (tags: string[]) => void;
  suggestions: string[];
  label: string;
  maxLength: number;
  disabled?: boolean;
  placeholder?: string;
}

/** Labels with a field to add more: Enter or a comma adds, the cross (or Backspace in the empty field) removes. */
export function TagInput({ value, onChange, suggestions, label, maxLength, disabled = false, placeholder = 'Add a tag' }: TagInputProps) {
  const [text, setText] = useState('');
  const listId = useId();
  const add = () => {
    const added = text
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '');
    setText('');
    if (added.length > 0) onChange([...new Set([...value, ...added])]);
  };
  return (
    <div className="flex flex-wrap items-center gap-1.5" role="group" aria-label={label}>
      {value.map((tag) => (
        <span key={tag} className={badgeClass('accent', 'pr-0.5')}>
          <span className="truncate">{tag}</span>
          <button
            type="button"
            disabled={disabled}
            aria-label={`Remove ${tag}`}
            onClick={() => onChange(value.filter((other) => other !== tag))}
            className="grid size-6 place-items-center rounded hover:bg-accent/20"
          >
            <X aria-hidden className="size-3" />
          </button>
        </span>
      ))}
      <TextField
        aria-label={label}
        className="h-7 w-36 flex-1 text-xs"
        list={listId}
        maxLength={maxLength}
        disabled={disabled}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === ',') {
            event.preventDefault();
            add();
          } else if (event.key === 'Backspace' && text === '' && value.length > 0) onChange(value.slice(0, -1));
        }}
      />
      <datalist id={listId}>
        {suggestions
          .filter((tag) => !value.includes(tag))
          .slice(0, 50)
          .map((tag) => (
            <option key={tag} value={tag} />
          ))}
      </datalist>
    </div>
  );
}
