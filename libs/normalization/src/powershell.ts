/** One parameter of a command line. */
export interface CommandParameter {
  name: string;
  value: string;
}

const MAX_PARAMETERS = 100;

const isBlank = (char: string): boolean => char === ' ' || char === '\t' || char === '\r' || char === '\n';

/**
 * Parameters of a PowerShell command as the compliance centre logs them: `-Name "x" -TeamsLocation ("ALL") -Force`.
 * Quotes inside values are not escaped there, so a quoted value ends at a quote that is followed by the next ` -Name` or the end.
 * One pass, linear in the length of the text; text without parameters gives an empty list.
 */
export function parseCommandParameters(text: string): CommandParameter[] {
  const starts: { at: number; name: string; valueAt: number }[] = [];
  for (let at = text.indexOf('-'); at >= 0 && starts.length < MAX_PARAMETERS; at = text.indexOf('-', at + 1)) {
    if (at > 0 && !isBlank(text.charAt(at - 1))) continue;
    const previous = starts.at(-1);
    if (previous && !isComplete(text, previous.valueAt, at)) continue;
    const name = nameAt(text, at + 1);
    if (name !== '') starts.push({ at, name, valueAt: at + 1 + name.length });
  }
  return starts.map(({ name, valueAt }, index) => ({
    name,
    value: unquote(text.slice(valueAt, starts[index + 1]?.at ?? text.length).trim()),
  }));
}

/** Longest parameter name that is looked for. */
const MAX_NAME = 64;

function nameAt(text: string, from: number): string {
  let end = from;
  while (end < text.length && end - from < MAX_NAME && /[A-Za-z0-9_]/.test(text.charAt(end))) end += 1;
  return /[A-Za-z]/.test(text.charAt(from)) ? text.slice(from, end) : '';
}

/** Whether the value that starts at `from` may end before `to`: what opened with a quote or bracket has been closed just before. */
function isComplete(text: string, from: number, to: number): boolean {
  let start = from;
  while (start < to && isBlank(text.charAt(start))) start += 1;
  let end = to - 1;
  while (end > start && isBlank(text.charAt(end))) end -= 1;
  const first = text.charAt(start);
  if (first === '"') return end > start && text.charAt(end) === '"';
  if (first === '(') return text.charAt(end) === ')';
  return true;
}

function unquote(value: string): string {
  let inner = value;
  if (inner.startsWith('(') && inner.endsWith(')')) inner = inner.slice(1, -1).trim();
  const quoted = inner.length >= 2 && inner.startsWith('"') && inner.endsWith('"');
  return quoted ? inner.slice(1, -1) : inner;
}
