import { startServices } from '@aoc/tools/services';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { asking } from './ask';
import type { Bench } from './bench';
import { exporting } from './export';
import { ingest } from './ingest';
import { ingestRules } from './ingest-rules';
import { live } from './live';
import { overview } from './overview';
import { preview } from './preview';
import { rules } from './rules';
import { search } from './search';
import { tenants } from './tenants/tenants';
import { ui } from './ui';

const BENCHES: Readonly<Record<string, { run: Bench; says: string }>> = {
  ingest: { run: ingest, says: 'records to stored events, against bulk upserts of the same documents (events/s)' },
  search: { run: search, says: 'first pages through HTTP, with and without total, against the same finds and counts (ms)' },
  overview: { run: overview, says: 'filter options, histogram and facets through HTTP, against aggregations of the events (ms)' },
  export: { run: exporting, says: 'everything as NDJSON through HTTP, against a cursor (events/s)' },
  rules: { run: rules, says: 'detection rules over events, against JSON.parse of the same records (µs/event)' },
  'ingest-rules': { run: ingestRules, says: 'storing with 200 rules, against storing without (events/s)' },
  live: {
    run: live,
    says: 'up to 30,000 events at 500/s to 200 live clients, against plain subscribers of Valkey (ms from publish to arrival)',
  },
  preview: { run: preview, says: 'a rule tried over 30 days of history, against a cursor over the events that it can concern (ms)' },
  ask: { run: asking, says: 'answers to questions through HTTP without a language model, against the same from the cache (ms)' },
  tenants: {
    run: tenants,
    says: 'so many tenants (--events) collected for half an hour while one is throttled, then switching between them, against one find (ms)',
  },
  ui: { run: ui, says: 'what an analyst waits for in a real browser, against the API requests behind it (ms)' },
};

const help = `Measures AOC against the bare driver on the same database in the same run.

npm run bench -- NAME [--events N] [--json]      ${Object.keys(BENCHES).join(', ')}
npm run bench -- --list

  --events N   size of the simulated company's history; default 10000. A database of that size is made once (a million events
               take about half an hour) and kept in .aoc/bench.
  --json       only one line of JSON, at the end

Uses MONGO_URI and REDIS_URL when both are set, else services of its own.`;

async function main(): Promise<void> {
  const options = {
    events: { type: 'string', default: '10000' },
    json: { type: 'boolean' },
    list: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [name = ''] = positionals;
  if (values.help) return console.log(help);
  if (values.list) {
    for (const [key, { says }] of Object.entries(BENCHES)) console.log(`${key.padEnd(13)} ${says}`);
    return;
  }
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  const events = Number(values.events);
  if (!bench || !Number.isInteger(events) || events < 1000 || events > 10_000_000) {
    console.error(bench ? '--events is a whole number from 1000 to 10000000.' : `There is no bench "${name}".\n\n${help}`);
    process.exitCode = 2;
    return;
  }
  const log = values.json ? () => undefined : (line: string) => console.log(line);
  const { MONGO_URI: mongoUri, REDIS_URL: redisUrl } = process.env;
  const services =
    mongoUri && redisUrl
      ? { mongoUri, redisUrl, stop: async () => undefined }
      : await startServices({ dataDir: path.join(process.env.AOC_ROOT ?? process.cwd(), '.aoc/bench'), log });
  try {
    console.log(JSON.stringify(await bench.run({ mongoUri: services.mongoUri, redisUrl: services.redisUrl, events, log })));
  } finally {
    await services.stop();
  }
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  // What a failed bench left open must not keep it alive.
  process.exit(1);
});
