import type { Db } from 'mongodb';

export const ALERTED = { name: 'Every failure', result: 'failure' } as const;

/** Sets up a rule that meets many events, through the API. */
export async function alertOnFailures(base: string): Promise<void> {
  const conditions = [{ field: 'result', op: 'eq', value: ALERTED.result }];
  const response = await fetch(`${base}/api/rules`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: ALERTED.name, severity: 'low', conditions }),
  });
  if (response.status !== 201) throw new Error(`the rule was not taken: ${await response.text()}`);
}

/** Dedupe keys of the events that the rule meets and of those that its alerts name, both sorted, with how many events the alerts count. */
export async function alertedState(db: Db) {
  const events = db.collection<{ dedupe_key: string }>('events');
  const met = await events.find({ result: ALERTED.result }, { projection: { _id: 0, dedupe_key: 1 } }).toArray();
  const alerts = await db
    .collection<{ event_keys: string[]; occurrences: number }>('alerts')
    .find({ rule_name: ALERTED.name }, { projection: { _id: 0, event_keys: 1, occurrences: 1 } })
    .toArray();
  return {
    met: met.map(({ dedupe_key }) => dedupe_key).toSorted(),
    named: alerts.flatMap(({ event_keys }) => event_keys).toSorted(),
    counted: alerts.reduce((sum, { occurrences }) => sum + occurrences, 0),
    alerts: alerts.length,
  };
}
