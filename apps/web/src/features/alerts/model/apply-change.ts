import type { Alert, AlertChange } from '@aoc/contracts';

/** What an alert will look like when the server agrees; `me` stands in for a name that only the server knows. */
export const withChange = (alert: Alert, { status, assignee, reason }: AlertChange): Alert => ({
  ...alert,
  status: status ?? alert.status,
  assignee: assignee === undefined ? alert.assignee : assignee,
  close_reason: status === undefined ? alert.close_reason : (reason ?? null),
});
