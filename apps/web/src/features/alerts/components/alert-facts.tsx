import type { Alert } from '@aoc/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Instant } from '../../../shared/instant';
import { PanelSection } from '../../../shared/panel-section';
import { duration } from '../../../shared/time';
import { alertActor } from '../model/alert-words';
import { eventsOfEntity } from '../model/event-links';

/** Records come minutes late as a rule; beyond this the alert itself was late. */
const LATE_SECONDS = 15 * 60;
const ENTITIES = 12;

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 border-b border-line px-3 py-2 last:border-0">
      <dt className="text-soft">{name}</dt>
      <dd className="flex min-w-0 flex-col gap-0.5 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

/** Who, how often, when, and how late. */
export function AlertFacts({ alert }: { alert: Alert }) {
  return (
    <PanelSection title="Facts">
      <dl className="rounded-lg border border-line">
        <Fact name="Actor">
          <bdi>{alertActor(alert)}</bdi>
          {alert.actor_upn && alert.actor_upn !== alert.actor && <span className="font-mono text-xs text-soft">{alert.actor_upn}</span>}
        </Fact>
        {alert.targets.length > 0 && (
          <Fact name={alert.targets.length === 1 ? 'Target' : 'Targets'}>
            <bdi>{alert.targets.slice(0, 10).join(', ')}</bdi>
          </Fact>
        )}
        <Fact name="Operation">
          <span>
            <bdi>{alert.operation}</bdi> <span className="text-soft">{alert.service}</span>
          </span>
        </Fact>
        <Fact name="Occurrences">{alert.occurrences}</Fact>
        <Fact name="First seen">
          <span>
            <Instant at={alert.first_seen} />{' '}
            <span className="text-soft">
              (<Instant at={alert.first_seen} ago />)
            </span>
          </span>
        </Fact>
        {alert.last_seen !== alert.first_seen && (
          <Fact name="Last seen">
            <Instant at={alert.last_seen} />
          </Fact>
        )}
        <Fact name="Raised">
          <Instant at={alert.timestamp} />
          {alert.late_by_seconds >= LATE_SECONDS && (
            <span className="text-warn">The record came {duration(alert.late_by_seconds)} after it happened.</span>
          )}
        </Fact>
        <Fact name="Rule">
          <Link to="/rules/$id" params={{ id: alert.rule_id }} className="self-start leading-6 text-accent hover:underline">
            {alert.rule_name}
          </Link>
          <Link
            to="/alerts"
            search={{ rule_id: alert.rule_id, status: 'all' }}
            className="self-start text-[0.8125rem] leading-6 text-accent hover:underline"
          >
            All alerts of this rule
          </Link>
        </Fact>
        {alert.entity_keys.length > 0 && (
          <Fact name="Entities">
            <ul className="flex flex-wrap gap-1">
              {alert.entity_keys.slice(0, ENTITIES).map((key) => (
                <li key={key} className="max-w-full">
                  <Link
                    to="/events"
                    search={eventsOfEntity(key)}
                    title={`All events of ${key}`}
                    className="block max-w-full truncate rounded border border-line px-1.5 font-mono text-xs leading-[1.375rem] text-soft hover:border-line-strong hover:bg-hover"
                  >
                    <bdi>{key}</bdi>
                  </Link>
                </li>
              ))}
              {alert.entity_keys.length > ENTITIES && (
                <li className="text-xs leading-5 text-faint">+{alert.entity_keys.length - ENTITIES}</li>
              )}
            </ul>
          </Fact>
        )}
      </dl>
    </PanelSection>
  );
}
