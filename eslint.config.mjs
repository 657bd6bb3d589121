import nx from '@nx/eslint-plugin';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import tseslint from 'typescript-eslint';
import { meta, parseForESLint } from './tools/dev/eslint/fast-parser.mjs';
import { layerConstraints } from './tools/dev/eslint/layers.mjs';
import { restrictions } from './tools/dev/eslint/restrictions.mjs';

const root = import.meta.dirname;
const typescript = ['**/*.ts', '**/*.tsx'];

/** Screens do not import each other, and what they share knows none of them. */
function webZones() {
  const features = 'apps/web/src/features';
  const names = existsSync(path.join(root, features)) ? readdirSync(path.join(root, features)) : [];
  return [
    ...names.map((name) => ({
      target: `${features}/${name}`,
      from: features,
      except: [`./${name}`],
      message: 'Screens do not import each other.',
    })),
    { target: 'apps/web/src/shared', from: features, message: 'Shared code knows no screen.' },
    { target: ['apps/web/src/shared', features], from: 'apps/web/src/app', message: 'The shell imports screens, not the other way round.' },
  ];
}

// All rules but those of boundaries and folders are in .oxlintrc.json (docs/adr/0028).
export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.aoc/', '.nx/', 'coverage/', '**/*.gen.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: typescript,
    languageOptions: { parser: { meta, parseForESLint } },
    plugins: { '@typescript-eslint': tseslint.plugin, 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({
          extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
          tsconfig: { configFile: path.join(root, 'tsconfig.base.json') },
        }),
      ],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: webZones(), basePath: root }],
    },
  },
  {
    plugins: { '@nx': nx },
    files: typescript,
    rules: { '@nx/enforce-module-boundaries': ['error', { allow: [], depConstraints: layerConstraints }] },
  },
  ...restrictions,
);
