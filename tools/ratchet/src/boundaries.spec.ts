import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** A planted violation: a file that need not exist, its text, and what ESLint must say of it. */
type Plant = [why: string, file: string, code: string, expected: string];

const nxRule = '@nx/enforce-module-boundaries';
const importRule = '@typescript-eslint/no-restricted-imports';
const syntaxRule = 'no-restricted-syntax';
/** What ESLint says by itself belongs to no rule. */
const noRule = 'null';

const violations: Plant[] = [
  [
    'contracts depend on zod only',
    'libs/contracts/src/planted.ts',
    `import { Injectable } from '@nestjs/common';\nexport const x = Injectable;`,
    nxRule,
  ],
  [
    'contracts depend on no library',
    'libs/contracts/src/planted.ts',
    `import { x } from '@aoc/normalization';\nexport const y = x;`,
    nxRule,
  ],
  [
    'pure: no Nest',
    'libs/normalization/src/planted.ts',
    `import { Injectable } from '@nestjs/common';\nexport const x = Injectable;`,
    nxRule,
  ],
  ['pure: no Mongoose', 'libs/normalization/src/planted.ts', `import mongoose from 'mongoose';\nexport const x = mongoose;`, nxRule],
  ['pure: no queue', 'libs/normalization/src/planted.ts', `import { Queue } from 'bullmq';\nexport const x = Queue;`, nxRule],
  ['pure: no Valkey client', 'libs/normalization/src/planted.ts', `import { Redis } from 'ioredis';\nexport const x = Redis;`, nxRule],
  ['pure: no server library', 'libs/normalization/src/planted.ts', `import { x } from '@aoc/server/mongo';\nexport const y = x;`, nxRule],
  [
    'pure: no files',
    'libs/normalization/src/planted.ts',
    `import { readFileSync } from 'node:fs';\nexport const x = readFileSync;`,
    importRule,
  ],
  [
    'pure: no promises of files',
    'libs/normalization/src/planted.ts',
    `import { readFile } from 'fs/promises';\nexport const x = readFile;`,
    importRule,
  ],
  ['pure: no clock', 'libs/normalization/src/planted.ts', `export const x = () => Date.now();`, syntaxRule],
  ['pure: no new Date()', 'libs/normalization/src/planted.ts', `export const x = () => new Date();`, syntaxRule],
  [
    'clients: no Nest',
    'libs/microsoft/src/planted.ts',
    `import { Injectable } from '@nestjs/common';\nexport const x = Injectable;`,
    nxRule,
  ],
  ['clients: no database', 'libs/microsoft/src/planted.ts', `import mongoose from 'mongoose';\nexport const x = mongoose;`, nxRule],
  ['infrastructure: no domain', 'libs/server/mongo/src/planted.ts', `import { x } from '@aoc/server/events';\nexport const y = x;`, nxRule],
  ['domain: no Fastify', 'libs/server/events/src/planted.ts', `import { fastify } from 'fastify';\nexport const x = fastify;`, nxRule],
  [
    'domain: no Nest platform',
    'libs/server/events/src/planted.ts',
    `import { FastifyAdapter } from '@nestjs/platform-fastify';\nexport const x = FastifyAdapter;`,
    nxRule,
  ],
  ['domain: no queue types', 'libs/server/events/src/planted.ts', `import type { Job } from 'bullmq';\nexport type X = Job;`, nxRule],
  [
    'domain: no HTTP library',
    'libs/server/events/src/planted.ts',
    `import { x } from '@aoc/server/http';\nexport const y = x;`,
    importRule,
  ],
  ['domain: no clock', 'libs/server/events/src/planted.ts', `export const x = () => Date.now();`, syntaxRule],
  [
    'models only in repositories',
    'libs/server/events/src/planted.ts',
    `import { Model } from 'mongoose';\nexport const x = Model;`,
    importRule,
  ],
  ['apps: no Mongoose', 'apps/api/src/planted.ts', `import mongoose from 'mongoose';\nexport const x = mongoose;`, nxRule],
  ['worker: no driver', 'apps/worker/src/planted.ts', `import mongoose from 'mongoose/lib/index.js';\nexport const x = mongoose;`, nxRule],
  ['web: no server library', 'apps/web/src/planted.ts', `import { x } from '@aoc/server/events';\nexport const y = x;`, nxRule],
  ['web: no pure library', 'apps/web/src/planted.ts', `import { x } from '@aoc/normalization';\nexport const y = x;`, nxRule],
  ['web: no Nest', 'apps/web/src/planted.tsx', `import { Injectable } from '@nestjs/common';\nexport const x = Injectable;`, nxRule],
  ['web: no Node', 'apps/web/src/planted.tsx', `import path from 'node:path';\nexport const x = path;`, importRule],
  ['design system: no server', 'libs/web/ui/src/planted.tsx', `import { x } from '@aoc/server/config';\nexport const y = x;`, nxRule],
  ['e2e tests are black-box', 'apps/api-e2e/src/planted.ts', `import { x } from '@aoc/server/events';\nexport const y = x;`, nxRule],
  ['fixtures only in specs', 'libs/server/events/src/planted.ts', `import { x } from '@aoc/testing';\nexport const y = x;`, importRule],
  [
    'test helpers only in specs',
    'libs/server/events/src/planted.ts',
    `import { x } from './testing/fixture';\nexport const y = x;`,
    importRule,
  ],
  ['tools only in specs', 'libs/server/events/src/planted.ts', `import { x } from '@aoc/tools/services';\nexport const y = x;`, importRule],
  [
    'no way around a library',
    'apps/api/src/planted.ts',
    `import { x } from '../../../libs/server/mongo/src/index';\nexport const y = x;`,
    nxRule,
  ],
  ['no way around by export *', 'libs/normalization/src/planted.ts', `export * from 'node:fs';`, importRule],
  ['no export *', 'libs/contracts/src/planted.ts', `export * from './primitives';`, syntaxRule],
  ['environment in one file', 'apps/api/src/planted.ts', `export const x = process.env.PORT;`, syntaxRule],
  [
    'environment in one file, by import',
    'apps/api/src/planted.ts',
    `import { env } from 'node:process';\nexport const x = env.PORT;`,
    importRule,
  ],
  ['an unfinished file', 'libs/contracts/src/planted.ts', `export const x = 1;\nexport const y = {;`, noRule],
  [
    'a permission that nothing needs',
    'libs/contracts/src/planted.ts',
    `// eslint-disable-next-line ${syntaxRule}\nexport const x = 1;`,
    noRule,
  ],
];

const allowed: Plant[] = [
  [
    'repositories use models',
    'libs/server/events/src/planted.repository.ts',
    `import { Model } from 'mongoose';\nexport const x = Model;`,
    '',
  ],
  ['specs use fixtures', 'libs/server/events/src/planted.spec.ts', `import { x } from '@aoc/testing';\nexport const y = x;`, ''],
  ['pure code hashes', 'libs/normalization/src/planted.ts', `import { createHash } from 'node:crypto';\nexport const x = createHash;`, ''],
  ['dates from data', 'libs/normalization/src/planted.ts', `export const x = (text: string) => new Date(text);`, ''],
  ['apps use domain', 'apps/api/src/planted.ts', `import { x } from '@aoc/server/events';\nexport const y = x;`, ''],
  ['web uses contracts', 'apps/web/src/planted.ts', `import { x } from '@aoc/contracts';\nexport const y = x;`, ''],
];

function lintTexts(plants: Plant[]): string[][] {
  const script = path.resolve('tools/ratchet/lint-texts.mjs');
  const run = spawnSync(process.execPath, [script], {
    input: JSON.stringify(plants.map(([, file, code]) => [file, code])),
    encoding: 'utf8',
  });
  const lastLine = run.stdout.trim().split('\n').at(-1) ?? '';
  if (run.status !== 0) throw new Error(`lint-texts.mjs failed: ${run.stderr}`);
  return JSON.parse(lastLine);
}

describe('dependency rules', () => {
  const cases = [...violations, ...allowed];
  let messages: string[][] = [];
  beforeAll(() => {
    messages = lintTexts(cases);
  }, 60_000);

  it.each(violations.map((plant, index) => [plant[0], plant, index] as const))('flags: %s', (_why, plant, index) => {
    expect(messages[index]?.map((message) => message.split(':')[0])).toContain(plant[3]);
  });

  it.each(allowed.map((plant, index) => [plant[0], index + violations.length] as const))('allows: %s', (_why, index) => {
    expect(messages[index]).toEqual([]);
  });
});
