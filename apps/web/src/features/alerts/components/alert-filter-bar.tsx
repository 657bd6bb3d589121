import type { Severity } from '@aoc/contracts';
import { ArrowDownWideNarrow, Button, Clock, cx, Select, TextField, X } from '@aoc/web/ui';
import { useState } from 'react';
import { showsAllTenants } from '../../../shared/api/all-tenants';
import { capital, SEVERITIES } from '../../../shared/severity';
import { useRuleNames } from '../../../shared/api/rule-names';
import { isNarrowed, orderOf, type AlertFilters } from '../model/alert-filters';

interface FilterBarProps {
  filters: AlertFilters;
  onFilters: (filters: AlertFilters, replace?: boolean) => void;
}

function SeverityFilter({ filters, onFilters }: FilterBarProps) {
  const chosen = filters.severity ?? [];
  const toggle = (severity: Severity) => {
    const next = chosen.includes(severity) ? chosen.filter((one) => one !== severity) : [...chosen, severity];
    onFilters({ ...filters, severity: next.length === 0 ? undefined : next });
  };
  return (
    <div role="group" aria-label="Severity" className="flex flex-wrap gap-1">
      {SEVERITIES.map((severity) => (
        <Button
          key={severity}
          size="sm"
          aria-pressed={chosen.includes(severity)}
          className={cx(chosen.includes(severity) && 'border-accent bg-accent-tint text-accent')}
          onClick={() => toggle(severity)}
        >
          {capital(severity === 'informational' ? 'info' : severity)}
        </Button>
      ))}
    </div>
  );
}

/** A text that is asked for on Enter or when the field is left. */
function TextFilter({ label, value, onValue }: { label: string; value: string; onValue: (value: string | undefined) => void }) {
  const [text, setText] = useState(value);
  const send = () => {
    if (text.trim() !== value) onValue(text.trim() === '' ? undefined : text.trim());
  };
  return (
    <TextField
      aria-label={label}
      placeholder={label}
      className="h-7 w-32 text-xs"
      maxLength={256}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={send}
      onKeyDown={(event) => event.key === 'Enter' && send()}
    />
  );
}

/** What narrows the queue besides its tab. */
export function AlertFilterBar({ filters, onFilters }: FilterBarProps) {
  const rules = useRuleNames().data ?? [];
  const bySeverity = orderOf(filters) === 'severity';
  const clear = () => onFilters({ ...(filters.status ? { status: filters.status } : {}), ...(filters.sort ? { sort: filters.sort } : {}) });
  const extra = filters.entity ?? filters.incident_id ?? filters.rule_name;
  return (
    <div className="flex flex-wrap items-center gap-1.5 border-b border-line px-3 py-1.5 sm:px-4">
      <SeverityFilter filters={filters} onFilters={onFilters} />
      <Select
        aria-label="Assignee"
        className="h-7 w-auto text-xs"
        value={filters.assignee ?? ''}
        onChange={(event) => onFilters({ ...filters, assignee: event.target.value === '' ? undefined : event.target.value })}
      >
        <option value="">Anybody</option>
        <option value="me">Me</option>
        <option value="none">Nobody</option>
        {filters.assignee && !['me', 'none'].includes(filters.assignee) && <option>{filters.assignee}</option>}
      </Select>
      {(!showsAllTenants() || filters.rule_id) && (
        <Select
          aria-label="Rule"
          className="h-7 w-40 text-xs"
          value={filters.rule_id ?? ''}
          onChange={(event) => onFilters({ ...filters, rule_id: event.target.value === '' ? undefined : event.target.value })}
        >
          <option value="">All rules</option>
          {filters.rule_id && !rules.some(({ id }) => id === filters.rule_id) && (
            <option value={filters.rule_id}>{showsAllTenants() ? 'One rule of a tenant' : 'A rule that is gone'}</option>
          )}
          {rules.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
      <TextFilter
        key={filters.actor ?? ''}
        label="Actor"
        value={filters.actor ?? ''}
        onValue={(actor) => onFilters({ ...filters, actor })}
      />
      {extra && <span className="max-w-48 truncate text-xs text-soft">{extra}</span>}
      {isNarrowed(filters) && (
        <Button variant="ghost" size="sm" onClick={clear}>
          <X aria-hidden className="size-3.5" />
          Clear
        </Button>
      )}
      <Button
        variant="ghost"
        size="sm"
        className="ml-auto"
        title="Order of the list"
        onClick={() => onFilters({ ...filters, sort: bySeverity ? 'newest' : 'severity' })}
      >
        {bySeverity ? <ArrowDownWideNarrow aria-hidden className="size-3.5" /> : <Clock aria-hidden className="size-3.5" />}
        {bySeverity ? 'Most severe first' : 'Newest first'}
      </Button>
    </div>
  );
}
