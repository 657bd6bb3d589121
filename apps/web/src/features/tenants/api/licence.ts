import { licenceRoutes } from '@aoc/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import { tenantKeys } from './tenant-keys';

const licenceQuery = queryOptions({
  queryKey: tenantKeys.licence,
  queryFn: ({ signal }) => callApi(licenceRoutes.licence, {}, signal),
});

/** State of the licence; one tenant needs none. */
export const useLicence = () => useQuery(licenceQuery);
