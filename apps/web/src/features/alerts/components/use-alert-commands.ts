import { alertRoutes, type AlertStatus } from '@aoc/contracts';
import { CheckCheck, CircleCheck, Eye, RotateCcw, UserCheck, XCircle, type IconComponent } from '@aoc/web/ui';
import { useMemo, useRef } from 'react';
import { useMay } from '../../../shared/api/me';
import { useOfferCommands, type Command } from '../../../shared/commands';
import { MOVES } from '../model/alert-words';
import type { Selection } from './use-selection';
import type { Subject, Triage } from './use-triage';

const ICONS: Record<AlertStatus, IconComponent> = { acknowledged: Eye, resolved: CircleCheck, false_positive: XCircle, open: RotateCcw };

/** What the palette can do on the queue, to the selected alerts or the one in hand. */
export function useAlertCommands(triage: Triage, selection: Selection, subjects: () => Subject[]): void {
  // The palette keeps the commands for as long as the screen is shown; they act on what there is when they are run.
  const now = useRef({ triage, selection, subjects });
  now.current = { triage, selection, subjects };
  const mayChange = useMay(alertRoutes.changeAlert);
  const commands = useMemo((): Command[] => {
    if (!mayChange) return [];
    const group = 'Alerts';
    return [
      ...MOVES.map(({ to, label, key }) => ({
        id: to,
        group,
        label,
        icon: ICONS[to],
        shortcut: key,
        run: () => now.current.triage.move(now.current.subjects(), to),
      })),
      {
        id: 'mine',
        group,
        label: 'Assign to me',
        icon: UserCheck,
        shortcut: 'm',
        run: () => now.current.triage.assign(now.current.subjects(), 'me'),
      },
      { id: 'all', group, label: 'Select all loaded alerts', icon: CheckCheck, run: () => now.current.selection.all() },
    ];
  }, [mayChange]);
  useOfferCommands(commands);
}
