import type { NormalizedEvent, RuleBody } from '@aoc/contracts';
import { defaultMappings, normalize } from '@aoc/normalization';
import { compileRules } from '../engine/compile-rules';
import { evaluate } from '../engine/evaluate';
import { importSigma } from '../sigma/import-sigma';
import type { SigmaOptions, SigmaReport } from '../sigma/report';
import { NOW } from './build';
import { activityRecord } from './sigma-records';

const mappings = defaultMappings();

/** The event of a raw record; fails where it becomes none. */
function eventOfRecord(raw: Record<string, unknown>): NormalizedEvent {
  const normalized = normalize(raw, { source: 'import', mappings, now: NOW });
  if (!normalized.ok) throw new Error(`${normalized.reason}: ${normalized.detail}`);
  return normalized.event;
}

const indented = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');

/** The YAML of a Sigma rule with this detection. */
export const sigmaRule = (detection: string, logsource = 'product: m365, service: audit', head = 'title: Test rule\nlevel: high'): string =>
  `${head}\nlogsource: {${logsource}}\ndetection:\n${indented(detection)}\n`;

/** The report about the only document of a text. */
export function onlyReport(text: string, options: SigmaOptions = {}): SigmaReport {
  const [report, ...others] = importSigma(text, options);
  if (!report || others.length > 0) throw new Error(`${1 + others.length} reports instead of one`);
  return report;
}

/** The rule of the only document; fails with the reasons where it cannot run. */
export function importedRule(text: string, options: SigmaOptions = {}): RuleBody {
  const { rule, reasons } = onlyReport(text, options);
  if (!rule) throw new Error(reasons.map(({ place, message }) => `${place}: ${message}`).join('\n'));
  return rule;
}

/** Whether the engine says that the rule holds for the event (a rule that is switched off counts as well). */
export function holdsFor(rule: RuleBody, event: NormalizedEvent): boolean {
  const set = compileRules([{ id: 'r', body: { ...rule, enabled: true } }]);
  const problems = [...set.problems.values()].flat();
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const { matches, failing } = evaluate(set, event, { now: NOW });
  if (failing.length > 0) throw new Error(failing.map(({ error }) => error).join('\n'));
  return matches.length > 0;
}

/** The event of a record of the unified log with these members. */
export const unifiedEvent = (record: Record<string, unknown>): NormalizedEvent =>
  eventOfRecord({
    CreationTime: '2026-03-04T10:00:00',
    Id: 'b6c1b0a4-5d0f-4d8b-8d0c-0f7d0a4f5b11',
    RecordType: 1,
    Operation: 'Set-Mailbox',
    Workload: 'Exchange',
    ResultStatus: 'True',
    UserId: 'ann@contoso.com',
    UserType: 2,
    ...record,
  });

/** The event of a Graph `directoryAudit` with these members. */
export const directoryEvent = (record: Record<string, unknown>): NormalizedEvent =>
  eventOfRecord({
    id: 'Directory_1',
    category: 'RoleManagement',
    activityDateTime: '2026-03-04T10:00:00Z',
    activityDisplayName: 'Add member to role',
    result: 'success',
    initiatedBy: { user: { id: 'u1', userPrincipalName: 'ann@contoso.com', ipAddress: '203.0.113.7' } },
    targetResources: [],
    ...record,
  });

/** The event of a Graph `signIn` with these members. */
export const signInEvent = (record: Record<string, unknown>): NormalizedEvent =>
  eventOfRecord({
    id: 's1',
    createdDateTime: '2026-03-04T10:00:00Z',
    userPrincipalName: 'ann@contoso.com',
    userId: 'u1',
    appId: 'a1',
    appDisplayName: 'Portal',
    ipAddress: '203.0.113.7',
    status: { errorCode: 0 },
    ...record,
  });

/** The event of a record of the Azure activity log: the REST API's, unless another is given. */
export const activityEvent = (record: Record<string, unknown> = activityRecord): NormalizedEvent => eventOfRecord(record);

/** The record in the envelope of the diagnostic settings. */
export const enveloped = (properties: Record<string, unknown>, envelope: Record<string, unknown>): NormalizedEvent =>
  eventOfRecord({ time: '2026-03-04T10:00:00Z', category: 'AuditLogs', operationName: 'Sign-in activity', ...envelope, properties });
