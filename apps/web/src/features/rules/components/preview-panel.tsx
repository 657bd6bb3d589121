import { Button, Notice, Play, ProgressBar, Select, Square } from '@aoc/web/ui';
import { useEffect, useRef, useState } from 'react';
import { count } from '../../../shared/numbers';
import { PageSection, CARD } from '../../../shared/page-section';
import { ProblemNotice } from '../../../shared/problem-notice';
import { PreviewResultView } from './preview-result';
import type { Preview } from './use-preview';

const RANGES = [
  { days: 1, label: 'Last 24 hours' },
  { days: 7, label: 'Last 7 days' },
  { days: 30, label: 'Last 30 days' },
  { days: 90, label: 'Last 90 days' },
];

interface PreviewPanelProps {
  preview: Preview;
  /** Gets the start of the range. */
  onRun: (start: string) => void;
}

/** What the rule, as it stands in the form, would have done: changes nothing. */
export function PreviewPanel({ preview, onRun }: PreviewPanelProps) {
  const [days, setDays] = useState(7);
  const { status, estimate, progress, result, error } = preview;
  const running = status === 'running';
  const found = useRef<HTMLDivElement>(null);
  // The button often stands at the lower edge, and what it found would be out of sight.
  useEffect(() => void found.current?.scrollIntoView({ block: 'nearest' }), [result]);
  const run = () => onRun(new Date(Date.now() - days * 86_400_000).toISOString());
  return (
    <PageSection
      title="Preview"
      note="Runs the rule over stored events. Nothing is saved and nobody is told."
      actions={
        <div className="flex items-center gap-2">
          <Select aria-label="Over which time" className="w-auto" value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {RANGES.map((range) => (
              <option key={range.days} value={range.days}>
                {range.label}
              </option>
            ))}
          </Select>
          {running ? (
            <Button onClick={preview.cancel}>
              <Square aria-hidden className="size-3.5" /> Cancel
            </Button>
          ) : (
            <Button onClick={run}>
              <Play aria-hidden className="size-3.5" /> Preview
            </Button>
          )}
        </div>
      }
    >
      {estimate && (
        <p className="text-[0.8125rem] text-soft">
          {count(estimate.events)} of {count(estimate.of)} events of this time have to be read.
        </p>
      )}
      {running && (
        <div role="status" className="flex flex-col gap-1.5">
          <ProgressBar
            label="Preview"
            value={estimate && progress ? (estimate.events === 0 ? 1 : progress.read / estimate.events) : null}
          />
          <p className="text-[0.8125rem] text-soft tabular-nums">
            {progress ? `${count(progress.read)} read, ${count(progress.matches)} match, ${count(progress.alerts)} alerts` : 'Starting…'}
          </p>
        </div>
      )}
      {status === 'cancelled' && <Notice tone="info">Cancelled.</Notice>}
      {error && <ProblemNotice error={error} />}
      {result && (
        <div ref={found} className={`${CARD} scroll-mb-24 p-4`}>
          <PreviewResultView result={result} />
        </div>
      )}
    </PageSection>
  );
}
