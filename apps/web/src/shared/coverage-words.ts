import type { CoverageGap, CoverageVerdict } from '@aoc/contracts';

/** What the sources are called where there is little room. */
const SHORT: Record<CoverageGap['source'], string> = { directory: 'directory', signin: 'sign-ins', intune: 'Intune', unified: 'unified' };

/** One gap per source and state: from the outermost start to the outermost end. */
export function gapsBySource(gaps: CoverageGap[]): CoverageGap[] {
  const groups = Object.values(Object.groupBy(gaps, ({ source, state }) => `${source} ${state}`));
  return groups.flatMap((group = []) => {
    const [first] = group;
    if (!first) return [];
    const start = group.map((gap) => gap.start).reduce((a, b) => (a < b ? a : b));
    const end = group.map((gap) => gap.end).reduce((a, b) => (a > b ? a : b));
    return [{ ...first, start, end }];
  });
}

/** `Complete`, `Late: unified since 5 Mar, 10:00`, `Missing: sign-ins 1 Mar, 00:00 – 2 Mar, 00:00`, each source once. */
export function coverageSummary({ state, gaps }: CoverageVerdict, format: (instant: string) => string): string {
  if (state === 'complete') return 'Complete';
  if (state === 'unknown') return 'Coverage unknown';
  const merged = gapsBySource(gaps);
  const late = merged.filter((gap) => gap.state === 'late').map(({ source, start }) => `${SHORT[source]} since ${format(start)}`);
  const missing = merged
    .filter((gap) => gap.state === 'missing')
    .map(({ source, start, end }) => `${SHORT[source]} ${format(start)} – ${format(end)}`);
  const parts = [late.length > 0 ? `Late: ${late.join(', ')}` : '', missing.length > 0 ? `Missing: ${missing.join(', ')}` : ''];
  const text = parts.filter(Boolean).join('. ');
  return text === '' ? 'Not complete' : text;
}
