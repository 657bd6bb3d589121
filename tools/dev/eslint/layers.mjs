// Which layer may depend on which, and on which packages (design rules: data goes one way, nothing calls back up).
// `layer:testing` and `layer:tool` stand in most lists because specs use them; restrictions.mjs keeps them out of product code.
const forSpecs = ['layer:testing', 'layer:tool'];
const nest = ['@nestjs/*'];
const database = ['mongoose', 'mongoose/*', 'mongodb', 'mongodb/*', '@nestjs/mongoose'];
const queue = ['bullmq', 'ioredis', '@nestjs/bullmq'];
const http = ['fastify', 'fastify/*', '@fastify/*', '@nestjs/platform-*'];
const testPackages = ['fast-check', '@jest/globals', 'jest'];
const browser = ['react', 'react/*', 'react-dom', 'react-dom/*', '@tanstack/*', 'radix-ui'];

/** Constraints of `@nx/enforce-module-boundaries`: an allow-list for every layer. */
export const layerConstraints = [
  {
    // Also part of the dashboard: nothing but the contracts and plain language.
    sourceTag: 'layer:query',
    onlyDependOnLibsWithTags: ['layer:contracts', 'layer:query', ...forSpecs],
    allowedExternalImports: testPackages,
  },
  {
    sourceTag: 'layer:contracts',
    onlyDependOnLibsWithTags: ['layer:contracts'],
    allowedExternalImports: ['zod', 'zod/*', 'zod-openapi', ...testPackages],
  },
  {
    sourceTag: 'layer:pure',
    onlyDependOnLibsWithTags: ['layer:contracts', 'layer:pure', ...forSpecs],
    allowedExternalImports: ['zod', 'zod/*', 'ipaddr.js', 're2js', 'yaml', 'csv-parse', 'csv-parse/*', ...testPackages],
  },
  {
    // Words of questions and answers: no clock, no I/O, and nothing that the dashboard would have to load.
    sourceTag: 'layer:ask',
    onlyDependOnLibsWithTags: ['layer:contracts', 'layer:pure', 'layer:query', 'layer:ask', ...forSpecs],
    allowedExternalImports: ['zod', 'zod/*', ...testPackages],
  },
  {
    sourceTag: 'layer:client',
    onlyDependOnLibsWithTags: ['layer:contracts', 'layer:pure', 'layer:client', ...forSpecs],
    bannedExternalImports: [...nest, ...database, ...queue, ...http, ...browser],
  },
  {
    sourceTag: 'layer:infra',
    onlyDependOnLibsWithTags: ['layer:contracts', 'layer:infra', ...forSpecs],
    bannedExternalImports: browser,
  },
  {
    sourceTag: 'layer:domain',
    onlyDependOnLibsWithTags: [
      'layer:contracts',
      'layer:pure',
      'layer:query',
      'layer:ask',
      'layer:client',
      'layer:infra',
      'layer:domain',
      ...forSpecs,
    ],
    bannedExternalImports: [...http, ...queue, ...browser],
  },
  {
    sourceTag: 'layer:agent-tools',
    onlyDependOnLibsWithTags: [
      'layer:contracts',
      'layer:pure',
      'layer:query',
      'layer:infra',
      'layer:domain',
      'layer:agent-tools',
      ...forSpecs,
    ],
    bannedExternalImports: [...http, ...queue, ...database, ...browser],
  },
  {
    sourceTag: 'layer:server-app',
    onlyDependOnLibsWithTags: [
      'layer:contracts',
      'layer:pure',
      'layer:query',
      'layer:ask',
      'layer:client',
      'layer:infra',
      'layer:domain',
      'layer:agent-tools',
      ...forSpecs,
    ],
    bannedExternalImports: [...database, ...browser],
  },
  {
    sourceTag: 'layer:web-app',
    onlyDependOnLibsWithTags: ['layer:contracts', 'layer:query', 'layer:web-ui'],
    bannedExternalImports: [...nest, ...database, ...queue, ...http],
  },
  {
    sourceTag: 'layer:web-ui',
    onlyDependOnLibsWithTags: ['layer:contracts', 'layer:query', 'layer:web-ui'],
    bannedExternalImports: [...nest, ...database, ...queue, ...http],
  },
  {
    sourceTag: 'layer:testing',
    onlyDependOnLibsWithTags: ['layer:contracts', 'layer:pure', 'layer:client', 'layer:infra', 'layer:domain', ...forSpecs],
    bannedExternalImports: browser,
  },
  {
    sourceTag: 'layer:tool',
    onlyDependOnLibsWithTags: [
      'layer:contracts',
      'layer:pure',
      'layer:query',
      'layer:ask',
      'layer:client',
      'layer:infra',
      'layer:domain',
      'layer:agent-tools',
      ...forSpecs,
    ],
    bannedExternalImports: browser,
  },
  { sourceTag: 'layer:e2e', onlyDependOnLibsWithTags: ['layer:contracts', ...forSpecs], bannedExternalImports: [...nest, ...browser] },
];
