import { auditOutcomeSchema } from '@aoc/contracts';
import { Button, Select, TextField } from '@aoc/web/ui';
import { useState } from 'react';
import { FormField } from '../../../shared/form-field';
import { useZone } from '../../../shared/preferences';
import { fromZonedInput, toZonedInput } from '../../../shared/time';
import type { AuditFilters } from '../model/audit-filters';
import { OUTCOMES } from '../model/audit-words';

interface AuditFilterBarProps {
  filters: AuditFilters;
  onChange: (filters: AuditFilters) => void;
}

/** Filters that take effect together, since names and operations are matched whole. */
export function AuditFilterBar({ filters, onChange }: AuditFilterBarProps) {
  const zone = useZone();
  const [draft, setDraft] = useState(filters);
  const put = (change: { [K in keyof AuditFilters]: AuditFilters[K] | undefined }) =>
    setDraft((before) => withoutEmpty({ ...before, ...change }));
  const moment = (instant: string | undefined) => (instant === undefined ? '' : toZonedInput(instant, zone).slice(0, 16));
  return (
    <form
      role="search"
      aria-label="Audit trail"
      className="grid grid-cols-1 items-end gap-3 sm:grid-cols-2 lg:grid-cols-[1fr_1fr_auto_auto_auto_auto]"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(draft);
      }}
    >
      <FormField label="Who (name or id)">
        <TextField maxLength={256} value={draft.actor ?? ''} onChange={(event) => put({ actor: event.target.value })} />
      </FormField>
      <FormField label="Operation">
        <TextField
          placeholder="createApiKey"
          maxLength={256}
          value={draft.action ?? ''}
          onChange={(event) => put({ action: event.target.value })}
        />
      </FormField>
      <FormField label="Outcome">
        <Select value={draft.outcome ?? ''} onChange={(event) => put({ outcome: auditOutcomeSchema.safeParse(event.target.value).data })}>
          <option value="">All</option>
          {auditOutcomeSchema.options.map((option) => (
            <option key={option} value={option}>
              {OUTCOMES[option].words}
            </option>
          ))}
        </Select>
      </FormField>
      <FormField label="From">
        <TextField
          type="datetime-local"
          value={moment(draft.start)}
          onChange={(event) => put({ start: fromZonedInput(event.target.value, zone) })}
        />
      </FormField>
      <FormField label="Until">
        <TextField
          type="datetime-local"
          value={moment(draft.end)}
          onChange={(event) => put({ end: fromZonedInput(event.target.value, zone) })}
        />
      </FormField>
      <div className="flex gap-2">
        <Button type="submit" variant="primary">
          Filter
        </Button>
        <Button
          variant="ghost"
          disabled={Object.keys(filters).length === 0 && Object.keys(draft).length === 0}
          onClick={() => {
            setDraft({});
            onChange({});
          }}
        >
          Clear
        </Button>
      </div>
    </form>
  );
}

function withoutEmpty({ actor, action, outcome, start, end }: { [K in keyof AuditFilters]: AuditFilters[K] | undefined }): AuditFilters {
  return {
    ...(actor ? { actor } : {}),
    ...(action ? { action } : {}),
    ...(outcome ? { outcome } : {}),
    ...(start ? { start } : {}),
    ...(end ? { end } : {}),
  };
}
