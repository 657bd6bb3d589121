import type { AskChip, FilterOptions } from '@aoc/contracts';
import { parseQuery } from '@aoc/query';
import { Button, TextField } from '@aoc/web/ui';
import { useId, useState } from 'react';
import { useFilterOptions } from '../../../shared/api/filter-options';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { TimePanel } from '../../../shared/event-filters/time-filter';
import type { Asked } from '../model/ask-search';
import { withChange, withQuery } from '../model/chip-changes';

interface ChipEditorProps {
  chip: AskChip;
  asked: Asked;
  onAsk: (asked: Asked) => void;
}

/** A field that a filter of its own decides, with what is known to stand in it. */
interface FilterField {
  label: string;
  known: (options: FilterOptions) => string[];
  filter: (value: string) => EventFilters;
}
const FIELDS: Partial<Record<AskChip['kind'], FilterField>> = {
  service: { label: 'Only this service', known: ({ services }) => services, filter: (value) => ({ services: [value] }) },
  operation: { label: 'Operation holds', known: ({ operations }) => operations, filter: (operation) => ({ operation }) },
  result: { label: 'Result holds', known: ({ results }) => results, filter: (result) => ({ result }) },
  actor: { label: 'Done by', known: ({ actors }) => actors, filter: (actor) => ({ actor }) },
};

interface TextFormProps {
  label: string;
  initial: string;
  known: string[];
  mistakeIn: (text: string) => string | null;
  onApply: (text: string) => void;
}

function TextForm({ label, initial, known, mistakeIn, onApply }: TextFormProps) {
  const id = useId();
  const [text, setText] = useState(initial);
  const [tried, setTried] = useState(false);
  const mistake = mistakeIn(text.trim());
  return (
    <form
      className="flex flex-col gap-2.5"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (mistake === null) onApply(text.trim());
      }}
    >
      <label className="flex flex-col gap-1 text-xs text-soft">
        {label}
        <TextField list={id} className="text-sm" autoFocus value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <datalist id={id}>
        {known.slice(0, 200).map((value) => (
          <option key={value} value={value} />
        ))}
      </datalist>
      {tried && mistake && (
        <p role="alert" className="text-xs text-bad">
          {mistake}
        </p>
      )}
      <Button type="submit" variant="primary">
        Ask again
      </Button>
    </form>
  );
}

const notEmpty = (text: string): string | null => (text === '' ? 'Say what it should be.' : null);
function queryMistake(text: string): string | null {
  const parsed = parseQuery(text);
  return parsed.ok ? notEmpty(text) : (parsed.errors[0]?.message ?? 'This cannot be read.');
}

/** Says otherwise what a chip says: as a filter, which wins over the question. */
export function ChipEditor({ chip, asked, onAsk }: ChipEditorProps) {
  const options = useFilterOptions().data;
  if (chip.kind === 'time')
    return (
      <TimePanel
        value={asked.filters}
        all="Time as asked"
        onPick={({ last, start, end }) => onAsk(withChange(asked, { last, start, end }))}
      />
    );
  const field = FIELDS[chip.kind];
  if (field)
    return (
      <TextForm
        label={field.label}
        initial=""
        known={options ? field.known(options) : []}
        mistakeIn={notEmpty}
        onApply={(text) => onAsk(withChange(asked, field.filter(text)))}
      />
    );
  return (
    <TextForm
      label="In the query language"
      initial={chip.query}
      known={[]}
      mistakeIn={queryMistake}
      onApply={(text) => onAsk(withQuery(asked, text))}
    />
  );
}
