import { BookmarkPlus, Button, Popover, TextField } from '@aoc/web/ui';
import { useState } from 'react';
import { ProblemNotice } from '../../../shared/problem-notice';
import { useCreateSavedSearch } from '../api/create-saved-search';
import { describeFilters } from '../../../shared/event-filters/describe-filters';
import type { EventFilters } from '../../../shared/event-filters/filters';

const MAX_NAME = 100;

function Form({ filters, onDone }: { filters: EventFilters; onDone: () => void }) {
  const [name, setName] = useState('');
  const save = useCreateSavedSearch();
  return (
    <form
      className="flex flex-col gap-2.5 p-1"
      onSubmit={(submit) => {
        submit.preventDefault();
        save.mutate({ name: name.trim(), filters }, { onSuccess: onDone });
      }}
    >
      <label className="text-xs text-soft">
        Name of the search
        <TextField autoFocus className="mt-1 text-sm" maxLength={MAX_NAME} value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <p className="line-clamp-3 font-mono text-xs [overflow-wrap:anywhere] text-faint">{describeFilters(filters)}</p>
      {save.error && <ProblemNotice error={save.error} />}
      <Button type="submit" variant="primary" disabled={name.trim() === '' || save.isPending}>
        {save.isPending ? 'Saving…' : 'Save'}
      </Button>
    </form>
  );
}

/** Keeps the filters under a name. */
export function SaveSearch({ filters, disabled }: { filters: EventFilters; disabled: boolean }) {
  return (
    <Popover
      label="Save this search"
      align="end"
      trigger={(props) => (
        <Button variant="ghost" className="h-9.5 px-2.5" disabled={disabled} title="Save this search" {...props}>
          <BookmarkPlus aria-hidden className="size-4" />
          <span className="max-xl:sr-only">Save</span>
        </Button>
      )}
    >
      {(close) => <Form filters={filters} onDone={close} />}
    </Popover>
  );
}
