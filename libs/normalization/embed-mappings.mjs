// Writes src/mappings/default-sections.ts from mappings.yml, so that a bundle needs no file at run time, and no program reads 40 kB of YAML at
// each start, a twelfth of what starting takes. Run after each change of the YAML.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const at = (name) => fileURLToPath(new URL(name, import.meta.url));
const { categories, operations, category_summaries, result_notes, default: fallback } = parse(readFileSync(at('mappings.yml'), 'utf8'));
const literal = JSON.stringify({ categories, operations, category_summaries, result_notes, default: fallback })
  .replaceAll('\u2028', '\\u2028')
  .replaceAll('\u2029', '\\u2029');
writeFileSync(
  at('src/mappings/default-sections.ts'),
  `import type { MappingSections } from './mappings';

// Generated from mappings.yml by embed-mappings.mjs; a test fails when the two differ.
// oxfmt-ignore
export const sections: MappingSections = ${literal};
`,
);
