import { allRoutes, personRoleSchema, type RouteContract, type RouteRole } from '@aoc/contracts';
import { agentTools } from '@aoc/server/agent-tools';
import { holdsRole } from '@aoc/server/identity';
import { format } from 'oxfmt';

/** The text of docs/roles.md: every route and every tool with the roles that may call it. */
export async function renderRoleMatrix(): Promise<string> {
  const roles = personRoleSchema.options;
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const routes = Object.values<RouteContract>(allRoutes).toSorted((a, b) => a.tag.localeCompare(b.tag) || a.path.localeCompare(b.path));
  const marks = (needed: RouteRole): string[] => roles.map((role) => (holdsRole(role, needed) ? '●' : ''));
  const lines = routes.map(({ method, path, summary, role }) =>
    row([`${method.toUpperCase()} ${path}`, summary, role === 'public' ? '●' : '', ...marks(role)]),
  );
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
    'The tools of MCP ([mcp.md](mcp.md)) have roles of their own:',
    '',
    row(['Tool', 'What it does', ...roles]),
    row(['---', '---', ...Array.from({ length: roles.length }, () => ':-:')]),
    ...agentTools.map(({ name, title, role }) => row([`\`${name}\``, title, ...marks(role)])),
    '',
  ].join('\n');
  return (await format('roles.md', text)).code;
}
