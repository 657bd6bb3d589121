/** What a summary template may name. The first six are those of 1.x. */
export const PLACEHOLDERS = [
  'operation',
  'actor',
  'target',
  'category',
  'result',
  'service',
  'related',
  'changes',
  'detail',
  'ip',
] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** A value for each placeholder; null where the event has none. */
export type TemplateValues = Readonly<Record<Placeholder, string | null>>;

/** A compiled template: text and placeholders in turn. */
export interface Template {
  readonly parts: readonly (string | { readonly name: Placeholder })[];
  readonly needs: readonly Placeholder[];
}

const isPlaceholderName = (name: string): name is Placeholder => PLACEHOLDERS.some((known) => known === name);

export type CompiledTemplate = { ok: true; template: Template } | { ok: false; message: string };

/** Compile `{actor} did {operation}`; `{{` and `}}` stand for braces. Fails on unknown placeholders and unbalanced braces. */
export function compileTemplate(source: string): CompiledTemplate {
  const parts: (string | { name: Placeholder })[] = [];
  let literal = '';
  for (let at = 0; at < source.length; at += 1) {
    const char = source.charAt(at);
    if ((char === '{' || char === '}') && source.charAt(at + 1) === char) {
      literal += char;
      at += 1;
    } else if (char === '}') return { ok: false, message: `"}" without "{" at character ${at + 1}` };
    else if (char !== '{') literal += char;
    else {
      const end = source.indexOf('}', at);
      if (end < 0) return { ok: false, message: `"{" without "}" at character ${at + 1}` };
      const name = source.slice(at + 1, end).trim();
      if (!isPlaceholderName(name))
        return { ok: false, message: `unknown placeholder {${name}}; known: ${PLACEHOLDERS.map((known) => `{${known}}`).join(' ')}` };
      if (literal !== '') parts.push(literal);
      literal = '';
      parts.push({ name });
      at = end;
    }
  }
  if (literal !== '') parts.push(literal);
  return { ok: true, template: { parts, needs: parts.flatMap((part) => (typeof part === 'string' ? [] : part.name)) } };
}

/** Said where the last template of a list names something that the event lacks. */
const FALLBACK: TemplateValues = {
  operation: 'an unknown operation',
  actor: 'The system',
  target: 'an unnamed object',
  category: 'Other',
  result: 'unknown result',
  service: 'unknown service',
  related: 'another object',
  changes: 'settings',
  detail: 'no details',
  ip: 'an unknown address',
};

interface Choice {
  readonly templates: readonly Template[];
  readonly forResult: boolean;
}

/**
 * The first template whose placeholders all have values, filled in; the last one with fallback words if there is none.
 * A sentence without {result} gets the note for the event's result, so that nothing that failed reads as done.
 */
export function renderFirst(
  { templates, forResult }: Choice,
  result: string | null,
  notes: ReadonlyMap<string, string>,
  values: TemplateValues,
): string {
  const template = templates.find(({ needs }) => needs.every((name) => name === 'actor' || values[name] !== null)) ?? templates.at(-1);
  if (!template) return '';
  const sentence = template.parts.map((part) => (typeof part === 'string' ? part : (values[part.name] ?? FALLBACK[part.name]))).join('');
  const spoken = forResult || result === null || template.needs.includes('result');
  const note = spoken ? undefined : notes.get(result.toLowerCase());
  return note === undefined ? sentence : `${sentence} (${note})`;
}
