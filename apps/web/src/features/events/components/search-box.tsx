import { LIMITS } from '@aoc/contracts';
import { Kbd, TextField } from '@aoc/web/ui';
import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState, type Ref } from 'react';

const PAUSE_MS = 350;

interface SearchBoxProps {
  value: string;
  onSearch: (text: string) => void;
  ref: Ref<HTMLInputElement>;
}

/** Free search; asks after a pause in typing, at once on Enter. */
export function SearchBox({ value, onSearch, ref }: SearchBoxProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const text = draft ?? value;
  useEffect(() => () => clearTimeout(timer.current), []);
  const commit = (next: string) => {
    clearTimeout(timer.current);
    setDraft(null);
    if (next.trim() !== value) onSearch(next.trim());
  };
  const type = (next: string) => {
    setDraft(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => commit(next), PAUSE_MS);
  };
  return (
    <div role="search" className="relative min-w-0 flex-1">
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-faint" />
      <TextField
        ref={ref}
        type="text"
        inputMode="search"
        aria-label="Search events"
        placeholder="Search words, user, device, IP address or id"
        maxLength={LIMITS.searchLength}
        className="h-9.5 pr-9 pl-9"
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit(text);
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <span className="absolute top-1/2 right-2 flex -translate-y-1/2">
        {text === '' ? (
          <span className="pointer-events-none pr-1 max-sm:hidden">
            <Kbd>/</Kbd>
          </span>
        ) : (
          <button
            type="button"
            aria-label="Clear search"
            className="grid size-6 place-items-center rounded text-faint hover:bg-hover hover:text-ink"
            onClick={() => commit('')}
          >
            <X aria-hidden className="size-4" />
          </button>
        )}
      </span>
    </div>
  );
}
