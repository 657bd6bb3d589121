import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { cx } from './cx';

/** Children of one node shown at first; a record may hold thousands of values. */
const PAGE = 100;
const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null;

const COLOURS: Record<string, string> = { string: 'text-good', number: 'text-warn', boolean: 'text-accent' };

function Leaf({ value }: { value: unknown }) {
  return (
    <span className={cx('[overflow-wrap:anywhere] whitespace-pre-wrap', COLOURS[typeof value] ?? 'text-faint')}>
      {JSON.stringify(value) ?? 'null'}
    </span>
  );
}

interface NodeProps {
  name: string | null;
  value: unknown;
  depth: number;
  openDepth: number;
}

function Branch({ name, value, depth, openDepth }: NodeProps & { value: object }) {
  const [open, setOpen] = useState(depth < openDepth);
  const [shown, setShown] = useState(PAGE);
  const entries = Object.entries(value);
  const [left, right] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) {
    return (
      <div className="pl-4">
        <Key name={name} />
        <span className="text-faint">{left + right}</span>
      </div>
    );
  }
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex items-center rounded text-left hover:bg-hover"
      >
        <ChevronRight aria-hidden className={cx('size-3.5 shrink-0 text-faint transition-transform', open && 'rotate-90')} />
        <span className="ml-0.5">
          <Key name={name} />
          <span className="text-faint">
            {open ? left : `${left} ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'} ${right}`}
          </span>
        </span>
      </button>
      {open && (
        <div className="ml-1.5 border-l border-line pl-2.5">
          {entries.slice(0, shown).map(([key, child]) => (
            <Node key={key} name={Array.isArray(value) ? null : key} value={child} depth={depth + 1} openDepth={openDepth} />
          ))}
          {entries.length > shown && (
            <button type="button" onClick={() => setShown(shown + PAGE)} className="pl-4 text-accent hover:underline">
              {entries.length - shown} more
            </button>
          )}
        </div>
      )}
      {open && <span className="pl-4 text-faint">{right}</span>}
    </div>
  );
}

function Key({ name }: { name: string | null }) {
  return name === null ? null : (
    <>
      <span className="text-ink">{name}</span>
      <span className="text-faint">: </span>
    </>
  );
}

function Node(props: NodeProps) {
  if (isBranch(props.value)) return <Branch {...props} value={props.value} />;
  return (
    <div className="pl-4">
      <Key name={props.name} />
      <Leaf value={props.value} />
    </div>
  );
}

/** A JSON value with folding. `openDepth` levels are unfolded at first; remount (key) to change it. Text is never read as HTML. */
export function JsonViewer({ value, openDepth = 2 }: { value: unknown; openDepth?: number }) {
  return (
    <div className="font-mono text-xs leading-5">
      <Node name={null} value={value} depth={0} openDepth={openDepth} />
    </div>
  );
}
