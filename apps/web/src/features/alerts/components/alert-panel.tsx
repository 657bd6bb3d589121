import type { Alert } from '@aoc/contracts';
import { Badge, Layers, Notice } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { PanelSection } from '../../../shared/panel-section';
import { ProblemState } from '../../../shared/problem-notice';
import { SeverityBadge } from '../../../shared/severity';
import { PanelSkeleton, SidePanel } from '../../../shared/side-panel';
import { TenantLabel } from '../../../shared/tenant-label';
import { TechniqueLinks } from '../../../shared/technique-links';
import { useAlert } from '../api/get-alert';
import { useIncident } from '../api/get-incident';
import { STATUS_WORDS } from '../model/alert-words';
import { AlertActions } from './alert-actions';
import { AlertComments } from './alert-comments';
import { AlertEvent } from './alert-event';
import { AlertFacts } from './alert-facts';
import { AlertHistory } from './alert-history';
import { ExceptionDialog } from './exception-dialog';
import type { Triage } from './use-triage';
import { WhyFired } from './why-fired';

/** Leads to the other alerts of an incident; an incident of one has none. */
function IncidentLink({ id }: { id: string }) {
  const { data: incident } = useIncident(id);
  if (!incident || incident.alerts < 2) return null;
  return (
    <Link
      to="/incidents/$id"
      params={{ id }}
      className="flex items-center gap-2 rounded-lg border border-line px-3 py-2 [overflow-wrap:anywhere] hover:bg-hover"
    >
      <Layers aria-hidden className="size-4 shrink-0 text-accent" />
      <span className="min-w-0">
        One of {incident.alerts} alerts of an incident: <bdi>{incident.title}</bdi>
      </span>
    </Link>
  );
}

function Head({ alert }: { alert: Alert }) {
  const status = STATUS_WORDS[alert.status];
  return (
    <div className="flex flex-col gap-2.5">
      <TenantLabel id={alert.tenant_id} />
      <h2 className="text-lg leading-6 font-semibold text-pretty [overflow-wrap:anywhere]">
        <bdi>{alert.rule_name}</bdi>
      </h2>
      {alert.message !== '' && (
        <p className="text-soft">
          <bdi>{alert.message}</bdi>
        </p>
      )}
      <div className="flex flex-wrap items-center gap-1.5">
        <SeverityBadge severity={alert.severity} />
        <Badge tone={status.tone}>{status.words}</Badge>
        <TechniqueLinks ids={alert.techniques} />
        {alert.tags.map((tag) => (
          <Badge key={tag}>{tag}</Badge>
        ))}
      </div>
      {alert.incident_id && <IncidentLink id={alert.incident_id} />}
    </div>
  );
}

function Body({ alert, triage }: { alert: Alert; triage: Triage }) {
  const [excepting, setExcepting] = useState(false);
  return (
    <div className="flex flex-col gap-6 p-4 sm:p-5">
      <Head alert={alert} />
      <AlertActions alert={alert} triage={triage} onException={() => setExcepting(true)} />
      {alert.close_reason && (
        <Notice tone="info">
          <strong className="font-semibold">{STATUS_WORDS[alert.status].words}:</strong> <bdi>{alert.close_reason}</bdi>
        </Notice>
      )}
      <WhyFired alert={alert} />
      {alert.guidance !== '' && (
        <PanelSection title="What to do">
          <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{alert.guidance}</p>
        </PanelSection>
      )}
      <AlertEvent alert={alert} />
      <AlertFacts alert={alert} />
      <AlertComments alert={alert} />
      <AlertHistory alert={alert} />
      {excepting && (
        <ExceptionDialog
          alert={alert}
          onClose={() => setExcepting(false)}
          onDone={(text) => {
            setExcepting(false);
            triage.say({ tone: 'info', text });
          }}
        />
      )}
    </div>
  );
}

interface AlertPanelProps {
  id: string;
  beside: boolean;
  triage: Triage;
  onClose: () => void;
}

/** Everything about one alert, and what can be done about it. */
export function AlertPanel({ id, beside, triage, onClose }: AlertPanelProps) {
  const { data: alert, error, isPending, refetch } = useAlert(id);
  return (
    <SidePanel thing="alert" id={id} beside={beside} onClose={onClose}>
      {isPending && <PanelSkeleton thing="alert" />}
      {error && !alert && <ProblemState error={error} onRetry={() => void refetch()} />}
      {alert && <Body key={alert.id} alert={alert} triage={triage} />}
    </SidePanel>
  );
}
