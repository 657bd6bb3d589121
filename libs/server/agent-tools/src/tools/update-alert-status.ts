import { alertRoutes, alertSchema } from '@aoc/contracts';
import { changeAlert } from '@aoc/server/alerts';
import { z } from 'zod';
import { tool } from '../tool';
import { alertIdArgument } from './arguments';

const { status, reason } = alertRoutes.setAlertStatus.body.shape;
const { id, rule_name, severity, assignee, close_reason, acknowledged_at, closed_at, version } = alertSchema.shape;

export const updateAlertStatus = tool({
  name: 'update_alert_status',
  title: 'Change the status of an alert',
  description:
    'Acknowledge, resolve, reopen an alert or call it a false positive (with a reason). Needs the role analyst. The change is written to the history of the alert and to the audit trail.',
  input: z.strictObject({
    alert_id: alertIdArgument,
    status,
    reason: reason.meta({ description: 'why; required for false_positive' }),
  }),
  output: z.object({ id, rule_name, severity, status, assignee, close_reason, acknowledged_at, closed_at, version }),
  role: 'analyst',
  readOnly: false,
  idempotent: true,
  crossTenant: false,
  heavy: false,
  audit: { action: 'setAlertStatus', target: 'alert_id', fields: ['status'] },
  run: async (ctx, { detection }, { alert_id, ...change }) => {
    const alert = await changeAlert(ctx, detection.alerts, alert_id, change);
    return {
      id: alert.id,
      rule_name: alert.rule_name,
      severity: alert.severity,
      status: alert.status,
      assignee: alert.assignee,
      close_reason: alert.close_reason,
      acknowledged_at: alert.acknowledged_at,
      closed_at: alert.closed_at,
      version: alert.version,
    };
  },
});
