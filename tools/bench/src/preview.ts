import type { RulePreviewLine } from '@aoc/contracts';
import { eventCollection } from '@aoc/server/events';
import { collectionOf } from '@aoc/server/mongo';
import type { Document } from 'mongodb';
import { startApi } from './api-process';
import { latencyResult, median, rounded, timed, type Bench, type BenchCase } from './bench';
import { CORPUS_END, CORPUS_TENANT, corpusName, openCorpus } from './corpus';

const ROUNDS = 3;
const RANGE = { start: new Date(CORPUS_END - 30 * 86_400_000), end: new Date(CORPUS_END) };

interface Try {
  name: string;
  rule: object;
  /** What the driver reads for the same answer. */
  filter: object;
}

const window = { window_minutes: 60, group_by: ['actor.id'] };
const TRIES: readonly Try[] = [
  {
    name: 'one operation',
    rule: { conditions: [{ field: 'operation', op: 'eq', value: 'Delete user' }] },
    filter: { operation: 'Delete user' },
  },
  {
    name: 'operation and value',
    rule: {
      conditions: [
        { field: 'operation', op: 'eq', value: 'New-InboxRule' },
        { field: 'raw.Parameters', op: 'contains', value: 'ForwardTo' },
      ],
    },
    filter: { operation: 'New-InboxRule' },
  },
  {
    name: 'threshold',
    rule: { conditions: [{ field: 'operation', op: 'eq', value: 'Delete user' }], threshold: { count: 5, ...window } },
    filter: { operation: 'Delete user' },
  },
  {
    name: 'one service',
    rule: { conditions: [{ field: 'service', op: 'eq', value: 'RoleManagement' }] },
    filter: { service: 'RoleManagement' },
  },
];

/** A rule tried over 30 days of history through HTTP, against the driver's cursor over the events that it can concern. Milliseconds. */
export const preview: Bench = async ({ mongoUri, redisUrl, events, log }) => {
  const connection = await openCorpus(mongoUri, events, log);
  const api = await startApi(mongoUri, redisUrl, corpusName(events), { REQUIRE_AUTH: 'false' });
  try {
    const collection = collectionOf<Document>(connection, eventCollection.name);
    const cases: BenchCase[] = [];
    const all: number[] = [];
    for (const { name, rule, filter } of TRIES) {
      const ours: number[] = [];
      const driver: number[] = [];
      let said = '';
      for (let round = 0; round < ROUNDS; round += 1) {
        ours.push(
          await timed(async () => {
            const response = await fetch(`${api.url}/api/rules/preview`, {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify({ rule: { name, severity: 'low', ...rule }, ...RANGE }),
            });
            const text = await response.text();
            if (!response.ok) throw new Error(`${name}: ${text}`);
            const last: RulePreviewLine = JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');
            said = last.type === 'result' ? `${last.read} read, ${last.alerts} alerts${last.complete ? '' : ', not complete'}` : text;
          }),
        );
        driver.push(
          await timed(async () => {
            const timestamp = { $gte: RANGE.start, $lte: RANGE.end };
            for await (const document of collection.find({ tenant_id: CORPUS_TENANT, ...filter, timestamp })) void document;
          }),
        );
      }
      all.push(...ours);
      const one = { name, ours: rounded(median(ours)), driver: rounded(median(driver)) };
      cases.push({ ...one, ratio: rounded(one.ours / one.driver) });
      log(`${name.padEnd(22)} ours ${one.ours.toFixed(0).padStart(6)} ms   driver ${one.driver.toFixed(0).padStart(6)} ms   ${said}`);
    }
    return latencyResult('preview', events, { cases, all, peakMemoryMb: await api.peakMemoryMb() });
  } finally {
    await api.stop();
    await connection.close();
  }
};
