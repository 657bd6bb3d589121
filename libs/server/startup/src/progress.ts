/** Least time between two lines where there is no terminal, in milliseconds. */
const LINE_EVERY_MS = 5000;
const WIDTH = 30;
const BACK_AND_CLEAR = '\r\u001b[2K';

/** Where progress is shown: a terminal gets a bar that moves, anything else a line now and then. */
export interface ProgressTarget {
  isTTY?: boolean;
  write(text: string): unknown;
}

export interface ProgressView {
  show(done: number, total: number): void;
  /** Takes the bar away, so that what follows stands alone. */
  end(): void;
}

const count = (value: number): string => value.toLocaleString('en-US');

function bar(done: number, total: number): string {
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const filled = Math.round(share * WIDTH);
  const percent = String(Math.floor(share * 100)).padStart(3);
  return `[${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}] ${percent} %  ${count(done)} of ${count(total)}`;
}

export function progressView(label: string, target: ProgressTarget, now: () => number = () => performance.now()): ProgressView {
  let last = Number.NEGATIVE_INFINITY;
  let shown = false;
  return {
    show(done, total) {
      if (target.isTTY) target.write(`${BACK_AND_CLEAR}${label} ${bar(done, total)}`);
      else if (now() - last >= LINE_EVERY_MS || done >= total) target.write(`${label}: ${count(done)} of ${count(total)}\n`);
      else return;
      last = now();
      shown = true;
    },
    end() {
      if (shown && target.isTTY) target.write(BACK_AND_CLEAR);
    },
  };
}
