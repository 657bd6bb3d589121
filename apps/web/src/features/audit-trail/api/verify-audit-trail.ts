import { auditRoutes } from '@aoc/contracts';
import { useMutation } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';

/** Checks the chain from a row on. On demand only: it reads every row. */
export const useVerifyAuditTrail = () =>
  useMutation({ mutationFn: (fromSeq: number) => callApi(auditRoutes.verifyAuditTrail, { query: { from_seq: String(fromSeq) } }) });
