import { LIMITS } from '@aoc/contracts';
import { Button, Dialog, Notice, TagInput } from '@aoc/web/ui';
import { useState } from 'react';
import { count } from '../../../shared/numbers';
import { ProblemNotice } from '../../../shared/problem-notice';
import { useBulkTags } from '../api/bulk-tags';
import { useEventCount } from '../api/count-events';
import { useFilterOptions } from '../../../shared/api/filter-options';
import { hasFilters, toQuery, type EventFilters, type EventQuery } from '../../../shared/event-filters/filters';
import { totalLabel } from '../model/total-label';

/** Closes the range at this moment, so that the events that were counted are those that are tagged. */
const freeze = (filters: EventFilters, now: Date): EventQuery => ({ ...toQuery(filters, now), end: filters.end ?? now.toISOString() });

function Form({ filters, onDone }: { filters: EventFilters; onDone: () => void }) {
  const [query] = useState(() => freeze(filters, new Date()));
  const [tags, setTags] = useState<string[]>([]);
  const [mode, setMode] = useState<'append' | 'replace'>('append');
  const [asked, setAsked] = useState(false);
  const counted = useEventCount(query);
  const bulk = useBulkTags();
  const known = useFilterOptions().data?.tags ?? [];
  const label = counted.data ? totalLabel(counted.data.total, counted.data.total_is_exact) : 'all matching events';
  const apply = () => {
    setAsked(true);
    if (tags.length > 0 || mode === 'replace') bulk.mutate({ query, tags, mode });
  };
  if (bulk.data) {
    return (
      <>
        <Notice tone="info" live>
          {count(bulk.data.modified)} of {count(bulk.data.matched)} matching events were changed; the others had these tags already.
        </Notice>
        <Button variant="primary" className="self-end" onClick={onDone}>
          Done
        </Button>
      </>
    );
  }
  const radio = (value: 'append' | 'replace', text: string) => (
    <label className="flex items-center gap-2">
      <input type="radio" name="mode" className="accent-(--accent)" checked={mode === value} onChange={() => setMode(value)} />
      {text}
    </label>
  );
  return (
    <>
      {!hasFilters(filters) && <Notice tone="warn">No filter is set: this concerns every stored event.</Notice>}
      <TagInput label="Tags to set" value={tags} onChange={setTags} suggestions={known} maxLength={LIMITS.tagLength} />
      <fieldset className="flex flex-col gap-1.5">
        <legend className="sr-only">What happens to tags that are there</legend>
        {radio('append', 'Add to the tags that are there')}
        {radio('replace', 'Replace the tags that are there')}
      </fieldset>
      {asked && tags.length === 0 && mode === 'append' && (
        <p role="alert" className="text-bad">
          Name at least one tag.
        </p>
      )}
      {bulk.error && <ProblemNotice error={bulk.error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button variant="primary" disabled={bulk.isPending || counted.data?.total === 0} onClick={apply}>
          {bulk.isPending ? 'Tagging…' : `Tag ${label}`}
        </Button>
      </div>
    </>
  );
}

/** Tags everything that the filters match; the button says how many that is. */
export function BulkTagDialog({ filters, onClose }: { filters: EventFilters; onClose: () => void }) {
  return (
    <Dialog
      onClose={onClose}
      title="Tag all matching events"
      description="Also those that are not loaded in the list. Tags can be changed at any time."
    >
      <Form filters={filters} onDone={onClose} />
    </Dialog>
  );
}
