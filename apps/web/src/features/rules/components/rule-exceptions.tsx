import { ruleRoutes, type Rule, type RuleException } from '@aoc/contracts';
import { Badge, Button, EmptyState } from '@aoc/web/ui';
import { ShieldOff, Trash2 } from 'lucide-react';
import { useMay } from '../../../shared/api/me';
import { conditionWords } from '../../../shared/condition-words';
import { Instant } from '../../../shared/instant';
import { CARD } from '../../../shared/page-section';
import { ProblemNotice } from '../../../shared/problem-notice';
import { useNow } from '../../../shared/use-now';
import { useRemoveException } from '../api/remove-exception';

const boundWords = ({ addresses, devices, changes }: NonNullable<RuleException['bound_to']>): string =>
  [
    addresses && `addresses ${addresses.join(', ')}`,
    devices && `devices ${devices.join(', ')}`,
    changes && `changes of ${changes.join(', ')}`,
  ]
    .filter(Boolean)
    .join('; ');

function Exception({ exception, onRemove, busy }: { exception: RuleException; onRemove: () => void; busy: boolean }) {
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
        {mayRemove && (
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

/** What the rule passes over, by whom and why. */
export function RuleExceptions({ rule }: { rule: Rule }) {
  const remove = useRemoveException();
  if (rule.exceptions.length === 0)
    return (
      <div className={CARD}>
        <EmptyState icon={ShieldOff} title="No exceptions">
          Open one of its alerts and choose “Snooze or except” to keep the rule quiet about something that is expected.
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
            busy={remove.isPending}
            onRemove={() => remove.mutate({ id: rule.id, exceptionId: exception.id })}
          />
        ))}
      </ul>
    </div>
  );
}
