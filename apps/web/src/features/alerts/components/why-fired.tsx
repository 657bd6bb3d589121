import type { Alert, MatchedCondition } from '@aoc/contracts';
import { CircleCheck } from '@aoc/web/ui';
import { Fragment } from 'react';
import { matchedWords, valueWords } from '../../../shared/condition-words';
import { Instant } from '../../../shared/instant';
import { PanelSection } from '../../../shared/panel-section';
import { duration } from '../../../shared/time';

function Condition({ condition }: { condition: MatchedCondition }) {
  const { words, expected } = matchedWords(condition);
  return (
    <li className="flex gap-2.5 border-b border-line px-3 py-2 last:border-0">
      <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p>
          <span className="font-mono text-[0.8125rem]">{condition.field}</span> <span className="text-soft">{words}</span>{' '}
          {expected !== null && <bdi>{expected}</bdi>}
        </p>
        {condition.found.length > 0 && (
          <p className="pt-0.5 text-[0.8125rem] text-soft">
            found{' '}
            {condition.found.map((value, index) => (
              <Fragment key={index}>
                {index > 0 && ', '}
                <mark className="rounded-sm bg-warn-tint px-1 text-warn">
                  <bdi>{valueWords(value)}</bdi>
                </mark>
              </Fragment>
            ))}
          </p>
        )}
      </div>
    </li>
  );
}

function Window({ window }: { window: NonNullable<Alert['window']> }) {
  const seconds = (Date.parse(window.last) - Date.parse(window.first)) / 1000;
  return (
    <p className="rounded-lg border border-line bg-raised/50 px-3 py-2">
      Counted <strong className="font-semibold">{window.count}</strong>
      {window.group !== '' && (
        <>
          {' '}
          for{' '}
          <mark className="rounded-sm bg-warn-tint px-1 text-warn [overflow-wrap:anywhere]">
            <bdi>{window.group}</bdi>
          </mark>
        </>
      )}{' '}
      {seconds > 0 ? `within ${duration(seconds)}, ` : ''}
      <span className="text-soft">
        from <Instant at={window.first} /> to <Instant at={window.last} />
      </span>
    </p>
  );
}

/** The conditions that held, in words, with what they found; for windows also what was counted. */
export function WhyFired({ alert }: { alert: Alert }) {
  return (
    <PanelSection title="Why it fired">
      {alert.window && <Window window={alert.window} />}
      {alert.matched.length > 0 && (
        <ul aria-label="Conditions that held" className="rounded-lg border border-line">
          {alert.matched.map((condition, index) => (
            <Condition key={`${condition.field} ${index}`} condition={condition} />
          ))}
        </ul>
      )}
      <p className="text-xs text-faint">Version {alert.rule_version} of the rule</p>
    </PanelSection>
  );
}
