// Lints texts as if they were files: reads a JSON list of `[path, text]` from standard input and prints, for each,
// the list of `rule: message`. A process of its own, because ESLint loads its configuration as real ES modules.
import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';
import { text } from 'node:stream/consumers';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
process.chdir(root);
// The boundary rule reads the project graph from Nx's cache and passes everything when there is none.
await createProjectGraphAsync({ exitOnError: false });

const eslint = new ESLint({ cwd: root });
const results = [];
for (const [file, code] of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(code, { filePath: file, warnIgnored: true });
  results.push(result.messages.map((message) => `${message.ruleId}: ${message.message}`));
}
console.log(JSON.stringify(results));
