import { AUDIT_LIMITS, type AuditDetail, type AuditOutcome, type RouteContract } from '@aoc/contracts';
import type { AuditEntry } from '@aoc/server/audit';
import { z } from 'zod';

/** Larger answers are not looked into for the id of what was made. */
const MAX_ANSWER = 256 * 1024;
const MAX_LISTED = 20;

const answerSchema = z.looseObject({ id: z.string().optional(), job_id: z.string().optional(), code: z.string().optional() });
const bodySchema = z.record(z.string(), z.unknown());
const paramsSchema = z.record(z.string(), z.string());
const wordsSchema = z.array(z.string());

export interface AnsweredRequest {
  /** As sent, with its query. */
  url: string;
  params: unknown;
  /** As sent: nothing in it has been checked. */
  body: unknown;
  status: number;
  /** Tenants that were asked about. */
  tenants: readonly string[];
  /** The answer, when it is a text. */
  answer: unknown;
}

export const outcomeOf = (status: number): AuditOutcome => (status < 400 ? 'ok' : status < 500 ? 'refused' : 'failed');

/** What the audit trail says of a request that has been answered. */
export function auditEntry(contract: RouteContract, request: AnsweredRequest): AuditEntry {
  const { status } = request;
  const answer = answerOf(contract, request);
  const named = Object.values(paramsSchema.safeParse(request.params).data ?? {}).join('/');
  return {
    action: contract.operationId,
    target: named === '' ? (answer?.id ?? answer?.job_id ?? null) : named,
    outcome: outcomeOf(status),
    detail: {
      http_status: status,
      ...(status >= 400 && answer?.code !== undefined ? { code: answer.code } : {}),
      ...(request.tenants.length > 1 ? { tenants: [...request.tenants] } : {}),
      ...queryOf(contract, request.url),
      ...fieldsOf(contract, request.body),
    },
  };
}

/** Answers to GET are what was asked for, and not looked into. */
function answerOf({ method }: RouteContract, { answer, status }: AnsweredRequest) {
  if (typeof answer !== 'string' || answer.length > MAX_ANSWER || !answer.startsWith('{') || (method === 'get' && status < 400))
    return null;
  try {
    return answerSchema.safeParse(JSON.parse(answer)).data ?? null;
  } catch {
    return null;
  }
}

/** The parameters that the route knows: others, such as one-time tickets, may be secrets. */
function queryOf({ query }: RouteContract, url: string): AuditDetail {
  const known = Object.keys(query?.shape ?? {});
  const given = [...new URLSearchParams(url.split('?')[1] ?? '')].filter(([name]) => known.includes(name));
  return given.length === 0 ? {} : { query: given.map(([name, value]) => `${name}=${value}`).join('&') };
}

/** The members of the body that the contract allows, as far as they are small. */
const fieldsOf = ({ audit }: RouteContract, body: unknown): AuditDetail =>
  typeof audit === 'object' ? smallFacts(audit.fields, body) : {};

/** The named members of something that was sent, as far as they are small. */
export function smallFacts(names: readonly string[], sent: unknown): AuditDetail {
  const members = bodySchema.safeParse(sent).data ?? {};
  const detail: AuditDetail = {};
  for (const name of names) {
    const value = members[name];
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [part, fact] of Object.entries(smallFacts(Object.keys(value).slice(0, MAX_LISTED), value)))
        detail[`${name}.${part}`] = fact;
      continue;
    }
    const words = wordsSchema.safeParse(value);
    if (words.success) {
      detail[name] = words.data.slice(0, MAX_LISTED);
      if (words.data.length > MAX_LISTED) detail[`${name}_count`] = words.data.length;
    } else if (typeof value === 'string') detail[name] = value.slice(0, AUDIT_LIMITS.text);
    else if (typeof value === 'number' || typeof value === 'boolean' || value === null) detail[name] = value;
  }
  return detail;
}
