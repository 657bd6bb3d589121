import { askAnswerSchema } from '@aoc/contracts';
import { startApi } from './api-process';
import { median, percentile, rounded, type Bench, type BenchCase } from './bench';
import { CORPUS_END, corpusName, openCorpus } from './corpus';

const ROUNDS = 8;
const day = (before: number): string => new Date(CORPUS_END - before * 86_400_000).toISOString();

/** Questions of every type, as people ask them; the present of the corpus is its end. */
const QUESTIONS: readonly string[] = [
  'Who deleted users?',
  'Who added members to the Global Administrator role?',
  'Who reset passwords?',
  'How many sign-ins failed?',
  'How many files were downloaded?',
  'What happened?',
  'What happened to device WS-10231?',
  'Show failures',
  'Show failed sign-ins',
  'Anything unusual?',
  'Which users downloaded the most files?',
  'Top 10 operations',
  'What changed on conditional access policies?',
  'Who created inbox rules?',
  'Which devices were wiped?',
  'When was a device last wiped?',
  'Did anyone set up mail forwarding?',
  'Who consented to applications?',
  'List group membership changes',
  'Compare user deletions of today with yesterday',
];

/** Answers through HTTP without a language model: computed for the first time, and again from the cache. Milliseconds. */
export const asking: Bench = async ({ mongoUri, redisUrl, events, log }) => {
  const connection = await openCorpus(mongoUri, events, log);
  const api = await startApi(mongoUri, redisUrl, corpusName(events), { AI_FEATURES_ENABLED: 'true' });
  const first: number[] = [];
  const repeated: number[] = [];
  const ask = async (question: string, days: number): Promise<number> => {
    const body = JSON.stringify({ question, start: day(days), end: new Date(CORPUS_END).toISOString() });
    const started = performance.now();
    const response = await fetch(`${api.url}/api/ask`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const text = await response.text();
    const took = performance.now() - started;
    if (!response.ok) throw new Error(`${question}: ${text}`);
    const answer = askAnswerSchema.parse(JSON.parse(text));
    if (answer.declined) throw new Error(`${question}: ${answer.answer}`);
    return took;
  };
  try {
    const cases: BenchCase[] = [];
    // Names are learnt and connections opened once, not with every question.
    await ask('Who deleted groups?', 7);
    for (const question of QUESTIONS) {
      const own: number[] = [];
      const again: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        // Another second each time, so that nothing comes from the cache.
        own.push(await ask(question, 7 - round / 86_400));
        again.push(await ask(question, 7 - round / 86_400));
      }
      first.push(...own);
      repeated.push(...again);
      const one = { name: question, ours: rounded(median(own)), driver: rounded(median(again)) };
      cases.push({ ...one, ratio: rounded(one.ours / one.driver) });
      log(`${question.padEnd(52)} ${one.ours.toFixed(1).padStart(8)} ms   cached ${one.driver.toFixed(1).padStart(7)} ms`);
    }
    const [ours, driver] = [median(first), median(repeated)];
    log(
      `computed: p50 ${ours.toFixed(0)}, p95 ${percentile(first, 0.95).toFixed(0)} ms; cached: p50 ${driver.toFixed(0)}, p95 ${percentile(repeated, 0.95).toFixed(0)} ms`,
    );
    return {
      bench: 'ask',
      events,
      ours,
      driver,
      ratio: rounded(ours / driver),
      unit: 'ms',
      percentiles: { p50: rounded(ours), p95: rounded(percentile(first, 0.95)), max: rounded(Math.max(...first)) },
      peak_memory_mb: await api.peakMemoryMb(),
      cases,
    };
  } finally {
    await api.stop();
    await connection.close();
  }
};
