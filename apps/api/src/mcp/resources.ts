import { agentTools, type AgentTool } from '@aoc/server/agent-tools';
import type { McpServer, ReadResourceResult, ServerContext, Variables } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { toDomainError } from '../http/error-mapping';
import { callerOf } from './mcp-caller';
import type { Protocol } from './protocol';
import { failureText, type ToolCalls } from './tool-calls';

const JSON_TYPE = 'application/json';
const LISTED = 50;

const rowsSchema = z.object({ rows: z.array(z.array(z.string().nullable())) });

/** @throws Error when the registry has no such tool */
function toolNamed(name: string): AgentTool {
  const found = agentTools.find((tool) => tool.name === name);
  if (!found) throw new Error(`there is no tool ${name}`);
  return found;
}

function idIn({ id }: Variables): string {
  const text = Array.isArray(id) ? id.join(',') : (id ?? '');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Events and alerts by their address, read by the same tools with the same rights. */
export function registerResources(protocol: Protocol, server: McpServer, calls: ToolCalls): void {
  const { ProtocolError, ProtocolErrorCode, ResourceNotFoundError, ResourceTemplate } = protocol;
  const read =
    (tool: AgentTool, argument: string) =>
    async (uri: URL, variables: Variables, { http, mcpReq }: ServerContext): Promise<ReadResourceResult> => {
      const caller = callerOf(http?.req);
      try {
        const answer = await calls.run(caller, { tool, args: { [argument]: idIn(variables) }, signal: mcpReq.signal });
        return { contents: [{ uri: uri.href, mimeType: JSON_TYPE, text: JSON.stringify(answer) }] };
      } catch (error) {
        const { code } = toDomainError(error);
        if (code === 'not_found') throw new ResourceNotFoundError(uri.href);
        const kind = code === 'internal' || code === 'unavailable' ? ProtocolErrorCode.InternalError : ProtocolErrorCode.InvalidParams;
        throw new ProtocolError(kind, failureText(error, caller.ctx.requestId));
      }
    };

  server.registerResource(
    'event',
    new ResourceTemplate('aoc://events/{id}', { list: undefined }),
    { title: 'Event', description: 'One event with its raw record, as get_event answers it', mimeType: JSON_TYPE },
    read(toolNamed('get_event'), 'event_id'),
  );
  server.registerResource(
    'alert',
    new ResourceTemplate('aoc://alerts/{id}', { list: ({ http, mcpReq }) => openAlerts(protocol, calls, http?.req, mcpReq.signal) }),
    { title: 'Alert', description: 'One alert, as get_alert answers it; the list holds the open ones', mimeType: JSON_TYPE },
    read(toolNamed('get_alert'), 'alert_id'),
  );
}

async function openAlerts(
  { ProtocolError, ProtocolErrorCode }: Protocol,
  calls: ToolCalls,
  request: Request | undefined,
  signal: AbortSignal,
) {
  const args = { status: 'open', sort: 'severity', limit: LISTED };
  const caller = callerOf(request);
  try {
    const { rows } = rowsSchema.parse(await calls.run(caller, { tool: toolNamed('list_alerts'), args, signal }));
    return {
      resources: rows.map(([id, raised, severity, , rule, summary]) => ({
        uri: `aoc://alerts/${encodeURIComponent(id ?? '')}`,
        name: `${severity}: ${rule}`,
        description: `${raised} ${summary}`,
      })),
    };
  } catch (error) {
    throw new ProtocolError(ProtocolErrorCode.InternalError, failureText(error, caller.ctx.requestId));
  }
}
