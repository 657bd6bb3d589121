import { importSigma, type SigmaReport } from '@aoc/detection';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

const help = `Says of Sigma rules whether AOC can run them, and why not. Stores nothing: import them on the rules page or through the API.

npm run sigma -- PATH... [--json]

  PATH     YAML files, or folders that are searched for them
  --json   one line of JSON per rule

The exit code is 1 when a file cannot be read; a rule that cannot run is a verdict, not a failure.`;

interface Verdict extends SigmaReport {
  file: string;
}

async function* filesOf(given: string): AsyncGenerator<string> {
  if (!(await stat(given)).isDirectory()) {
    yield given;
    return;
  }
  const entries = await readdir(given, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const inside = path.join(given, entry.name);
    if (entry.isDirectory()) yield* filesOf(inside);
    else if (/\.ya?ml$/.test(entry.name)) yield inside;
  }
}

function print({ file, title, verdict, reasons, notes }: Verdict): void {
  console.log(`${verdict.padEnd(20)} ${title ?? 'without title'}  (${file})`);
  for (const { place, message } of reasons) console.log(`    ${place}: ${message}`);
  for (const note of notes) console.log(`    note: ${note}`);
}

async function main(): Promise<number> {
  const options = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help || positionals.length === 0) {
    console.log(help);
    return values.help ? 0 : 2;
  }
  const counts = new Map<string, number>();
  let unreadable = 0;
  for (const given of positionals)
    try {
      for await (const file of filesOf(given))
        for (const report of importSigma(await readFile(file, 'utf8'))) {
          counts.set(report.verdict, (counts.get(report.verdict) ?? 0) + 1);
          if (values.json) console.log(JSON.stringify({ file, ...report }));
          else print({ file, ...report });
        }
    } catch (error) {
      unreadable += 1;
      console.error(`${given}: ${error instanceof Error ? error.message : String(error)}`);
    }
  if (!values.json) console.log([...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ') || 'no rules found');
  return unreadable > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? `${error.message}\n\n${help}` : String(error));
  process.exitCode = 2;
}
