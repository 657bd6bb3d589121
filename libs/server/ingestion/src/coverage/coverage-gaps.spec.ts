import { coverageGaps, type CoverageQuestion } from './coverage-gaps';

const HOUR = 3_600_000;
const now = Date.parse('2026-03-10T00:00:00Z');
const question = (change: Partial<CoverageQuestion>): CoverageQuestion => ({
  source: 'directory',
  start: null,
  end: now,
  since: now - 100 * HOUR,
  covered: [{ start: now - 100 * HOUR, end: now - HOUR / 2 }],
  now,
  graceMs: HOUR,
  maxAgeMs: 48 * HOUR,
  ...change,
});
const at = (hoursAgo: number): string => new Date(now - hoursAgo * HOUR).toISOString();

describe('gaps of coverage', () => {
  it('has none when all but the newest stretch was read', () => {
    expect(coverageGaps(question({}))).toEqual([]);
  });
  it('calls a hole late while the API has it, and missing afterwards', () => {
    const covered = [
      { start: now - 100 * HOUR, end: now - 60 * HOUR },
      { start: now - 30 * HOUR, end: now },
    ];
    expect(coverageGaps(question({ covered }))).toEqual([
      { source: 'directory', start: at(60), end: at(48), state: 'missing' },
      { source: 'directory', start: at(48), end: at(30), state: 'late' },
    ]);
  });
  it('calls the time before anything was wanted missing, but only when it is asked for', () => {
    expect(
      coverageGaps(question({ since: now - 10 * HOUR, start: now - 20 * HOUR, covered: [{ start: now - 10 * HOUR, end: now }] })),
    ).toEqual([{ source: 'directory', start: at(20), end: at(10), state: 'missing' }]);
  });
  it('looks only at the asked time', () => {
    const covered = [{ start: now - 100 * HOUR, end: now - 40 * HOUR }];
    expect(coverageGaps(question({ covered, start: now - 90 * HOUR, end: now - 50 * HOUR }))).toEqual([]);
    expect(coverageGaps(question({ covered, end: now - 39 * HOUR }))).toHaveLength(1);
  });
  it('ignores holes of less than a second', () => {
    expect(coverageGaps(question({ covered: [{ start: now - 100 * HOUR + 900, end: now }] }))).toEqual([]);
  });
});
