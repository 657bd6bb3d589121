import { alertRoutes, type Alert } from '@aoc/contracts';
import { useRef, type RefObject } from 'react';
import { useMay } from '../../../shared/api/me';
import type { ListHandle } from '../../../shared/use-virtual-rows';
import { useShortcuts } from '../../../shared/use-shortcuts';
import { MOVES } from '../model/alert-words';
import type { AlertsAddress } from './use-alerts-address';
import type { Selection } from './use-selection';
import type { Subject, Triage } from './use-triage';

interface AlertKeys {
  address: AlertsAddress;
  rows: Alert[];
  handle: RefObject<ListHandle | null>;
  selection: Selection;
  triage: Triage;
  /** The alert of the panel, also when the list does not hold it. */
  opened: Alert | undefined;
}

/** j and k walk, Enter opens (the focused link does that), a r f o move, m takes on, x and Shift+x select, Esc closes or clears. */
export function useAlertKeys({ address, rows, handle, selection, triage, opened }: AlertKeys) {
  const { alertId } = address;
  // A row that was moved out of the list leaves its place behind, so that the next key goes on from there.
  const place = useRef<{ id: string | undefined; index: number }>({ id: undefined, index: -1 });
  const latest = useRef(rows);
  latest.current = rows;

  const locate = (): { index: number; present: boolean } => {
    const focused = document.activeElement?.getAttribute('data-alert-link') ?? undefined;
    const id = alertId ?? focused ?? place.current.id;
    const index = rows.findIndex((alert) => alert.id === id);
    if (index >= 0) place.current = { id, index };
    return { index: index >= 0 ? index : place.current.index, present: index >= 0 };
  };
  const goTo = (index: number) => {
    const next = rows[Math.max(0, Math.min(index, rows.length - 1))];
    if (!next) return;
    const at = rows.indexOf(next);
    place.current = { id: next.id, index: at };
    handle.current?.reveal(at, alertId === undefined);
    if (alertId !== undefined) address.openAlert(next.id, true);
  };
  const step = (direction: 1 | -1) => {
    const { index, present } = locate();
    if (!present && index >= 0) goTo(direction === 1 ? index : index - 1);
    else goTo(index < 0 ? (direction === 1 ? 0 : rows.length - 1) : index + direction);
  };
  const current = (): Alert | undefined => {
    if (opened) return opened;
    const { index, present } = locate();
    return present ? rows[index] : undefined;
  };
  /** What a key acts on: the selected alerts, else the open one, else the one with the focus. */
  const subjects = (): Subject[] => {
    if (selection.selected.size > 0) return rows.filter(({ id }) => selection.selected.has(id));
    const one = current();
    return one ? [one] : [];
  };
  const act = (run: (subjects: Subject[]) => void) => {
    const { index } = locate();
    run(subjects());
    if (alertId !== undefined) return;
    // The focus goes with the row when it leaves the list: hand it to the one that takes its place.
    setTimeout(() => {
      if (document.activeElement !== document.body) return;
      const next = Math.min(index, latest.current.length - 1);
      if (next < 0) return;
      place.current = { id: latest.current[next]?.id, index: next };
      handle.current?.reveal(next, true);
    }, 50);
  };
  const toggle = (range: boolean) => {
    const one = current();
    if (one) selection.toggle(one.id, range);
  };
  const close = () => {
    const { index } = locate();
    address.closeAlert();
    if (index >= 0) setTimeout(() => handle.current?.reveal(Math.min(index, latest.current.length - 1), true));
  };
  const mayChange = useMay(alertRoutes.changeAlert);
  const writing = {
    ...Object.fromEntries(MOVES.map(({ key, to }) => [key, () => act((alerts) => triage.move(alerts, to))])),
    m: () => act((alerts) => triage.assign(alerts, 'me')),
    x: () => toggle(false),
    X: () => toggle(true),
  };
  useShortcuts({
    ...(mayChange ? writing : {}),
    j: () => step(1),
    k: () => step(-1),
    Escape: () => {
      if (alertId !== undefined) close();
      else selection.clear();
    },
  });
  return { close, subjects };
}
