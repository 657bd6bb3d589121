import type { Message, MessageAlert } from './message';

/** Alerts of one request at most; the rest is counted. */
const MAX_ALERTS = 100;

function body(alert: MessageAlert) {
  return {
    // Exactly the keys of 1.x.
    alert: { rule_name: alert.rule_name, severity: alert.severity, message: alert.message, timestamp: alert.raised_at },
    event: {
      id: alert.event_id,
      timestamp: alert.event_at,
      service: alert.service,
      operation: alert.operation,
      actor_display: alert.actor,
      target_displays: alert.targets,
      result: alert.result,
    },
    id: alert.alert_id,
    url: alert.url,
    rule_id: alert.rule_id,
    summary: alert.summary,
    guidance: alert.guidance,
    occurrences: alert.occurrences,
    matched: alert.matched,
    techniques: alert.techniques,
    tags: alert.tags,
    reopened: alert.reopened,
  };
}

/**
 * Payload of generic webhooks: the keys of 1.x for the first (most severe) alert, and beside them what 2.x knows. `alerts` has the same
 * for each alert of a message that gathers several, at most 100 of `count`.
 */
export function genericPayload(message: Message) {
  const { alerts, count, test, id, tenantId, title, sender } = message;
  return {
    ...body(alerts[0]),
    tenant_id: tenantId,
    ...(sender?.tenant ? { tenant_name: sender.tenant } : {}),
    notification_id: id,
    title,
    test,
    count,
    ...(count > 1 ? { alerts: alerts.slice(0, MAX_ALERTS).map(body) } : {}),
  };
}
