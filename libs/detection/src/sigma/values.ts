import { RULE_LIMITS } from '@aoc/contracts';
import { foldResult } from '@aoc/normalization';
import type { ValueKind } from './fields/field-target';
import { literalOf, type Piece, type Test } from './patterns';

/** Names that the product gives workloads, beside those that the records have. */
const WORKLOADS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    microsoftteams: 'Teams',
    onedriveforbusiness: 'OneDrive',
    azuread: 'AzureActiveDirectory',
    'azure active directory': 'AzureActiveDirectory',
    exchangeonline: 'Exchange',
    sharepointonline: 'SharePoint',
  }),
);

/** The full stop at the end of the unified log's Entra operations is no part of the name that events are compared by. */
export function withoutFullStop(pieces: readonly Piece[]): Piece[] {
  const last = pieces.at(-1);
  if (typeof last !== 'object' || !/\.\s*$/.test(last.text) || last.text.includes('/')) return [...pieces];
  return [...pieces.slice(0, -1), { text: last.text.replace(/\.\s*$/, '') }];
}

const text = (test: Test, value: Test['value']): Test => ({ ...test, value });

/** A test of a Sigma rule as tests that hold for the values that events have at a field of this kind; any of them may hold. */
export function testsForKind(test: Test, kind: ValueKind): Test[] {
  const { value, op } = test;
  if (kind === 'plain' || kind === 'operation' || op === 'exists' || op === 'regex') return [test];
  if (kind === 'error_code') return op === 'eq' && Number(value) === 0 && value !== '' ? [test, text(test, 'Success')] : [test];
  if (typeof value !== 'string' && typeof value !== 'boolean') return [test];
  const own = String(value);
  if (kind === 'result') {
    const folded = op === 'eq' ? foldResult(value) : null;
    return folded === null || folded.toLowerCase() === own.toLowerCase() ? [test] : [text(test, folded), test];
  }
  // An export does not name the provider; its operations begin with it.
  if (kind === 'provider') return op === 'eq' && own !== '' ? [test, { ...test, op: 'starts_with', value: `${own}/` }] : [test];
  if (kind === 'reason') return op === 'eq' && own !== '' ? [{ ...test, op: 'contains' }] : [test];
  // Alerts of Defender for Cloud Apps have a workload of their own.
  if (kind === 'workload' && own.toLowerCase() === 'securitycompliancecenter') return [test, text(test, 'MCASAlerts')];
  const other = kind === 'workload' ? WORKLOADS.get(own.toLowerCase()) : own.replace(/\s+/g, '');
  return other === undefined || other === own || other === '' ? [test] : [test, text(test, other)];
}

/** Values that stand in public rules where the tenant's own are to be put in. */
const TO_BE_FILLED_IN = /^<[^<>]+>$|\buse OR for multiple\b|^Insert .{3,80} here$|^(?:UPN|HomeTenantID|ResourceTenantID|TenantID|AppID)$/i;

export const isToBeFilledIn = (value: string): boolean => TO_BE_FILLED_IN.test(value.trim());

/** `Update Application Success- Property Name AppAddress` as Microsoft's guide writes an activity, its result and the changed property. */
const WITH_PROPERTY = /^(.{3,100}?)\s+Suc{1,2}ess\s?[-\u2013]\s?Property Name\s+(\w{2,100})$/i;

export function activityWithProperty(pieces: readonly Piece[]): { operation: string; property: string } | null {
  const [, operation, property] = WITH_PROPERTY.exec(literalOf(pieces) ?? '') ?? [];
  return operation === undefined || property === undefined ? null : { operation, property };
}

/** Whether a text is short enough to be compared with by a rule. */
export const fitsRule = (value: string): boolean => value.length <= RULE_LIMITS.text;
