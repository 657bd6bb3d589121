import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { countEscapes, improved, regressions, totals, type Counts } from './compare';
import { categories, findEscapes } from './escapes';

const root = process.env.AOC_ROOT ?? process.cwd();
const baselineFile = path.join(root, 'tools/ratchet/baseline.json');
const baselineSchema = z.record(z.enum(categories), z.record(z.string(), z.number().int().positive()));

const help = `Counts ways around the type checker and the linter (any, casts, !, eslint-disable, ts-ignore) in the product code.
They may only fall: more than tools/ratchet/baseline.json allows is a failure.

npm run ratchet               compare with the baseline
npm run ratchet -- --lower    write the lower counts into the baseline (refuses to raise one)`;

function scan() {
  const files = globSync('{apps,libs,tools}/**/*.{ts,tsx}', {
    cwd: root,
    exclude: (name) => /^(node_modules|dist)$/.test(path.basename(name)),
  });
  const product = files.filter((file) => !/\.(spec|gen)\.tsx?$/.test(file)).map((file) => file.replaceAll('\\', '/'));
  return new Map(product.map((file) => [file, findEscapes(file, readFileSync(path.join(root, file), 'utf8'))]));
}

function write(counts: Counts): void {
  writeFileSync(baselineFile, `${JSON.stringify(counts, null, 2)}\n`);
  console.log(`Baseline written: ${JSON.stringify(totals(counts))}`);
}

function main(): number {
  const { values } = parseArgs({ options: { lower: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const found = scan();
  const counts = countEscapes(found);
  if (!existsSync(baselineFile)) {
    if (values.lower) write(counts);
    else console.error('tools/ratchet/baseline.json is missing. Restore it, or write it anew with npm run ratchet -- --lower.');
    return values.lower ? 0 : 1;
  }
  const baseline = baselineSchema.parse(JSON.parse(readFileSync(baselineFile, 'utf8')));
  const problems = regressions(baseline, found);
  if (problems.length > 0) {
    console.error(`${problems.join('\n')}\nWrite it without the escape: narrow with a type guard or parse with zod.`);
    return 1;
  }
  if (values.lower) write(counts);
  else {
    const better = improved(baseline, counts);
    console.log(
      `${found.size} files: ${JSON.stringify(totals(counts))}${better.length > 0 ? `; lower the baseline (npm run ratchet -- --lower) for ${better.join(', ')}` : ''}`,
    );
  }
  return 0;
}

process.exitCode = main();
