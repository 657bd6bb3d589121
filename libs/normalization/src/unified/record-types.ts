/**
 * AuditLogRecordType of the Management Activity API schema: number, name and the workload that writes it,
 * for records that come without `Workload`.
 */
const RECORD_TYPES: readonly (readonly [number, string, string])[] = [
  [1, 'ExchangeAdmin', 'Exchange'],
  [2, 'ExchangeItem', 'Exchange'],
  [3, 'ExchangeItemGroup', 'Exchange'],
  [4, 'SharePoint', 'SharePoint'],
  [6, 'SharePointFileOperation', 'SharePoint'],
  [7, 'OneDrive', 'OneDrive'],
  [8, 'AzureActiveDirectory', 'AzureActiveDirectory'],
  [9, 'AzureActiveDirectoryAccountLogon', 'AzureActiveDirectory'],
  [10, 'DataCenterSecurityCmdlet', 'Exchange'],
  [11, 'ComplianceDLPSharePoint', 'SharePoint'],
  [13, 'ComplianceDLPExchange', 'Exchange'],
  [14, 'SharePointSharingOperation', 'SharePoint'],
  [15, 'AzureActiveDirectoryStsLogon', 'AzureActiveDirectory'],
  [18, 'SecurityComplianceCenterEOPCmdlet', 'SecurityComplianceCenter'],
  [20, 'PowerBIAudit', 'PowerBI'],
  [21, 'CRM', 'CRM'],
  [22, 'Yammer', 'Yammer'],
  [23, 'SkypeForBusinessCmdlets', 'SkypeForBusiness'],
  [24, 'Discovery', 'SecurityComplianceCenter'],
  [25, 'MicrosoftTeams', 'MicrosoftTeams'],
  [28, 'ThreatIntelligence', 'ThreatIntelligence'],
  [29, 'MailSubmission', 'Exchange'],
  [30, 'MicrosoftFlow', 'MicrosoftFlow'],
  [31, 'AeD', 'SecurityComplianceCenter'],
  [32, 'MicrosoftStream', 'MicrosoftStream'],
  [33, 'ComplianceDLPSharePointClassification', 'SharePoint'],
  [34, 'ThreatFinder', 'ThreatIntelligence'],
  [35, 'Project', 'Project'],
  [36, 'SharePointListOperation', 'SharePoint'],
  [38, 'DataGovernance', 'SecurityComplianceCenter'],
  [40, 'SecurityComplianceAlerts', 'SecurityComplianceCenter'],
  [41, 'ThreatIntelligenceUrl', 'ThreatIntelligence'],
  [42, 'SecurityComplianceInsights', 'SecurityComplianceCenter'],
  [44, 'WorkplaceAnalytics', 'WorkplaceAnalytics'],
  [45, 'PowerAppsApp', 'PowerApps'],
  [47, 'ThreatIntelligenceAtpContent', 'ThreatIntelligence'],
  [48, 'LabelContentExplorer', 'SecurityComplianceCenter'],
  [49, 'TeamsHealthcare', 'MicrosoftTeams'],
  [50, 'ExchangeItemAggregated', 'Exchange'],
  [52, 'DataInsightsRestApiAudit', 'SecurityComplianceCenter'],
  [54, 'SharePointListItemOperation', 'SharePoint'],
  [55, 'SharePointContentTypeOperation', 'SharePoint'],
  [56, 'SharePointFieldOperation', 'SharePoint'],
  [57, 'MicrosoftTeamsAdmin', 'MicrosoftTeams'],
  [62, 'MIPLabel', 'Exchange'],
  [64, 'AirInvestigation', 'ThreatIntelligence'],
  [65, 'Quarantine', 'Quarantine'],
  [66, 'MicrosoftForms', 'MicrosoftForms'],
  [73, 'MipAutoLabelExchangeItem', 'Exchange'],
  [78, 'MCASAlerts', 'MCASAlerts'],
  [82, 'SensitivityLabelPolicyMatch', 'SecurityComplianceCenter'],
  [83, 'SensitivityLabelAction', 'SecurityComplianceCenter'],
  [90, 'Search', 'Search'],
  [93, 'AipDiscover', 'Aip'],
  [94, 'AipSensitivityLabelAction', 'Aip'],
  [95, 'AipProtectionAction', 'Aip'],
  [96, 'AipFileDeleted', 'Aip'],
  [97, 'AipHeartBeat', 'Aip'],
  [98, 'MCASAlerts', 'MCASAlerts'],
  [154, 'OMEPortal', 'Exchange'],
];

const WORKLOADS: ReadonlyMap<string, string> = new Map(
  RECORD_TYPES.flatMap(([number, name, workload]) => [
    [String(number), workload],
    [name.toLowerCase(), workload],
  ]),
);

const NUMBERS: ReadonlyMap<string, number> = new Map(RECORD_TYPES.map(([number, name]) => [name.toLowerCase(), number]));

const key = (recordType: unknown): string =>
  typeof recordType === 'number' ? String(recordType) : typeof recordType === 'string' ? recordType.trim().toLowerCase() : '';

/** The record type as a number, from a number, a numeric string or its name; null when unknown. */
export function recordTypeNumber(recordType: unknown): number | null {
  const text = key(recordType);
  return /^\d{1,4}$/.test(text) ? Number(text) : (NUMBERS.get(text) ?? null);
}

/** The workload that writes records of this type; null for a type that is not known. */
export const workloadOf = (recordType: unknown): string | null => WORKLOADS.get(key(recordType)) ?? null;

const SHOWN_AS: ReadonlyMap<string, string> = new Map([
  ['microsoftteams', 'Teams'],
  ['onedriveforbusiness', 'OneDrive'],
]);

/** The workload by the name that people know: `MicrosoftTeams` is `Teams`, everything else stays. */
export const serviceName = (workload: string): string => SHOWN_AS.get(workload.toLowerCase()) ?? workload;
