import type { Alert } from '@aoc/contracts';
import { Instant } from '../../../shared/instant';
import { PanelSection } from '../../../shared/panel-section';
import { capital } from '../../../shared/severity';
import { historyWords } from '../model/alert-words';

/** Who did what to the alert, newest first. */
export function AlertHistory({ alert }: { alert: Alert }) {
  if (alert.history.length === 0) return null;
  return (
    <PanelSection title="History">
      <ol className="ml-1 flex flex-col border-l border-line">
        {alert.history.toReversed().map((entry, index) => (
          <li key={`${entry.at} ${index}`} className="relative pb-3 pl-4 last:pb-0">
            <span aria-hidden className="absolute top-1.5 -left-1 size-2 rounded-full bg-line-strong" />
            <p className="[overflow-wrap:anywhere]">{capital(historyWords(entry))}</p>
            {entry.reason && <p className="text-[0.8125rem] text-soft [overflow-wrap:anywhere]">“{entry.reason}”</p>}
            <p className="text-xs text-faint">
              <Instant at={entry.at} />
            </p>
          </li>
        ))}
      </ol>
    </PanelSection>
  );
}
