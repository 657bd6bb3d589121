import { severitySchema, type Branding, type TenantId } from '@aoc/contracts';
import type { AlertFacts } from './alert-facts';

/** An alert of a message; `result` is that of its event, null when the event is not stored (any more). */
export interface MessageAlert extends AlertFacts {
  result: string | null;
  /** Address of the alert in the dashboard; null when PUBLIC_URL is not set. */
  url: string | null;
}

/** What is sent to a channel, before it takes the form of its kind. */
export interface Message {
  /** The same for each try, so that a receiver can drop a repeat. */
  id: string;
  tenantId: TenantId;
  title: string;
  /** Never empty; the most severe first. */
  alerts: readonly [MessageAlert, ...MessageAlert[]];
  /** Of all alerts, also those that did not fit in. */
  count: number;
  test: boolean;
  /** In whose name it is sent. */
  sender?: Sender;
}

export interface Sender {
  branding: Branding | null;
  /** Name of the tenant, where messages of several may come; else null. */
  tenant: string | null;
}

/** Who speaks, for a line above the message: name of the branding and tenant; empty when neither is set. */
export const senderLine = ({ sender }: Pick<Message, 'sender'>): string =>
  [...new Set([sender?.branding?.name, sender?.tenant].filter((text): text is string => typeof text === 'string'))]
    .map((text) => oneLine(text, 200))
    .join(' · ');
/** How the product is called in the message. */
export const productName = ({ sender }: Pick<Message, 'sender'>): string => oneLine(sender?.branding?.name ?? 'AOC', 60);

const LINE_BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** One line without control characters, at most `max` characters. */
export function oneLine(text: string, max: number): string {
  const flat = text.replace(LINE_BREAKS, ' ').trim();
  return flat.length <= max ? flat : `${flat.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

const MAX_TITLE = 200;
const rank = (facts: Pick<AlertFacts, 'severity'>): number => severitySchema.options.indexOf(facts.severity);
export const bySeverity = (a: AlertFacts, b: AlertFacts): number => rank(b) - rank(a) || a.raised_at.localeCompare(b.raised_at);

/** `[HIGH] Rule`, or `[HIGH] 3 alerts: Rule, Other rule`; severity is the highest. */
export function titleOf(alerts: readonly AlertFacts[], count: number = alerts.length): string {
  const sorted = alerts.toSorted(bySeverity);
  const [first] = sorted;
  if (!first) return 'No alert';
  const severity = `[${first.severity.toUpperCase()}]`;
  if (count === 1) return oneLine(`${severity} ${first.rule_name}${first.reopened ? ' (re-opened)' : ''}`, MAX_TITLE);
  return oneLine(`${severity} ${count} alerts: ${[...new Set(sorted.map(({ rule_name }) => rule_name))].join(', ')}`, MAX_TITLE);
}

/**
 * @param publicUrl setting PUBLIC_URL
 * @param tenant to switch to; null for that of the environment
 */
export const linkTo = (publicUrl: string, alertId: string, tenant: TenantId | null = null): string | null =>
  publicUrl === '' ? null : `${publicUrl}/alerts?alert=${encodeURIComponent(alertId)}${tenant === null ? '' : `&tenant=${tenant}`}`;

const MAX_VALUE = 300;
/** Alerts of a message that are shown one by one to people; the dashboard has the rest. */
export const SHOWN_ALERTS = 20;

/** Name and value of what a person reads about an alert, in order; empty ones are left out. Not escaped yet. */
export function shownFacts(alert: MessageAlert): [name: string, value: string][] {
  const facts: [string, string][] = [
    ['Severity', alert.severity],
    ['Rule', alert.rule_name],
    ['Service', alert.service],
    ['Action', alert.operation],
    ['Actor', alert.actor ?? ''],
    ['Target', alert.targets.join(', ')],
    ['Result', alert.result ?? ''],
    ['Time', alert.event_at],
    ['Occurrences', alert.occurrences > 1 ? String(alert.occurrences) : ''],
    ['ATT&CK', alert.techniques.join(', ')],
  ];
  return facts.map(([name, value]): [string, string] => [name, oneLine(value, MAX_VALUE)]).filter(([, value]) => value !== '');
}

/** The words of the rule, or of the event when the rule has none. */
export const messageText = (alert: MessageAlert): string => oneLine(alert.message || alert.summary || alert.rule_name, 1000);

/** `and 5 more` for what is not shown; empty when all is. */
export const moreText = (count: number, shown: number): string => (count > shown ? `and ${count - shown} more` : '');
