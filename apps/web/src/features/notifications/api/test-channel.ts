import { notificationRoutes } from '@aoc/contracts';
import { useMutation } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';

/** Sends a test message now and says whether it arrived. */
export const useTestChannel = () =>
  useMutation({ mutationFn: (id: string) => callApi(notificationRoutes.testChannel, { params: { id } }) });
