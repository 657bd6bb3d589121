import { parseConfig } from '@aoc/server/config';
import { systemContext } from '@aoc/server/context';
import { detectionStep, openDetection } from '@aoc/server/detection';
import { allCollections, openIngestion, storeRecords, type Ingestion } from '@aoc/server/ingestion';
import { connectMongo, ensureIndexes } from '@aoc/server/mongo';
import { WindowStore } from '@aoc/server/queues';
import { createRule } from '@aoc/server/rules';
import { generatedRecords } from '@aoc/tools/microsoft-simulator';
import { Redis } from 'ioredis';
import { inTurn, median, rounded, type Bench } from './bench';
import { CORPUS_TENANT, corpusSet } from './corpus';
import { benchRules } from './rules';

const PAGE = 500;
const RULES = 200;

/** Storing pages with 200 rules that run on every event, against storing the same pages without. Events per second. */
export const ingestRules: Bench = async ({ mongoUri, redisUrl, events, log }) => {
  const valkey = new Redis(redisUrl);
  const connections = await Promise.all(['with', 'without'].map((name) => connectMongo({ uri: mongoUri, dbName: `bench_rules_${name}` })));
  const [mine, bare] = connections;
  if (!mine || !bare) throw new Error('no databases');
  try {
    for (const connection of connections) {
      await connection.dropDatabase();
      await ensureIndexes(connection, allCollections);
    }
    const config = parseConfig({});
    const ctx = systemContext(CORPUS_TENANT, 'bench');
    const detection = openDetection(mine, config, new WindowStore(valkey, `bench_rules_${process.pid}`));
    for (const [n, body] of benchRules(RULES).entries())
      await createRule(ctx, detection.rules, { origin: 'own', body: { ...body, name: `${body.name} ${n}` } });
    let alerts = 0;
    const withRules: Ingestion = {
      ...(await openIngestion(mine, config)),
      afterNew: [detectionStep(detection, (tally) => (alerts += tally.alerts))],
    };
    const without = await openIngestion(bare, config);
    const storing = (ingestion: Ingestion) => {
      const records = generatedRecords(corpusSet(events));
      return async (): Promise<void> => {
        const page = Array.from({ length: PAGE }, () => records.next()).flatMap((next) => (next.done ? [] : [next.value]));
        const source = page[0]?.source ?? 'directory';
        await storeRecords(ctx, ingestion, { source, records: page.map(({ body }) => body), broken: [], location: (at) => `record ${at}` });
      };
    };
    const times = await inTurn(storing(withRules), storing(without), Math.max(1, Math.floor(events / PAGE) - 2));
    const rate = (list: readonly number[]): number => rounded((PAGE / median(list)) * 1000);
    const [ours, driver] = [rate(times.ours), rate(times.driver)];
    log(`with ${RULES} rules ${Math.round(ours)}/s and ${alerts} alerts, without ${Math.round(driver)}/s`);
    return {
      bench: 'ingest-rules',
      events,
      ours,
      driver,
      ratio: rounded(ours / driver),
      unit: 'events/s',
      percentiles: {
        p50: ours,
        p95: rounded((PAGE / Math.max(...times.ours)) * 1000),
        max: rounded((PAGE / Math.min(...times.ours)) * 1000),
      },
      peak_memory_mb: Math.round(process.resourceUsage().maxRSS / 1024),
      cases: [],
    };
  } finally {
    valkey.disconnect();
    for (const connection of connections) {
      await connection.dropDatabase();
      await connection.close();
    }
  }
};
