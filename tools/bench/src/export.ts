import { eventCollection, eventIndex } from '@aoc/server/events';
import { collectionOf } from '@aoc/server/mongo';
import type { Document } from 'mongodb';
import { startApi } from './api-process';
import { rounded, timed, type Bench } from './bench';
import { CORPUS_TENANT, corpusName, openCorpus } from './corpus';

/** Everything as NDJSON through HTTP, against the driver's cursor over the same index. Events per second; memory is that of the API. */
export const exporting: Bench = async ({ mongoUri, redisUrl, events, log }) => {
  const connection = await openCorpus(mongoUri, events, log);
  const api = await startApi(mongoUri, redisUrl, corpusName(events));
  try {
    let lines = 0;
    const ours = await timed(async () => {
      const response = await fetch(`${api.url}/api/events/export?format=ndjson`);
      for await (const chunk of response.body ?? []) for (const byte of chunk) if (byte === 10) lines += 1;
    });
    let read = 0;
    const driver = await timed(async () => {
      const cursor = collectionOf<Document>(connection, eventCollection.name).find(
        { tenant_id: CORPUS_TENANT },
        { projection: { raw: 0 }, sort: { timestamp: -1, _id: -1 }, hint: eventIndex.newest, batchSize: 1000 },
      );
      for await (const document of cursor) if (JSON.stringify(document) !== '') read += 1;
    });
    if (lines !== read) throw new Error(`the export has ${lines} events, the database ${read}`);
    const rate = { ours: (lines / ours) * 1000, driver: (read / driver) * 1000 };
    const peak = await api.peakMemoryMb();
    log(`${lines} events; ours ${Math.round(rate.ours)}/s, driver ${Math.round(rate.driver)}/s; API at most ${peak} MB`);
    const only = rounded(rate.ours);
    return {
      bench: 'export',
      events,
      ours: only,
      driver: rounded(rate.driver),
      ratio: rounded(rate.ours / rate.driver),
      unit: 'events/s',
      percentiles: { p50: only, p95: only, max: only },
      peak_memory_mb: peak,
      cases: [],
    };
  } finally {
    await api.stop();
    await connection.close();
  }
};
