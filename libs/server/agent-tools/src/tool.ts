import type { AskAnswer, PersonRole, TenantId } from '@aoc/contracts';
import type { TenantContext } from '@aoc/server/context';
import type { Detection } from '@aoc/server/detection';
import type { EventStore } from '@aoc/server/events';
import type { TenantIngestion } from '@aoc/server/ingestion';
import type { z } from 'zod';
import { parseArguments } from './parse-arguments';

/** What the tools that only read work with; the same stores as the routes of the API. */
export interface ReadingDeps {
  events: EventStore;
  detection: Detection;
  tenantIngestion: TenantIngestion;
}
/** What all tools work with. */
export interface ToolDeps extends ReadingDeps {
  /** Answers a question in plain words from the events of the last days. */
  ask(ctx: TenantContext, input: { question: string; days: number }, signal: AbortSignal): Promise<AskAnswer>;
  /** Tenants that the caller may name. */
  tenants(): Promise<readonly { id: TenantId; name: string }[]>;
  /** A place for one run of a rule over stored events. @returns what gives it back @throws DomainError rate_limited */
  takePreview(): () => void;
}

/** The row that a call leaves in the audit trail, in the names of the route that does the same. */
export interface ToolAudit {
  /** operationId of the route */
  action: string;
  /** argument that names what is acted on */
  target?: string;
  /** arguments that the row repeats: never secrets or long texts */
  fields?: readonly string[];
}

interface ToolFacts<I extends z.ZodObject, O extends z.ZodObject> {
  name: string;
  title: string;
  description: string;
  input: I;
  output: O;
  /** Least role that may call it. */
  role: PersonRole;
  readOnly: boolean;
  /** True when a second call with the same arguments changes nothing more. */
  idempotent: boolean;
  /** True when it can ask several tenants at once. */
  crossTenant: boolean;
  /** True for what costs much: fewer of these are allowed in a minute. */
  heavy: boolean;
  audit?: ToolAudit;
}
interface ToolSpec<I extends z.ZodObject, O extends z.ZodObject, D extends ReadingDeps> extends ToolFacts<I, O> {
  run(ctx: TenantContext, deps: D, args: z.output<I>, signal: AbortSignal): Promise<z.input<O>>;
}
/** A tool whose arguments have not been looked at yet. */
export interface AgentTool<D extends ReadingDeps = ToolDeps> extends ToolFacts<z.ZodObject, z.ZodObject> {
  /** @throws DomainError bad_request that names each bad argument; whatever the verb throws */
  run(ctx: TenantContext, deps: D, args: unknown, signal: AbortSignal): Promise<object>;
}

/** A tool of the registry: its arguments are parsed by its own schema before it runs. */
export function tool<I extends z.ZodObject, O extends z.ZodObject, D extends ReadingDeps = ToolDeps>({
  run,
  ...facts
}: ToolSpec<I, O, D>): AgentTool<D> {
  return { ...facts, run: async (ctx, deps, args, signal) => run(ctx, deps, parseArguments(facts.input, args), signal) };
}
