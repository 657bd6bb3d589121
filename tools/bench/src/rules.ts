import { ruleBodySchema, type NormalizedEvent, type RuleBody } from '@aoc/contracts';
import { compileRules, DEFAULT_RULES, evaluate, PACK_RULES, type RuleSet } from '@aoc/detection';
import { defaultMappings, normalize } from '@aoc/normalization';
import { generatedRecords } from '@aoc/tools/microsoft-simulator';
import { median, rounded, timed, type Bench, type BenchCase } from './bench';
import { CORPUS_END, corpusSet } from './corpus';

const ROUNDS = 5;
const MOST = 20_000;
const NOW = new Date(CORPUS_END);

/** As many rules as asked for: those that come with AOC, again and again with other values, so that they match as rarely as real ones. */
export function benchRules(count: number): RuleBody[] {
  const brought = [...DEFAULT_RULES, ...PACK_RULES].map(({ body }) => ruleBodySchema.parse(body));
  return Array.from({ length: count }, (_none, n) => brought[n % brought.length])
    .filter((body) => body !== undefined)
    .map((body, n) =>
      n < brought.length
        ? body
        : { ...body, conditions: [...body.conditions, { field: 'actor.upn', op: 'ends_with', value: `@tenant-${n}.example.com` }] },
    );
}

const ruleSet = (count: number): RuleSet => compileRules(benchRules(count).map((body, n) => ({ id: `r${n}`, body })));

/** Rules over events in memory, against JSON.parse of the same raw records. Microseconds per event. */
export const rules: Bench = async ({ events, log }) => {
  const mappings = defaultMappings();
  const texts: string[] = [];
  const normalized: NormalizedEvent[] = [];
  for (const { source, body } of generatedRecords(corpusSet(Math.min(events, MOST)))) {
    const result = normalize(body, { source, mappings, now: NOW });
    if (!result.ok) continue;
    texts.push(JSON.stringify(body));
    normalized.push(result.event);
  }
  const perEvent = (ms: number): number => rounded((ms * 1000) / normalized.length);
  const parse = async (): Promise<void> => {
    for (const text of texts) JSON.parse(text);
  };
  const cases: BenchCase[] = [];
  const times = new Map<number, number[]>();
  const driver: number[] = [];
  for (const count of [10, 109, 200, 1000]) {
    const set = ruleSet(count);
    let matches = 0;
    const run = async (): Promise<void> => {
      matches = 0;
      for (const event of normalized) matches += evaluate(set, event, { now: NOW }).matches.length;
    };
    await run();
    await parse();
    const ours: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await timed(run));
      driver.push(await timed(parse));
    }
    times.set(count, ours);
    const one = { ours: perEvent(median(ours)), driver: perEvent(median(driver)) };
    cases.push({ name: `${count} rules`, ...one, ratio: rounded(one.ours / one.driver) });
    log(`${String(count).padStart(5)} rules: ${one.ours} µs per event, ${rounded(one.ours / one.driver)} × JSON.parse, ${matches} matches`);
  }
  const ours = median(times.get(200) ?? []);
  const thousand = median(times.get(1000) ?? []);
  log(`1000 rules cost ${rounded(thousand / ours)} × 200 rules`);
  const all = (times.get(200) ?? []).map(perEvent);
  return {
    bench: 'rules',
    events: normalized.length,
    ours: perEvent(ours),
    driver: perEvent(median(driver)),
    ratio: rounded(ours / median(driver)),
    unit: 'µs/event',
    percentiles: { p50: median(all), p95: Math.max(...all), max: Math.max(...all) },
    peak_memory_mb: Math.round(process.memoryUsage.rss() / 1024 / 1024),
    cases,
  };
};
