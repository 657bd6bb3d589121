import type { DomainError } from '@aoc/contracts';
import { errorText, runTool, type AgentTool, type ToolDeps } from '@aoc/server/agent-tools';
import { Inject, Injectable } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { outcomeOf, smallFacts } from '../audit/audit-entry';
import { auditAway, AuditSpool } from '../audit/audit-spool';
import { callerParts, tenantsOf } from '../http/caller';
import { toDomainError } from '../http/error-mapping';
import { RateLimits } from '../http/rate-limits';
import { PreviewSlots } from '../rules/preview-slots';
import { askInDays } from './ask-in-days';
import type { McpCaller } from './mcp-caller';

export interface ToolCall {
  tool: AgentTool;
  args: unknown;
  signal: AbortSignal;
}

/** Calls tools for a caller: with the limits, the audit trail and the errors of the API. */
@Injectable()
export class ToolCalls {
  constructor(
    @Inject(DEPENDENCIES) private readonly deps: ApiDependencies,
    @Inject(AuditSpool) private readonly spool: AuditSpool,
    @Inject(RateLimits) private readonly limits: RateLimits,
    @Inject(PreviewSlots) private readonly previews: PreviewSlots,
  ) {}

  /** @throws DomainError */
  async run(caller: McpCaller, call: ToolCall): Promise<object> {
    if (call.tool.audit) this.spool.assertOpen();
    const { answer, error } = await this.attempt(caller, call);
    const stored = await this.record(caller, call, error);
    if (error) throw error;
    // A write is done, and its caller must know; what was only to be read is withheld.
    if (!stored && call.tool.readOnly) throw auditAway();
    return answer;
  }

  private async attempt(caller: McpCaller, { tool, args, signal }: ToolCall): Promise<{ answer: object; error?: DomainError }> {
    try {
      if (tool.heavy) await this.limits.takeHeavy({ ...caller, tenantId: caller.ctx.tenantId });
      return { answer: await runTool(caller.ctx, this.toolDeps(caller), tool, args, signal) };
    } catch (thrown) {
      const error = toDomainError(thrown);
      const line = { err: error.options.cause ?? error, tool: tool.name, request_id: caller.ctx.requestId };
      if (error.status >= 500) this.deps.logger[error.code === 'internal' ? 'error' : 'warn'](line, error.detail);
      return { answer: {}, error };
    }
  }

  private toolDeps({ principal }: McpCaller): ToolDeps {
    const { events, detection, tenantIngestion, ask } = this.deps;
    return {
      events,
      detection,
      tenantIngestion,
      ask: (ctx, question, signal) => askInDays(ctx, ask, question, signal),
      tenants: () => tenantsOf(callerParts(this.deps), principal),
      takePreview: () => this.previews.take(),
    };
  }

  /** @returns whether the row is stored, or none is needed */
  private async record({ ctx }: McpCaller, { tool, args }: ToolCall, error?: DomainError): Promise<boolean> {
    const { audit } = tool;
    if (!audit) return true;
    const target = audit.target === undefined ? undefined : smallFacts([audit.target], args)[audit.target];
    const status = error?.status ?? 200;
    return this.spool.record(ctx, {
      action: audit.action,
      target: typeof target === 'string' ? target : null,
      outcome: outcomeOf(status),
      detail: {
        via: 'mcp',
        tool: tool.name,
        ...(error ? { http_status: status, code: error.code } : {}),
        ...smallFacts(audit.fields ?? [], args),
      },
    });
  }
}

/** An error for a caller who is a program. */
export const failureText = (error: unknown, requestId: string): string => {
  const known = toDomainError(error);
  return known.code === 'internal' ? `Something went wrong in AOC. Its log has the details under ${requestId}.` : errorText(known);
};
