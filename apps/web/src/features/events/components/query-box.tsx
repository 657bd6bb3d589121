import { LIMITS } from '@aoc/contracts';
import { parseQuery } from '@aoc/query';
import { cx, Kbd, Search, X } from '@aoc/web/ui';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useFilterOptions } from '../../../shared/api/filter-options';
import { flushSync } from 'react-dom';
import { completionsAt, type Completion } from '../model/query-completion';
import { fixedText, type Mistake } from '../model/query-fix';
import { CompletionList } from './completion-list';
import { QueryColours } from './query-colours';
import { QueryError } from './query-error';
import { QueryHelp } from './query-help';

const PAUSE_MS = 600;

interface QueryBoxProps {
  value: string;
  /** What the API says is wrong with `value`. */
  error: Mistake | null;
  onSearch: (text: string) => void;
  ref: RefObject<HTMLInputElement | null>;
}

/** The query being typed: coloured, completed, asked after a pause or at once on Enter. */
export function QueryBox({ value, error, onSearch, ref }: QueryBoxProps) {
  const id = useId();
  const options = useFilterOptions().data;
  const colours = useRef<HTMLDivElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [draft, setDraft] = useState<string | null>(null);
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [judged, setJudged] = useState(false);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    // The query was changed elsewhere (a chip, the address): what was being typed is out of date.
    setSeen(value);
    if (draft !== null && draft.trim() !== value) setDraft(null);
  }
  const text = draft ?? value;
  const completions = open ? completionsAt(text, caret, options) : { start: 0, end: 0, items: [] };
  const shown = open && completions.items.length > 0;
  useEffect(() => () => clearTimeout(timer.current), []);

  const parsed = draft === null ? null : parseQuery(draft);
  // The API's word counts for what was asked; while typing, the parser's, and only after a pause.
  const found = parsed === null || draft === value ? error : parsed.ok || !judged ? null : (parsed.errors[0] ?? null);
  const mistake = shown ? null : found;

  const ask = (next: string): boolean => {
    const ok = parseQuery(next).ok;
    setJudged(true);
    if (ok && next.trim() !== value) onSearch(next.trim());
    return ok;
  };
  const commit = (next: string) => {
    clearTimeout(timer.current);
    setOpen(false);
    setDraft(ask(next) ? null : next);
  };
  const type = (next: string, at: number) => {
    setDraft(next);
    setCaret(at);
    setActive(-1);
    setOpen(true);
    setJudged(false);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => ask(next), PAUSE_MS);
  };
  const pick = ({ insert }: Completion) => {
    const next = text.slice(0, completions.start) + insert + text.slice(completions.end).replace(/^ /, '');
    const at = completions.start + insert.length;
    // At once: a frame later, what is typed meanwhile would stand behind the caret.
    flushSync(() => type(next, at));
    ref.current?.focus();
    ref.current?.setSelectionRange(at, at);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const count = completions.items.length;
    const chosen = completions.items[active];
    if (event.key === 'ArrowDown' && !open) setOpen(true);
    else if (event.key === 'ArrowDown' && shown) setActive((active + 1) % count);
    else if (event.key === 'ArrowUp' && shown) setActive((active <= 0 ? count : active) - 1);
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) pick(chosen);
    else if (event.key === 'Enter') commit(text);
    else if (event.key === 'Escape' && shown) setOpen(false);
    else if (event.key === 'Escape') event.currentTarget.blur();
    else return;
    event.preventDefault();
  };
  const scrollColours = () => colours.current?.scrollTo({ left: ref.current?.scrollLeft ?? 0, behavior: 'instant' });

  return (
    <div
      role="search"
      className="relative min-w-0 flex-1"
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}
    >
      <div className={cx('aoc-field relative flex h-9.5 items-center pr-16 pl-9', mistake && 'border-bad')}>
        <Search aria-hidden className="pointer-events-none absolute left-3 size-4 text-faint" />
        <QueryColours ref={colours} text={text} error={mistake} />
        <input
          ref={ref}
          type="text"
          role="combobox"
          aria-expanded={shown}
          aria-controls={shown ? id : undefined}
          aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
          aria-autocomplete="list"
          aria-invalid={mistake !== null}
          aria-label="Search events"
          placeholder="Search words, or service:Exchange -result:success actor:ann"
          maxLength={LIMITS.queryLength}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          className="relative h-full min-w-0 flex-1 bg-transparent font-mono text-[0.8125rem] text-transparent caret-ink outline-none placeholder:font-sans placeholder:text-faint selection:text-transparent"
          value={text}
          onChange={(event) => type(event.target.value, event.target.selectionStart ?? event.target.value.length)}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onClick={() => setOpen(true)}
          onScroll={scrollColours}
          onKeyDown={onKeyDown}
        />
        <span className="absolute right-1.5 flex items-center gap-0.5">
          {text === '' ? (
            <span className="pointer-events-none pr-1 max-sm:hidden">
              <Kbd>/</Kbd>
            </span>
          ) : (
            <button
              type="button"
              aria-label="Clear search"
              className="grid size-7 place-items-center rounded text-faint hover:bg-hover hover:text-ink"
              onClick={() => commit('')}
            >
              <X aria-hidden className="size-4" />
            </button>
          )}
          <QueryHelp />
        </span>
      </div>
      {shown && <CompletionList id={id} items={completions.items} active={active} onPick={pick} onActive={setActive} />}
      {mistake && <QueryError error={mistake} fixed={fixedText(text, mistake)} onFix={commit} />}
    </div>
  );
}
