import { searchRoutes } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { SAVED_SEARCHES_KEY } from './saved-searches';

export function useDeleteSavedSearch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callApi(searchRoutes.deleteSavedSearch, { params: { id } }),
    onSettled: () => client.invalidateQueries({ queryKey: SAVED_SEARCHES_KEY }),
  });
}
