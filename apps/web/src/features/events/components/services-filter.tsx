import { Button, cx, TextField } from '@aoc/web/ui';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { useFilterOptions } from '../api/filter-options';
import { serviceColour } from '../model/service-colour';
import { FilterPill } from './filter-pill';

interface ServicesFilterProps {
  /** Undefined: all services. */
  value: string[] | undefined;
  onChange: (services: string[] | undefined) => void;
}

/** Services to show, all by default. */
export function ServicesFilter({ value, onChange }: ServicesFilterProps) {
  const known = useFilterOptions().data?.services ?? [];
  const [text, setText] = useState('');
  const all = [...new Set([...known, ...(value ?? [])])];
  const chosen = new Set(value ?? all);
  const set = (next: string[]) => onChange(next.length === 0 || next.length === all.length ? undefined : next);
  const toggle = (service: string) => set(all.filter((other) => (other === service ? !chosen.has(other) : chosen.has(other))));
  const label = value && (value.length === 1 ? (value[0] ?? '') : `${value.length} of ${all.length}`);
  return (
    <FilterPill label="Services" value={label ?? null} onClear={() => onChange(undefined)}>
      {() => (
        <>
          <div className="flex gap-1.5 pb-1.5">
            <TextField
              aria-label="Find a service"
              placeholder="Find a service"
              className="h-7.5"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <Button variant="ghost" className="h-7.5 px-2" disabled={value === undefined} onClick={() => onChange(undefined)}>
              All
            </Button>
          </div>
          <ul className="max-h-72 overflow-y-auto" aria-label="Services">
            {all
              .filter((service) => service.toLowerCase().includes(text.toLowerCase()))
              .map((service) => (
                <li key={service} className="group flex items-center rounded-md hover:bg-hover">
                  <button
                    type="button"
                    role="checkbox"
                    aria-checked={chosen.has(service)}
                    onClick={() => toggle(service)}
                    className="flex min-w-0 flex-1 items-center gap-2 px-2 py-1.5 text-left"
                  >
                    <span
                      className={cx(
                        'grid size-4 shrink-0 place-items-center rounded border',
                        chosen.has(service) ? 'border-accent bg-accent text-accent-ink' : 'border-line-strong',
                      )}
                    >
                      {chosen.has(service) && <Check aria-hidden className="size-3" />}
                    </span>
                    <span aria-hidden className="size-2 shrink-0 rounded-full" style={{ background: serviceColour(service) }} />
                    <span className="truncate">{service}</span>
                  </button>
                  <Button
                    variant="ghost"
                    size="sm"
                    className="h-6 opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
                    onClick={() => onChange([service])}
                    aria-label={`Only ${service}`}
                  >
                    only
                  </Button>
                </li>
              ))}
            {all.length === 0 && <li className="px-2 py-3 text-soft">No events yet, so no services.</li>}
          </ul>
        </>
      )}
    </FilterPill>
  );
}
