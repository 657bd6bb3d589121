import { askRoutes, type EventDetail, type Explanation } from '@aoc/contracts';
import { Button, CopyButton, cx, Lightbulb, Notice, Skeleton } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { sameTenant } from '../../../shared/api/owned-ids';
import { useFeatures } from '../../../shared/api/features';
import { useMay } from '../../../shared/api/me';
import type { EventFilters } from '../../../shared/event-filters/filters';
import { outcomeOf } from '../../../shared/outcome';
import { PanelSection } from '../../../shared/panel-section';
import { useZone } from '../../../shared/preferences';
import { ProblemNotice } from '../../../shared/problem-notice';
import { shortDateTime } from '../../../shared/time';
import { useExplanation } from '../api/explain-event';

const Markdown = lazy(async () => ({ default: (await import('../../../shared/markdown')).Markdown }));

interface ExplanationProps {
  explanation: Explanation;
  /** Those of the list, which stay when a related event is opened. */
  filters: EventFilters;
  /** Id of another event of the same tenant, as the address names it. */
  beside: (id: string) => string;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5 border-b border-line px-3 py-2.5 last:border-0">
      <h4 className="text-xs font-semibold text-soft">{title}</h4>
      {children}
    </div>
  );
}

function Sections({ explanation }: { explanation: Explanation }) {
  const { what_happened, who_and_what, typical, security_meaning, next_steps } = explanation;
  const parts = {
    'What happened': what_happened,
    'Who and what': who_and_what,
    'Usual or not': typical,
    'What it means for security': security_meaning,
  };
  return (
    <>
      {Object.entries(parts).map(([title, text]) => (
        <Part key={title} title={title}>
          <Markdown text={text} />
        </Part>
      ))}
      {next_steps.length > 0 && (
        <Part title="What to do next">
          <ol className="flex list-decimal flex-col gap-1.5 pl-5 marker:text-soft">
            {next_steps.map((step) => (
              <li key={step}>
                <Markdown text={step} />
              </li>
            ))}
          </ol>
        </Part>
      )}
    </>
  );
}

function Names({ names }: { names: Explanation['names'] }) {
  const known = Object.entries(names);
  if (known.length === 0) return null;
  return (
    <Part title="Names of its ids">
      <dl className="flex flex-col gap-1">
        {known.map(([id, name]) => (
          <div key={id} className="flex flex-wrap gap-x-2">
            <dt className="font-mono text-xs leading-5 text-soft [overflow-wrap:anywhere]">{id}</dt>
            <dd className="[overflow-wrap:anywhere]">
              <bdi>{name}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}

function AroundIt({ explanation: { related_events: related, related_count: count }, filters, beside }: ExplanationProps) {
  const zone = useZone();
  if (related.length === 0) return null;
  return (
    <Part title={`Around it${count > related.length ? `, ${related.length} of ${count.toLocaleString('en-GB')}` : ''}`}>
      <ol className="-mx-3 flex flex-col">
        {related.map((event) => (
          <li key={event.id}>
            <Link
              to="/events"
              search={{ ...filters, event: beside(event.id) }}
              className="flex items-baseline gap-2.5 px-3 py-1 text-[0.8125rem] hover:bg-hover"
            >
              <span className="font-mono text-xs text-faint">[{event.number}]</span>
              <time dateTime={event.timestamp} className="shrink-0 font-mono text-xs text-soft">
                {shortDateTime(event.timestamp, zone)}
              </time>
              <bdi className={cx('min-w-0 flex-1 truncate', outcomeOf(event.result) === 'bad' && 'text-bad')}>
                {event.display_summary || event.operation}
              </bdi>
            </Link>
          </li>
        ))}
      </ol>
    </Part>
  );
}

function Explained({ explanation, filters, beside }: ExplanationProps) {
  const { llm_used, llm_error } = explanation;
  return (
    <>
      {llm_error !== null && <Notice tone="warn">The language model gave no explanation: {llm_error} This one was computed.</Notice>}
      <div className="rounded-lg border border-line">
        {llm_used ? (
          <>
            <Part title="Written by a language model; check it before you act">
              <Markdown text={explanation.explanation} />
            </Part>
            <details className="border-b border-line last:border-0">
              <summary className="cursor-pointer px-3 py-2 text-xs font-semibold text-soft">Computed from the stored events</summary>
              <Sections explanation={explanation} />
            </details>
          </>
        ) : (
          <Sections explanation={explanation} />
        )}
        <Names names={explanation.names} />
        <AroundIt explanation={explanation} filters={filters} beside={beside} />
      </div>
      {!llm_used && llm_error === null && <p className="text-xs text-faint">Computed from the stored events, without a language model.</p>}
    </>
  );
}

const Waiting = () => (
  <div role="status" aria-label="Explaining the event" className="flex flex-col gap-2.5 rounded-lg border border-line p-3">
    <Skeleton className="w-3/4" />
    <Skeleton className="w-full" />
    <Skeleton className="w-1/2" />
  </div>
);

function Explain({ event, filters }: { event: EventDetail; filters: EventFilters }) {
  const [wanted, setWanted] = useState(false);
  const { data, error, isFetching, refetch } = useExplanation(event.dedupe_key, wanted);
  if (!wanted)
    return (
      <Button className="self-start" onClick={() => setWanted(true)}>
        <Lightbulb aria-hidden className="size-4 text-accent" />
        Explain
      </Button>
    );
  return (
    <PanelSection title="Explanation" actions={data && <CopyButton withText text={data.explanation} label="Copy" />}>
      {isFetching && !data && <Waiting />}
      {error && !isFetching && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data && (
        <Suspense fallback={<Waiting />}>
          <Explained explanation={data} filters={filters} beside={(id) => sameTenant(event.dedupe_key, id)} />
        </Suspense>
      )}
    </PanelSection>
  );
}

/** What the event means, at the press of a button; nothing where that is switched off. */
export function EventExplain({ event, filters }: { event: EventDetail; filters: EventFilters }) {
  const on = useFeatures().data?.ai_features_enabled === true;
  const may = useMay(askRoutes.explainEvent);
  return on && may ? <Explain event={event} filters={filters} /> : null;
}
