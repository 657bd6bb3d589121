import { AUDIT_LIMITS, type AuditDetail, type AuditOutcome, type RouteContract } from '@aoc/contracts';
import type { AuditEntry } from '@aoc/server/audit';
import { z } from 'zod';

/** Larger answers are not looked into for the id of what was made. */
const MAX_ANSWER = 256 * 1024;
const MAX_LISTED = 20;

const answerSchema = z.looseObject({
  id: z.string().optional(),
  job_id: z.string().optional(),
  tenant_id: z.string().optional(),
  code: z.string().optional(),
});
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
    target: named === '' ? madeBy(contract, answer) : named,
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

/** Id of what the answer says was made. */
const madeBy = ({ tag }: RouteContract, answer: z.infer<typeof answerSchema> | null): string | null =>
  answer?.id ?? answer?.job_id ?? (tag === 'tenants' ? answer?.tenant_id : null) ?? null;

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

/** The members of the body that the contract allows, as far as they are small, and the names of others that it wants to be named. */
function fieldsOf({ audit }: RouteContract, body: unknown): AuditDetail {
  if (typeof audit !== 'object') return {};
  const sent = Object.keys(bodySchema.safeParse(body).data ?? {});
  const set = audit.names?.filter((name) => sent.includes(name)) ?? [];
  return { ...smallFacts(audit.fields, body), ...(set.length > 0 ? { set } : {}) };
}

/** One member that was sent, as far as it is small: a text, a number, a list of texts. */
function smallFact(name: string, value: unknown): AuditDetail {
  const words = wordsSchema.safeParse(value);
  if (words.success) {
    const listed = { [name]: words.data.slice(0, MAX_LISTED) };
    return words.data.length > MAX_LISTED ? { ...listed, [`${name}_count`]: words.data.length } : listed;
  }
  if (typeof value === 'string') return { [name]: value.slice(0, AUDIT_LIMITS.text) };
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? { [name]: value } : {};
}

/** The named members of something that was sent, and the members of those that are objects; nothing that lies deeper, since nobody has checked it. */
export function smallFacts(names: readonly string[], sent: unknown): AuditDetail {
  const members = bodySchema.safeParse(sent).data ?? {};
  const facts = names.flatMap((name): AuditDetail[] => {
    const group = bodySchema.safeParse(members[name]);
    if (!group.success) return [smallFact(name, members[name])];
    return Object.entries(group.data)
      .slice(0, MAX_LISTED)
      .map(([part, value]) => smallFact(`${name}.${part}`, value));
  });
  return Object.assign({}, ...facts);
}
