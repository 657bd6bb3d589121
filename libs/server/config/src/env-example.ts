import { variables } from './variables';
import type { Variable } from './fields';

/** Default of a variable as text: the input that its schema takes when the variable is absent. */
function defaultOf(v: Variable): string {
  const parsed = v.schema.safeParse(undefined);
  if (!parsed.success) return '';
  const value: unknown = parsed.data;
  if (value instanceof Map) return [...value].map(([name, one]) => `${name}=${one}`).join(',');
  return Array.isArray(value) ? value.join(',') : value === undefined || value === null ? '' : String(value);
}

/** The text of `.env.example`: every variable with what it means and its default. */
export function renderEnvExample(): string {
  const lines = [
    '# Settings of AOC. Copy to .env and fill in what you need; everything has a default.',
    '# A secret can also come from a file: NAME_FILE=/path instead of NAME.',
  ];
  for (const [group, entries] of Object.entries(variables)) {
    lines.push('', `# --- ${group} ---`);
    for (const [name, v] of Object.entries(entries)) {
      lines.push(`# ${v.description}${v.example ? ` Example: ${v.example}` : ''}`);
      lines.push(`${v.secret || v.example ? '#' : ''}${name}=${v.secret ? '' : defaultOf(v)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
