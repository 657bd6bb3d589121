import type { RuleCondition } from '@aoc/contracts';
import type { YamlMap } from './documents';
import { activityFields } from './fields/activity-fields';
import { directoryFields } from './fields/directory-fields';
import { type FieldTable, type FieldTarget, target } from './fields/field-target';
import { signInFields } from './fields/sign-in-fields';
import { unifiedFields } from './fields/unified-fields';
import { type Findings, quoted } from './report';

/** A log that Sigma rules are written for, as AOC has it. */
export interface Source {
  fields: FieldTable;
  /** keeps the rule to records of this log */
  scope: readonly RuleCondition[];
  note?: string;
  /** why a value of a field cannot come up in this log; null when it can */
  refuseValue?: (field: string, value: string) => string | null;
}

const ENTRA_LOGS: readonly RuleCondition[] = [
  { field: 'dedupe_key', op: 'starts_with', value: 'directory:' },
  { field: 'service', op: 'eq', value: 'AzureActiveDirectory' },
];
const ENTRA: RuleCondition = { any_of: [...ENTRA_LOGS] };
const SIGN_IN: RuleCondition = { field: 'service', op: 'eq', value: 'SignIn' };
const UNIFIED: RuleCondition = { field: 'dedupe_key', op: 'starts_with', value: 'unified:' };

/** Risk detections about a user, which no sign-in carries (Microsoft's reference of risk detections). */
const USER_RISKS =
  /^(?:leakedCredentials|anomalousUserActivity|attackerinTheMiddle|suspiciousAPITraffic|suspiciousSendingPatterns|userReportedSuspiciousActivity|attemptedPrtAccess)$/i;

const RISK_TYPE = target(['record.riskEventTypes_v2', 'record.riskEventTypes', 'record.riskEventType']);

/** Columns of risk detections that sign-ins have under the same or another name. */
const riskFields: FieldTable = {
  ...signInFields,
  records: 'sign-ins with risk',
  resolve: (name): FieldTarget | null =>
    /^(?:properties\.)?riskEventTypes?(?:_?v2)?$/i.test(name) ? RISK_TYPE : signInFields.resolve(name),
};

const SOURCES: ReadonlyMap<string, Source> = new Map<string, Source>([
  ['azure/auditlogs', { fields: directoryFields, scope: [ENTRA] }],
  ['azure/signinlogs', { fields: signInFields, scope: [SIGN_IN] }],
  [
    'azure/activitylogs',
    {
      fields: activityFields,
      // Public rules of this log are partly about Entra's own activities.
      scope: [{ any_of: [{ field: 'service', op: 'eq', value: 'Azure' }, ...ENTRA_LOGS] }],
      note: 'AOC does not collect the activity log of Azure subscriptions by itself: the rule fires for records of it that are imported, and for activities of that name in the Entra audit log',
    },
  ],
  [
    'azure/riskdetection',
    {
      fields: riskFields,
      scope: [SIGN_IN],
      note: 'AOC does not collect the risk detections of Identity Protection. The rule watches the risk event types that sign-ins carry; detections that are made later, or about the user alone, do not show there',
      refuseValue: (field, value) =>
        /riskEventType/i.test(field) && USER_RISKS.test(value)
          ? `the risk ${quoted(value)} is detected for users, not for sign-ins, and AOC does not collect risk detections of users`
          : null,
    },
  ],
  ['m365/audit', { fields: unifiedFields, scope: [UNIFIED] }],
  ['m365/exchange', { fields: unifiedFields, scope: [UNIFIED, { field: 'service', op: 'eq', value: 'Exchange' }] }],
  ['m365/threat_management', { fields: unifiedFields, scope: [UNIFIED] }],
  ['m365/threat_detection', { fields: unifiedFields, scope: [UNIFIED] }],
  ['m365/general', { fields: unifiedFields, scope: [UNIFIED] }],
  ['m365/sharepoint', { fields: unifiedFields, scope: [UNIFIED, { field: 'service', op: 'in', value: ['SharePoint', 'OneDrive'] }] }],
  ['m365/onedrive', { fields: unifiedFields, scope: [UNIFIED, { field: 'service', op: 'eq', value: 'OneDrive' }] }],
  ['m365/teams', { fields: unifiedFields, scope: [UNIFIED, { field: 'service', op: 'eq', value: 'Teams' }] }],
]);

const NOT_COLLECTED: ReadonlyMap<string, string> = new Map([
  ['azure/pim', 'alerts of Privileged Identity Management (their types stand in riskEventType) are in no log that AOC collects'],
]);

const PRODUCTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    azuread: 'azure',
    entra: 'azure',
    microsoft365: 'm365',
    office365: 'm365',
    o365: 'm365',
  }),
);
const SERVICES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    auditlog: 'auditlogs',
    audit_logs: 'auditlogs',
    signinlog: 'signinlogs',
    signin_logs: 'signinlogs',
    activity_logs: 'activitylogs',
    azureactivity: 'activitylogs',
    riskdetections: 'riskdetection',
    risk_detection: 'riskdetection',
    privileged_identity_management: 'pim',
  }),
);

const word = (logsource: YamlMap, key: string): string => {
  const value = logsource.get(key);
  return typeof value === 'string' ? value.trim().toLowerCase() : '';
};

/** The log that a rule's `logsource` names; null, with the reason among the findings, for one that AOC does not have. */
export function sourceOf(logsource: unknown, findings: Findings): Source | null {
  if (!(logsource instanceof Map)) return findings.fail('logsource', 'the rule must name its log: product and service');
  const named: YamlMap = logsource;
  const product = PRODUCTS.get(word(named, 'product')) ?? word(named, 'product');
  const service = SERVICES.get(word(named, 'service')) ?? word(named, 'service');
  if (product !== 'azure' && product !== 'm365')
    return findings.fail('logsource.product', `${quoted(product)} is not a product whose logs AOC collects: azure, m365`);
  const key = `${product}/${service === '' && product === 'm365' ? 'audit' : service}`;
  const missing = NOT_COLLECTED.get(key);
  if (missing !== undefined) return findings.fail('logsource.service', missing);
  const source = SOURCES.get(key);
  const known = [...SOURCES.keys()].filter((name) => name.startsWith(`${product}/`)).map((name) => name.slice(product.length + 1));
  if (!source)
    return findings.fail('logsource.service', `${quoted(service)} is not a log of ${product} that AOC collects: ${known.join(', ')}`);
  if (word(named, 'category') !== '') findings.note(`logsource.category ${quoted(word(named, 'category'))} is not looked at`);
  if (source.note !== undefined) findings.note(source.note);
  return source;
}
