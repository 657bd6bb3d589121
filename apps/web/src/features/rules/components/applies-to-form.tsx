import type { RuleBody } from '@aoc/contracts';
import { Segmented, TextField } from '@aoc/web/ui';
import { useState } from 'react';
import { useMe } from '../../../shared/api/me';
import { findTenants } from '../../../shared/find-tenants';
import type { RuleScope } from '../api/rule-routes';
import { tenantsWords } from '../model/rule-words';
import { PlaceErrors } from './labelled';

type Choice = 'tenant' | 'all' | 'some';
const LABELS: Record<Choice, string> = { tenant: 'This tenant', all: 'All tenants', some: 'Chosen tenants' };
const NOTES: Record<Choice, string> = {
  tenant: 'A rule of this tenant, which its admins change.',
  all: 'A rule of the provider: it runs in every tenant, also in those that come later. Each may add exceptions of its own.',
  some: 'A rule of the provider for these tenants. None of them sees the others.',
};

interface ChosenProps {
  chosen: Exclude<RuleBody['tenants'], 'all'>;
  onChange: (chosen: RuleBody['tenants']) => void;
}

function ChosenTenants({ chosen, onChange }: ChosenProps) {
  const [text, setText] = useState('');
  const known = useMe().data?.tenants ?? [];
  const { shown, more } = findTenants(known, text, chosen);
  return (
    <div className="flex flex-col gap-2">
      <TextField
        type="search"
        aria-label="Find a tenant"
        placeholder={`Find one of ${known.length} tenants…`}
        className="w-80 max-sm:w-full"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ul
        aria-label="Tenants"
        className="grid max-h-72 grid-cols-[minmax(0,1fr)] gap-x-4 overflow-y-auto rounded-lg border border-line p-2 sm:grid-cols-2 xl:grid-cols-3"
      >
        {shown.map(({ tenant_id, name }) => (
          <li key={tenant_id}>
            <label className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2 hover:bg-hover">
              <input
                type="checkbox"
                className="size-4 shrink-0 accent-(--accent)"
                checked={chosen.includes(tenant_id)}
                onChange={({ target }) => onChange(target.checked ? [...chosen, tenant_id] : chosen.filter((one) => one !== tenant_id))}
              />
              <span className="min-w-0">
                <bdi className="block truncate">{name}</bdi>
                <span className="block truncate font-mono text-2xs text-soft">{tenant_id}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      <p role="status" className="text-xs text-soft">
        {tenantsWords({ tenants: chosen })} chosen.
        {shown.length === 0 ? ' No tenant has such a name or id.' : more > 0 ? ` ${more} more: type to find them.` : ''}
      </p>
    </div>
  );
}

interface AppliesToProps {
  scope: RuleScope;
  tenants: RuleBody['tenants'];
  /** A stored rule stays where it is: a copy can be made elsewhere. */
  stored: boolean;
  onChange: (scope: RuleScope, tenants: RuleBody['tenants']) => void;
}

/** For whom a rule is: one tenant, or what the provider has for all or some. */
export function AppliesToForm({ scope, tenants, stored, onChange }: AppliesToProps) {
  const [last, setLast] = useState(tenants === 'all' ? [] : tenants);
  const choice: Choice = scope === 'tenant' ? 'tenant' : tenants === 'all' ? 'all' : 'some';
  const choose = (next: Choice) => onChange(next === 'tenant' ? 'tenant' : 'provider', next === 'some' ? last : 'all');
  return (
    <div className="flex flex-col gap-3">
      <div className="flex">
        <Segmented<Choice>
          label="Applies to"
          value={choice}
          onChange={choose}
          options={(stored ? (['all', 'some'] as const) : (['tenant', 'all', 'some'] as const)).map((value) => ({
            value,
            label: LABELS[value],
          }))}
        />
      </div>
      <p className="text-[0.8125rem] text-soft">{NOTES[choice]}</p>
      {tenants !== 'all' && (
        <ChosenTenants
          chosen={tenants}
          onChange={(chosen) => {
            if (chosen !== 'all') setLast(chosen);
            onChange('provider', chosen);
          }}
        />
      )}
      <PlaceErrors place="tenants" deep />
    </div>
  );
}
