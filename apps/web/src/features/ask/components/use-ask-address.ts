import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { parseAskSearch, toAddress, type Asked } from '../model/ask-search';

const route = getRouteApi('/ask');

/** Question, filters and open event as the address has them, and the ways to change them. */
export function useAskAddress() {
  const { event, ...rest } = parseAskSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  // One identity per content: another one asks again.
  const json = JSON.stringify(rest);
  const asked = useMemo<Asked>(() => rest, [json]);
  return {
    asked,
    eventId: event,
    ask: (next: Asked) => void navigate({ search: toAddress(next) }),
    openEvent: (id: string, replace = false) => void navigate({ search: toAddress(asked, id), replace }),
    closeEvent: () => void navigate({ search: toAddress(asked) }),
  };
}
export type AskAddress = ReturnType<typeof useAskAddress>;
