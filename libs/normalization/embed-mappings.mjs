// Writes src/mappings/default-mappings-text.ts from mappings.yml, so that a bundle needs no file at run time. Run after each change of the YAML.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (name) => fileURLToPath(new URL(name, import.meta.url));
const text = readFileSync(at('mappings.yml'), 'utf8');
const literal = JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
writeFileSync(
  at('src/mappings/default-mappings-text.ts'),
  `// Generated from mappings.yml by embed-mappings.mjs; a test fails when the two differ.\n// oxfmt-ignore\nexport const text = ${literal};\n`,
);
