import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Metrics of one process. Labels never carry ids of tenants, people or events. */
export class Metrics {
  readonly registry = new Registry();
  readonly httpDuration = this.histogram(
    'aoc_http_request_duration_seconds',
    'Latency of requests by route',
    ['method', 'route', 'status'],
    [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
  );
  readonly fetchedRecords = this.counter('aoc_fetched_records_total', 'Records read from a source', ['source', 'outcome']);
  readonly fetchRuns = this.counter('aoc_fetch_runs_total', 'Ended fetch jobs', ['source', 'status']);
  readonly fetchErrors = this.counter('aoc_fetch_errors_total', 'Failed calls to a source', ['source', 'kind']);
  readonly throttled = this.counter('aoc_throttled_total', 'Answers that asked to slow down', ['source']);
  readonly ingestLag = this.gauge('aoc_ingest_lag_seconds', 'Available at the source to stored, last page', ['source']);
  readonly rejected = this.counter('aoc_rejected_records_total', 'Records that could not become events', ['source', 'reason']);
  readonly queueDepth = this.gauge('aoc_queue_depth', 'Jobs in a queue by state', ['queue', 'state']);
  readonly siemBacklog = this.gauge('aoc_siem_backlog', 'Batches of events of all tenants that wait to be forwarded', []);
  readonly siemDelivered = this.counter('aoc_siem_delivered_events_total', 'Events that the SIEM receiver has taken', []);
  readonly siemFailures = this.counter('aoc_siem_failures_total', 'Forwarding runs that the receiver refused, or its wait', []);
  readonly notifications = this.counter('aoc_notifications_total', 'Attempts to deliver a notification', ['kind', 'outcome']);
  readonly notificationBacklog = this.gauge('aoc_notification_backlog', 'Notifications of all tenants that are due', []);
  readonly refusedCredentials = this.counter('aoc_refused_credentials_total', 'Tokens, keys and tickets that were refused', ['reason']);
  readonly retentionDeleted = this.counter('aoc_retention_deleted_events_total', 'Events deleted by retention', []);

  readonly auditRows = this.counter('aoc_audit_rows_total', 'Rows written to the audit trail', ['outcome']);
  readonly auditFailures = this.counter('aoc_audit_failures_total', 'Attempts to write a row of the audit trail that failed', []);
  readonly auditWaiting = this.gauge(
    'aoc_audit_waiting',
    'Rows of the audit trail that could not be written yet: until 0, writes are refused',
    [],
  );

  readonly ruleSeconds = this.counter('aoc_rule_evaluation_seconds_total', 'Time of evaluating rules on new events', []);
  readonly ruleEvents = this.counter('aoc_rule_evaluated_events_total', 'New events that rules were run on', []);
  readonly ruleMatches = this.counter('aoc_rule_matches_total', 'Matches of rules, by what became of them', ['outcome']);
  readonly ruleFailures = this.counter('aoc_rule_failures_total', 'Runs in which a rule could not be evaluated', []);
  readonly alertsRaised = this.counter('aoc_alerts_raised_total', 'Alerts that were new', []);

  readonly llmCalls = this.counter('aoc_llm_calls_total', 'Questions and texts given to the language model', ['task', 'outcome']);
  readonly llmTokens = this.counter('aoc_llm_tokens_total', 'Tokens that the language model read and wrote', ['kind']);
  readonly llmSeconds = this.histogram(
    'aoc_llm_call_duration_seconds',
    'Time until the language model had answered, with its tools and tries',
    ['task'],
    [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600],
  );

  constructor(options: { processMetrics?: boolean } = {}) {
    if (options.processMetrics !== false) collectDefaultMetrics({ register: this.registry });
  }
  /** One run of the rules over new events; times in milliseconds. */
  noteDetection(tally: {
    events: number;
    matches: number;
    suppressed: number;
    alerts: number;
    failures: number;
    evaluateMs: number;
  }): void {
    this.ruleSeconds.inc(tally.evaluateMs / 1000);
    this.ruleEvents.inc(tally.events);
    this.ruleMatches.inc({ outcome: 'raised' }, tally.matches);
    this.ruleMatches.inc({ outcome: 'suppressed' }, tally.suppressed);
    this.ruleFailures.inc(tally.failures);
    this.alertsRaised.inc(tally.alerts);
  }
  /** Prometheus text format 0.0.4. */
  render(): Promise<string> {
    return this.registry.metrics();
  }
  private counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }
  private gauge<L extends string>(name: string, help: string, labelNames: readonly L[]): Gauge<L> {
    return new Gauge({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }
  private histogram<L extends string>(name: string, help: string, labelNames: readonly L[], buckets: number[]): Histogram<L> {
    return new Histogram({ name, help, labelNames: [...labelNames], buckets, registers: [this.registry] });
  }
}
