import type { CallerKind, RouteRole, TenantId } from '@aoc/contracts';
import { NO_PRIVACY_LIMITS, type PrivacyLimits } from './privacy';

/** The present, passed in so that logic can be tested at any instant. */
export interface Clock {
  now(): Date;
}
export const systemClock: Clock = { now: () => new Date() };

/** Tenants that a call may touch. Never empty. */
export type TenantScope = readonly [TenantId, ...TenantId[]];

/** Who asks, in which tenants, with which limits. Everything that reads or writes data takes it first. */
export interface ReadContext {
  readonly tenants: TenantScope;
  readonly privacy: PrivacyLimits;
  /** `kind`, where it is known: a person who signed in, an API key, whoever is at this machine without sign-in, or AOC itself. */
  readonly actor: { readonly id: string; readonly display: string; readonly kind?: CallerKind };
  readonly role: RouteRole;
  readonly requestId: string;
  readonly clock: Clock;
}
/** A context of exactly one tenant: what writes need. */
export interface TenantContext extends ReadContext {
  readonly tenantId: TenantId;
}

/** Context of the product's own work (schedules, ingestion) in one tenant. */
export function systemContext(tenantId: TenantId, requestId: string, clock: Clock = systemClock): TenantContext {
  return {
    tenantId,
    tenants: [tenantId],
    privacy: NO_PRIVACY_LIMITS,
    actor: { id: 'system', display: 'AOC', kind: 'system' },
    role: 'msp_admin',
    requestId,
    clock,
  };
}

const PARTS = {
  'system:worker': { display: 'AOC worker', kind: 'system' },
  'cli:import': { display: 'npm run import', kind: 'local' },
  'cli:maintenance': { display: 'npm run maintenance', kind: 'local' },
  'cli:migrate': { display: 'npm run migrate', kind: 'local' },
} as const;

/** The same, acting as a part of AOC: the worker, or a command that somebody ran at its machine. */
export function actingAs(ctx: TenantContext, part: keyof typeof PARTS): TenantContext {
  return { ...ctx, actor: { id: part, ...PARTS[part] } };
}

/** Context of the product's own reading in several tenants at once. */
export function readContext(tenants: TenantScope, requestId: string, clock: Clock = systemClock): ReadContext {
  const { privacy, actor, role } = systemContext(tenants[0], requestId, clock);
  return { tenants, privacy, actor, role, requestId, clock };
}

/** The same caller in one of the tenants of the context. @throws TypeError for another tenant */
export function inTenant(ctx: ReadContext, tenantId: TenantId): TenantContext {
  if (!ctx.tenants.includes(tenantId)) throw new TypeError('A context was asked for a tenant that it does not hold');
  return { ...ctx, tenantId, tenants: [tenantId] };
}

/** Context of a caller in one tenant. */
export function requestContext(input: Omit<TenantContext, 'tenants' | 'clock'> & { clock?: Clock }): TenantContext {
  return { ...input, tenants: [input.tenantId], clock: input.clock ?? systemClock };
}
