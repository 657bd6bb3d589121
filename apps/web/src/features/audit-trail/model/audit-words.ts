import type { AuditOutcome, AuditRow, AuditVerdict, CallerKind } from '@aoc/contracts';
import type { Tone } from '@aoc/web/ui';
import { count } from '../../../shared/numbers';

export const OUTCOMES: Readonly<Record<AuditOutcome, { tone: Tone; words: string }>> = {
  ok: { tone: 'good', words: 'Done' },
  refused: { tone: 'warn', words: 'Refused' },
  failed: { tone: 'bad', words: 'Failed' },
};

export const CALLERS: Readonly<Record<CallerKind, string>> = {
  local: 'local operator',
  user: 'person',
  api_key: 'API key',
  system: 'AOC itself',
};

const CAPITALS = /\b(?:api|http|id|ids|mcp)\b/g;

/** The name of an operation or of a member of its row as people read it: `createApiKey` as `Create API key`. */
export function plainWords(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[._-]+/g, ' ')
    .toLowerCase()
    .replace(CAPITALS, (word) => (word === 'ids' ? 'IDs' : word.toUpperCase()));
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value of the detail as text. */
export const detailText = (value: AuditRow['detail'][string]): string =>
  Array.isArray(value) ? value.join(', ') : value === null ? 'none' : String(value);

/** What a check found, in a sentence. */
export function verdictWords({ state, rows, to_seq, broken }: AuditVerdict): { tone: 'info' | 'warn' | 'bad'; words: string } {
  if (state === 'broken')
    return { tone: 'bad', words: `The chain is broken at row ${broken?.seq ?? '?'}: ${broken?.detail ?? 'no detail was given'}` };
  if (rows === 0) return { tone: 'info', words: 'There are no rows to check.' };
  if (state === 'unfinished') return { tone: 'warn', words: `${count(rows)} rows are whole up to row ${count(to_seq)}; there are more.` };
  return { tone: 'info', words: `The chain is whole: ${count(rows)} rows were checked, up to row ${count(to_seq)}.` };
}
