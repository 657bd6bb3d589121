import { DomainError } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import { holdsRole } from '@aoc/server/identity';
import type { AgentTool, ReadingDeps } from './tool';

/** Whether the role of the caller contains that of the tool. */
export const mayUse = ({ role }: Pick<TenantContext, 'role'>, tool: Pick<AgentTool, 'role'>): boolean =>
  role !== 'public' && holdsRole(role, tool.role);

/**
 * Calls a tool with the rights of the caller.
 * @throws DomainError forbidden, bad_request, and whatever the verb throws
 */
export async function runTool<D extends ReadingDeps>(
  ctx: TenantContext,
  deps: D,
  tool: AgentTool<D>,
  args: unknown,
  signal: AbortSignal,
): Promise<object> {
  if (!mayUse(ctx, tool))
    throw new DomainError(
      'forbidden',
      `${tool.name} needs the role ${tool.role}, and you have the role ${ctx.role}. Ask an administrator of AOC for it.`,
    );
  if (ctx.tenants.length > 1 && !tool.crossTenant)
    throw new DomainError('bad_request', `${tool.name} works in one tenant at a time: connect with its id in X-AOC-Tenant instead of *.`);
  return tool.run(ctx, deps, args, signal);
}
