import { alertRoutes, ruleRoutes, type Alert } from '@aoc/contracts';
import { BellMinus, Button, ChevronDown, Kbd, MenuItem, Popover, TextField, User, UserCheck, UserX } from '@aoc/web/ui';
import { useState } from 'react';
import { useMay } from '../../../shared/api/me';
import { MOVES } from '../model/alert-words';
import type { Triage } from './use-triage';

interface ActionsProps {
  alert: Alert;
  triage: Triage;
  onException: () => void;
}

function AssignMenu({ alert, onAssign }: { alert: Alert; onAssign: (assignee: string | null) => void }) {
  const [name, setName] = useState('');
  return (
    <Popover
      label="Assign"
      trigger={(props) => (
        <Button size="sm" {...props}>
          <User aria-hidden className="size-3.5 text-faint" />
          <span className="max-w-40 truncate">{alert.assignee ?? 'Nobody assigned'}</span>
          <ChevronDown aria-hidden className="size-3.5 text-faint" />
        </Button>
      )}
    >
      {(close) => {
        const assign = (assignee: string | null) => {
          onAssign(assignee);
          close();
        };
        return (
          <div className="flex flex-col gap-1">
            <MenuItem icon={UserCheck} end={<Kbd>m</Kbd>} onClick={() => assign('me')}>
              Me
            </MenuItem>
            {alert.assignee !== null && (
              <MenuItem icon={UserX} onClick={() => assign(null)}>
                Nobody
              </MenuItem>
            )}
            <form
              className="flex gap-1.5 border-t border-line pt-2"
              onSubmit={(event) => {
                event.preventDefault();
                if (name.trim() !== '') assign(name.trim());
              }}
            >
              <TextField
                aria-label="Somebody else"
                placeholder="Somebody else"
                maxLength={256}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
              <Button type="submit" disabled={name.trim() === ''}>
                Assign
              </Button>
            </form>
          </div>
        );
      }}
    </Popover>
  );
}

/** Status, assignee, and keeping the rule quiet about this. */
export function AlertActions({ alert, triage, onException }: ActionsProps) {
  const mayChange = useMay(alertRoutes.changeAlert);
  const mayExcept = useMay(ruleRoutes.addException);
  if (!mayChange) return null;
  return (
    <div role="toolbar" aria-label="Actions" className="flex flex-wrap gap-1.5">
      {MOVES.filter(({ from }) => from.includes(alert.status)).map(({ to, label, key }, index) => (
        <Button
          key={to}
          size="sm"
          variant={index === 0 && to !== 'open' ? 'primary' : 'secondary'}
          onClick={() => triage.move([alert], to)}
          title={`${label} (${key})`}
        >
          {label}
        </Button>
      ))}
      <AssignMenu alert={alert} onAssign={(assignee) => triage.assign([alert], assignee)} />
      {mayExcept && (
        <Button size="sm" variant="ghost" onClick={onException}>
          <BellMinus aria-hidden className="size-3.5" />
          Snooze or except
        </Button>
      )}
    </div>
  );
}
