import { openCorpus } from './corpus';
const events = Number(process.argv[2] ?? 10000);
const t = performance.now();
const c = await openCorpus(process.env.MONGO_URI ?? '', events, (l) => console.log(Math.round((performance.now() - t) / 1000), l));
console.log('done', Math.round((performance.now() - t) / 1000));
await c.close();
