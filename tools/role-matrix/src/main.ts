import { writeFileSync } from 'node:fs';
import { renderRoleMatrix } from './matrix';

// Rewrites docs/roles.md from the contracts: `node tools/run.mjs role-matrix`.
writeFileSync('docs/roles.md', await renderRoleMatrix());
