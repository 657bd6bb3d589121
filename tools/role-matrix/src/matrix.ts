import { allRoutes, personRoleSchema, type RouteContract } from '@aoc/contracts';
import { holdsRole } from '@aoc/server/identity';
import * as prettier from 'prettier';

/** The text of docs/roles.md: every route with the roles that may call it. */
export async function renderRoleMatrix(): Promise<string> {
  const roles = personRoleSchema.options;
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const routes = Object.values<RouteContract>(allRoutes).toSorted((a, b) => a.tag.localeCompare(b.tag) || a.path.localeCompare(b.path));
  const lines = routes.map((contract) => {
    const marks = roles.map((role) => (holdsRole(role, contract.role) ? '●' : ''));
    return row([`${contract.method.toUpperCase()} ${contract.path}`, contract.summary, contract.role === 'public' ? '●' : '', ...marks]);
  });
  const text = [
    '# Roles',
    '',
    'Each role contains the ones before it. Made from the contracts of the routes by `node tools/run.mjs role-matrix`; a test compares.',
    'Without sign-in (`AUTH_ENABLED=false`) there is one local operator with the role `admin`.',
    '',
    row(['Route', 'What it does', 'not signed in', ...roles]),
    row(['---', '---', ...Array.from({ length: roles.length + 1 }, () => ':-:')]),
    ...lines,
    '',
  ].join('\n');
  return prettier.format(text, { ...(await prettier.resolveConfig('docs/roles.md')), parser: 'markdown' });
}
