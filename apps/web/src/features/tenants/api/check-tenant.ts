import { tenantRoutes } from '@aoc/contracts';
import { useMutation } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';

/** Asks Microsoft now whether each source can be read. On demand only: it signs in with the credentials of the tenant. */
export const useCheckTenant = (id: string) => useMutation({ mutationFn: () => callApi(tenantRoutes.checkTenant, { params: { id } }) });
