import { LIMITS } from '@aoc/contracts';
import { cx, TextField } from '@aoc/web/ui';
import { useId, useState } from 'react';
import { FilterPill } from './filter-pill';

interface TextFilterProps {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  suggestions: string[];
  hint: string;
}

const MAX_SHOWN = 50;

/** The panel: type a part and press Enter, or pick a known value with the arrows or the mouse. */
function Panel({ label, value, suggestions, hint, onPick }: Omit<TextFilterProps, 'onChange'> & { onPick: (value: string) => void }) {
  const [text, setText] = useState(value ?? '');
  const [active, setActive] = useState(-1);
  const id = useId();
  const needle = (text === value ? '' : text).trim().toLowerCase();
  const shown = suggestions.filter((item) => item.toLowerCase().includes(needle)).slice(0, MAX_SHOWN);
  const move = (step: number) => setActive((index) => Math.max(-1, Math.min(shown.length - 1, index + step)));
  return (
    <>
      <TextField
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        aria-label={label}
        placeholder={hint}
        maxLength={LIMITS.filterLength}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(-1);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') move(1);
          else if (event.key === 'ArrowUp') move(-1);
          else if (event.key === 'Enter') onPick(shown[active] ?? text.trim());
          else return;
          event.preventDefault();
        }}
      />
      <ul id={id} role="listbox" aria-label={`Known values of ${label}`} className="mt-1.5 max-h-64 overflow-y-auto">
        {shown.map((item, index) => (
          <li
            key={item}
            id={`${id}-${index}`}
            role="option"
            aria-selected={item === value}
            ref={index === active ? (node) => node?.scrollIntoView({ block: 'nearest' }) : undefined}
            onClick={() => onPick(item)}
            onMouseMove={() => setActive(index)}
            className={cx(
              'cursor-pointer truncate rounded-md px-2 py-1.5',
              index === active && 'bg-hover',
              item === value && 'text-accent',
            )}
          >
            {item}
          </li>
        ))}
      </ul>
      {shown.length === 0 && (
        <p className="px-2 py-1.5 text-xs text-soft">
          {needle === '' ? 'No known values yet.' : 'No known value; Enter filters by what you typed.'}
        </p>
      )}
    </>
  );
}

/** A filter on a part of a text, any case, with suggestions. */
export function TextFilter({ onChange, ...props }: TextFilterProps) {
  return (
    <FilterPill label={props.label} value={props.value ?? null} onClear={() => onChange(undefined)}>
      {(close) => (
        <Panel
          {...props}
          onPick={(picked) => {
            onChange(picked === '' ? undefined : picked);
            close();
          }}
        />
      )}
    </FilterPill>
  );
}
