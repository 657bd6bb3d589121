import { writeFileSync } from 'node:fs';
import { renderEnvExample } from '@aoc/server/config';

// Rewrites .env.example from the schema: `node tools/run.mjs env-example`.
writeFileSync('.env.example', renderEnvExample());
