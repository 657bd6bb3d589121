import { categories, type Category, type Escape } from './escapes';

/** Number of escapes by category and file; files without any are left out. */
export type Counts = Record<Category, Record<string, number>>;
export type EscapesByFile = ReadonlyMap<string, readonly Escape[]>;

const total = (files: Record<string, number>) => Object.values(files).reduce((sum, count) => sum + count, 0);

export const totals = (counts: Counts) => Object.fromEntries(categories.map((category) => [category, total(counts[category])]));

export function countEscapes(found: EscapesByFile): Counts {
  const counts: Counts = { any: {}, cast: {}, 'non-null': {}, 'eslint-disable': {}, 'ts-ignore': {} };
  for (const [file, escapes] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const { category } of escapes) counts[category][file] = (counts[category][file] ?? 0) + 1;
  }
  return counts;
}

/** For every category above its baseline one message that names the files with more than before, and their lines. */
export function regressions(baseline: Counts, found: EscapesByFile): string[] {
  const now = countEscapes(found);
  return categories.flatMap((category) => {
    const before = total(baseline[category]);
    const after = total(now[category]);
    if (after <= before) return [];
    const places = Object.entries(now[category])
      .filter(([file, count]) => count > (baseline[category][file] ?? 0))
      .map(([file, count]) => {
        const lines = (found.get(file) ?? []).filter((escape) => escape.category === category).map(({ line }) => line);
        return `  ${file}: ${count}, was ${baseline[category][file] ?? 0} (lines ${lines.join(', ')})`;
      });
    return [`"${category}" rose from ${before} to ${after}:\n${places.join('\n')}`];
  });
}

/** Categories in which fewer are left than the baseline allows. */
export const improved = (baseline: Counts, now: Counts): Category[] =>
  categories.filter((category) => total(now[category]) < total(baseline[category]));
