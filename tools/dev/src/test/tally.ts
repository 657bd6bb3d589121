/** What one stage found. A static check counts as one test. */
export interface StageResult {
  name: string;
  passed: number;
  failed: number;
  skipped: number;
  seconds: number;
  /** Everything to print when something failed; a short remark otherwise. */
  report: string;
}

/** The last line of `npm test`: `12 passed, 0 failed`, with `, 1 skipped` only when there are any. */
export function summaryLine(results: readonly StageResult[]): string {
  const sum = (key: 'passed' | 'failed' | 'skipped') => results.reduce((total, result) => total + result[key], 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

export const stageFailure = (name: string, report: string, seconds = 0): StageResult => ({
  name,
  passed: 0,
  failed: 1,
  skipped: 0,
  seconds,
  report,
});

/** One line for each stage, followed by its report when something failed. */
export function stageLines({ name, passed, failed, skipped, seconds, report }: StageResult): string {
  const counts = [`${passed} passed`, failed > 0 ? `${failed} FAILED` : '', skipped > 0 ? `${skipped} skipped` : ''].filter(Boolean);
  const line = `${failed > 0 ? '✗' : '✓'} ${name.padEnd(14)} ${counts.join(', ')}  (${seconds.toFixed(1)} s)`;
  return failed > 0 ? `${line}\n${report.trimEnd()}\n` : line;
}
