import { searchRoutes } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { withoutMovingTime, type EventFilters } from '../../../shared/event-filters/filters';
import { SAVED_SEARCHES_KEY } from './saved-searches';

interface SaveSearch {
  name: string;
  filters: EventFilters;
}

/** Saves the filters under a name; a relative range stays relative. */
export function useCreateSavedSearch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, filters }: SaveSearch) =>
      callApi(searchRoutes.createSavedSearch, { body: { name, filters: withoutMovingTime(filters) } }),
    onSuccess: () => client.invalidateQueries({ queryKey: SAVED_SEARCHES_KEY }),
  });
}
