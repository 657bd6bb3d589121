import { ChevronRight } from './icons';
import { useState } from 'react';
import { cx } from './cx';

/** Children of one node shown at first; a record may hold thousands of values. */
const PAGE = 100;
const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null;

const COLOURS: Record<string, string> = { string: 'text-good', number: 'text-warn', boolean: 'text-accent' };

/** Text with every place marked where the search is found. */
function Marked({ text, search }: { text: string; search: string }) {
  if (search === '') return text;
  const lower = text.toLowerCase();
  // Lower-casing may change the length of a few scripts; then the places would be wrong.
  if (lower.length !== text.length)
    return lower.includes(search) ? <mark className="rounded-sm bg-warn-tint text-warn">{text}</mark> : text;
  const parts = [];
  let from = 0;
  for (let at = lower.indexOf(search); at >= 0; at = lower.indexOf(search, from)) {
    parts.push(text.slice(from, at));
    parts.push(
      <mark key={at} className="rounded-sm bg-warn-tint text-warn">
        {text.slice(at, at + search.length)}
      </mark>,
    );
    from = at + search.length;
  }
  return [...parts, text.slice(from)];
}

function Leaf({ value, search }: { value: unknown; search: string }) {
  return (
    <bdi className={cx('[overflow-wrap:anywhere] whitespace-pre-wrap', COLOURS[typeof value] ?? 'text-faint')}>
      <Marked text={JSON.stringify(value) ?? 'null'} search={search} />
    </bdi>
  );
}

/** Whether a name or value at or below this node holds the search. */
const holds = (value: unknown, search: string): boolean =>
  isBranch(value)
    ? Object.entries(value).some(([key, child]) => (!Array.isArray(value) && key.toLowerCase().includes(search)) || holds(child, search))
    : (JSON.stringify(value) ?? '').toLowerCase().includes(search);

interface NodeProps {
  name: string | null;
  value: unknown;
  depth: number;
  openDepth: number;
  /** In lower case; branches that hold it are open. */
  search: string;
}

function Branch({ name, value, depth, openDepth, search }: NodeProps & { value: object }) {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const open = search === '' ? (chosen ?? depth < openDepth) : holds(value, search);
  const [shown, setShown] = useState(PAGE);
  const entries = Object.entries(value);
  const [left, right] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) {
    return (
      <div className="pl-4">
        <Key name={name} search={search} />
        <span className="text-faint">{left + right}</span>
      </div>
    );
  }
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setChosen(!open)}
        className="flex min-h-6 min-w-6 items-center rounded text-left hover:bg-hover"
      >
        <ChevronRight aria-hidden className={cx('size-3.5 shrink-0 text-faint transition-transform', open && 'rotate-90')} />
        <span className="ml-0.5">
          <Key name={name} search={search} />
          <span className="text-faint">
            {open ? left : `${left} ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'} ${right}`}
          </span>
        </span>
      </button>
      {open && (
        <div className="ml-1.5 border-l border-line pl-2.5">
          {entries.slice(0, shown).map(([key, child]) => (
            <Node
              key={key}
              name={Array.isArray(value) ? null : key}
              value={child}
              depth={depth + 1}
              openDepth={openDepth}
              search={search}
            />
          ))}
          {entries.length > shown && (
            <button type="button" onClick={() => setShown(shown + PAGE)} className="min-h-6 pl-4 text-accent hover:underline">
              {entries.length - shown} more
            </button>
          )}
        </div>
      )}
      {open && <span className="pl-4 text-faint">{right}</span>}
    </div>
  );
}

function Key({ name, search }: { name: string | null; search: string }) {
  return name === null ? null : (
    <>
      <bdi className="text-ink">
        <Marked text={name} search={search} />
      </bdi>
      <span className="text-faint">: </span>
    </>
  );
}

function Node(props: NodeProps) {
  if (isBranch(props.value)) return <Branch {...props} value={props.value} />;
  return (
    <div className="pl-4">
      <Key name={props.name} search={props.search} />
      <Leaf value={props.value} search={props.search} />
    </div>
  );
}

/**
 * A JSON value with folding. `openDepth` levels are unfolded at first; remount (key) to change it. While there is a `search`,
 * what holds it is unfolded and marked. Text is never read as HTML.
 */
export function JsonViewer({ value, openDepth = 2, search = '' }: { value: unknown; openDepth?: number; search?: string }) {
  return (
    <div className="font-mono text-xs leading-6">
      <Node name={null} value={value} depth={0} openDepth={openDepth} search={search.toLowerCase()} />
    </div>
  );
}
