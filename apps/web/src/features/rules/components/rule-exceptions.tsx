import { ruleRoutes, type Rule, type RuleException } from '@aoc/contracts';
import { Badge, Button, EmptyState, ShieldOff, Trash2 } from '@aoc/web/ui';
import { useMay } from '../../../shared/api/me';
import { conditionWords } from '../../../shared/condition-words';
import { Instant } from '../../../shared/instant';
import { CARD } from '../../../shared/page-section';
import { ProblemNotice } from '../../../shared/problem-notice';
import { useNow } from '../../../shared/use-now';
import type { RuleScope } from '../api/rule-routes';
import { useRemoveException } from '../api/remove-exception';

const boundWords = ({ addresses, devices, changes }: NonNullable<RuleException['bound_to']>): string =>
  [
    addresses && `addresses ${addresses.join(', ')}`,
    devices && `devices ${devices.join(', ')}`,
    changes && `changes of ${changes.join(', ')}`,
  ]
    .filter(Boolean)
    .join('; ');

interface ExceptionProps {
  exception: RuleException;
  /** The provider made it for all its tenants. */
  everywhere: boolean;
  onRemove: () => void;
  busy: boolean;
}

function Exception({ exception, everywhere, onRemove, busy }: ExceptionProps) {
  const mayRemove = useMay(ruleRoutes.removeException);
  const now = useNow();
  const over = exception.expires_at !== null && Date.parse(exception.expires_at) < now;
  return (
    <li className="flex flex-col gap-1.5 p-3.5">
      <div className="flex items-center gap-2">
        <Badge tone={over ? 'neutral' : 'accent'}>{exception.kind === 'snooze' ? 'Snooze' : 'Exception'}</Badge>
        <span className="text-[0.8125rem] text-soft">
          {exception.expires_at === null ? (
            'without end'
          ) : (
            <>
              {over ? 'ended' : 'until'} <Instant at={exception.expires_at} />
            </>
          )}
        </span>
        {everywhere && <span className="ml-auto text-[0.8125rem] text-soft">of the provider, in all its tenants</span>}
        {mayRemove && !everywhere && (
          <Button variant="ghost" size="sm" className="ml-auto" disabled={busy} onClick={onRemove}>
            <Trash2 aria-hidden className="size-3.5" /> Remove
          </Button>
        )}
      </div>
      <p className="font-mono text-[0.8125rem] [overflow-wrap:anywhere]">{exception.conditions.map(conditionWords).join(' and ')}</p>
      {exception.bound_to && <p className="text-[0.8125rem] text-soft">Only for {boundWords(exception.bound_to)}</p>}
      <p className="text-[0.8125rem] text-soft [overflow-wrap:anywhere]">
        {exception.owner}: “{exception.reason}”
      </p>
    </li>
  );
}

/** What the rule passes over, by whom and why. At the provider only what holds in all tenants, which is changed with the rule. */
export function RuleExceptions({ rule, at }: { rule: Rule; at: RuleScope }) {
  const remove = useRemoveException();
  if (rule.exceptions.length === 0)
    return (
      <div className={CARD}>
        <EmptyState icon={ShieldOff} title="No exceptions">
          {at === 'provider'
            ? 'What holds in all tenants stands in “exceptions” of the JSON view. A tenant adds its own from an alert.'
            : 'Open one of its alerts and choose “Snooze or except” to keep the rule quiet about something that is expected.'}
        </EmptyState>
      </div>
    );
  return (
    <div className="flex flex-col gap-3">
      {remove.error && <ProblemNotice error={remove.error} />}
      <ul aria-label="Exceptions" className={`${CARD} divide-y divide-line`}>
        {rule.exceptions.map((exception) => (
          <Exception
            key={exception.id}
            exception={exception}
            everywhere={at === 'provider' || rule.provider_exceptions.includes(exception.id)}
            busy={remove.isPending}
            onRemove={() => remove.mutate({ id: rule.id, exceptionId: exception.id })}
          />
        ))}
      </ul>
    </div>
  );
}
