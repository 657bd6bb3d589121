import type { Alert, AlertHistoryEntry, AlertStatus } from '@aoc/contracts';
import type { Tone } from '@aoc/web/ui';

export const STATUS_WORDS: Record<AlertStatus, { words: string; tone: Tone }> = {
  open: { words: 'Open', tone: 'bad' },
  acknowledged: { words: 'Acknowledged', tone: 'warn' },
  resolved: { words: 'Resolved', tone: 'good' },
  false_positive: { words: 'False positive', tone: 'neutral' },
};
const isStatus = (text: string | null): text is AlertStatus => text !== null && Object.hasOwn(STATUS_WORDS, text);
const statusText = (text: string | null): string => (isStatus(text) ? STATUS_WORDS[text].words.toLowerCase() : (text ?? 'nothing'));

/** One entry of the history as a sentence without its time. */
export function historyWords({ change, by, from, to }: AlertHistoryEntry): string {
  switch (change) {
    case 'raised':
      return 'Raised';
    case 'status':
      return `${by} changed it from ${statusText(from)} to ${statusText(to)}`;
    case 'reopened':
      return `${by} reopened it`;
    case 'assigned':
      return to === null ? `${by} took it from ${from ?? 'nobody'}` : to === by ? `${by} took it on` : `${by} gave it to ${to}`;
    case 'commented':
      return `${by} commented`;
  }
}

/** Who an alert is about. */
export const alertActor = ({ actor, actor_upn }: Pick<Alert, 'actor' | 'actor_upn'>): string => actor ?? actor_upn ?? 'nobody named';

/** Records come minutes late as a rule; beyond this the alert itself came late. */
const LATE_MS = 15 * 60_000;

/** Whether the alert was raised so long after its events that both times are worth showing. */
export const isLate = ({ timestamp, last_seen }: Pick<Alert, 'timestamp' | 'last_seen'>): boolean =>
  Date.parse(timestamp) - Date.parse(last_seen) >= LATE_MS;

/** What happened, with who did it before it unless the sentence says so itself. */
export function whatHappened(alert: Pick<Alert, 'actor' | 'actor_upn' | 'summary' | 'message'>): string {
  const text = alert.summary || alert.message;
  const names = [alert.actor, alert.actor_upn].filter((name) => name !== null);
  return names.some((name) => text.startsWith(name)) ? text : `${alertActor(alert)}: ${text}`;
}

/** What the status buttons and keys offer. */
export const MOVES: { to: AlertStatus; label: string; key: string; from: AlertStatus[] }[] = [
  { to: 'acknowledged', label: 'Acknowledge', key: 'a', from: ['open'] },
  { to: 'resolved', label: 'Resolve', key: 'r', from: ['open', 'acknowledged'] },
  { to: 'false_positive', label: 'False positive', key: 'f', from: ['open', 'acknowledged', 'resolved'] },
  { to: 'open', label: 'Reopen', key: 'o', from: ['acknowledged', 'resolved', 'false_positive'] },
];
