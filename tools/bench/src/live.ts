import type { AuditEvent } from '@aoc/contracts';
import { publishLive } from '@aoc/server/queues';
import { Redis } from 'ioredis';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { startApi } from './api-process';
import { median, percentile, rounded, type Bench } from './bench';
import { CORPUS_TENANT, corpusDocuments, corpusName, openCorpus } from './corpus';

const CLIENTS = 200;
const PER_SECOND = 500;
const BATCH = 50;
const MOST = 30_000;

interface Received {
  events: number;
  lost: boolean;
  /** Milliseconds from publication to arrival, of the last event of each batch. */
  delays: number[];
}

/** One caller of the live view that reads as fast as it can. */
function connect(url: string, seen: Received): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const call = request(`${url}/api/events/stream`, (response) => {
      let rest = Buffer.alloc(0);
      response.on('error', () => undefined);
      response.on('data', (chunk: Buffer) => {
        const bytes = Buffer.concat([rest, chunk]);
        let from = 0;
        for (let end = bytes.indexOf('\n\n'); end !== -1; end = bytes.indexOf('\n\n', from)) {
          const head = bytes.toString('latin1', from, from + 60);
          if (head.startsWith('event: lost')) seen.lost = true;
          if (head.includes('event: stored')) seen.events += 1;
          if (head.includes('event: stored') && seen.events % BATCH === 0)
            seen.delays.push(Date.now() - Number(/"operation":"bench (\d+)"/.exec(bytes.toString('latin1', from, end))?.[1]));
          from = end + 2;
        }
        rest = bytes.subarray(from);
      });
      resolve(() => call.destroy());
    });
    call.on('error', reject);
    call.end();
  });
}

function eventToSend(document: Record<string, unknown>): Pick<AuditEvent, 'operation'> & Record<string, unknown> {
  const { raw: _raw, lookup_keys: _keys, batch_id: _batch, ...event } = document;
  return { ...event, comments: [], tags: [], operation: '' };
}

/** Everything that is published within a tenant, to 200 callers that keep up. Memory is the API's: at the start, and at its highest. */
export const live: Bench = async ({ mongoUri, redisUrl, events, log }) => {
  const connection = await openCorpus(mongoUri, 10_000, log);
  await connection.close();
  const api = await startApi(mongoUri, redisUrl, corpusName(10_000), { LIVE_CONNECTIONS: String(CLIENTS) });
  const valkey = new Redis(redisUrl);
  const plain = new Redis(redisUrl);
  const clients = Array.from({ length: CLIENTS }, (): Received => ({ events: 0, lost: false, delays: [] }));
  const ends: (() => void)[] = [];
  try {
    for (const seen of clients) ends.push(await connect(api.url, seen));
    const before = await api.memoryMb();
    const driver: number[] = [];
    await plain.subscribe(`bench:live-now:${CORPUS_TENANT}`);
    plain.on('message', (_channel: string, text: string) => driver.push(Date.now() - Number(/bench (\d+)/.exec(text)?.[1])));
    const samples = [...corpusDocuments(1000)].slice(0, 500).map((document) => eventToSend({ ...document }));
    const count = Math.min(events, MOST);
    const started = performance.now();
    for (let sent = 0; sent < count; sent += BATCH) {
      const operation = `bench ${Date.now()}`;
      const batch = Array.from({ length: BATCH }, (_, n) => {
        const event = { ...samples[(sent + n) % samples.length], operation };
        return JSON.stringify({ event, search_text: operation });
      });
      await publishLive(valkey, 'bench', CORPUS_TENANT, batch);
      await delay(Math.max(0, ((sent + BATCH) / PER_SECOND) * 1000 - (performance.now() - started)));
    }
    const rate = count / ((performance.now() - started) / 1000);
    const limit = performance.now() + 20_000;
    while (performance.now() < limit && clients.some((seen) => seen.events < count && !seen.lost)) await delay(50);
    const delays = clients.flatMap((seen) => seen.delays);
    const missing = clients.reduce((sum, seen) => sum + count - seen.events, 0);
    const peak = await api.peakMemoryMb();
    log(
      `${count} events at ${Math.round(rate)}/s to ${CLIENTS} clients: ${missing} missing, ${clients.filter((seen) => seen.lost).length} clients dropped; API ${before} MB before, ${await api.memoryMb()} MB after, at most ${peak} MB`,
    );
    if (missing > 0) throw new Error(`${missing} of ${count * CLIENTS} deliveries are missing`);
    const [ours, theirs] = [median(delays), Math.max(median(driver), 1)];
    return {
      bench: 'live',
      events: count,
      ours,
      driver: theirs,
      ratio: rounded(ours / theirs),
      unit: 'ms',
      percentiles: { p50: ours, p95: percentile(delays, 0.95), max: percentile(delays, 1) },
      peak_memory_mb: peak,
      cases: [{ name: 'memory before and at most (MB)', ours: peak, driver: before, ratio: rounded(peak / before) }],
    };
  } finally {
    for (const end of ends) end();
    valkey.disconnect();
    plain.disconnect();
    await api.stop();
  }
};
