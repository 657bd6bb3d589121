import type { NormalizedEvent } from '@aoc/contracts';
import { activityEvent, directoryEvent, enveloped, holdsFor, importedRule, signInEvent, sigmaRule, unifiedEvent } from '../testing/sigma';
import { activityExport, activityRecord, directoryRecord, signInRecord, unifiedRecord } from '../testing/sigma-records';

const ENTRA = 'product: azure, service: auditlogs';
const SIGN_IN = 'product: azure, service: signinlogs';
const ACTIVITY = 'product: azure, service: activitylogs';
const UNIFIED = 'product: m365, service: audit';

/** The same record in each form in which it comes. */
const FORMS: readonly [string, string, readonly NormalizedEvent[]][] = [
  [
    ENTRA,
    'Entra audit',
    [directoryEvent(directoryRecord), enveloped(directoryRecord, { operationName: directoryRecord.activityDisplayName })],
  ],
  [
    SIGN_IN,
    'sign-in',
    [signInEvent(signInRecord), enveloped(signInRecord, { category: 'SignInLogs', resultType: '53003', location: 'UA' })],
  ],
  [ACTIVITY, 'Azure activity', [activityEvent(activityRecord), activityEvent(activityExport)]],
  [
    UNIFIED,
    'unified',
    [unifiedEvent(unifiedRecord), unifiedEvent({ ...unifiedRecord, Parameters: JSON.stringify(unifiedRecord.Parameters) })],
  ],
];

/** Fields as public rules write them, with a value that the record above has. */
const FIELDS: readonly [string, readonly string[]][] = [
  [
    ENTRA,
    [
      "properties.message: 'Update application – Certificates and secrets management'",
      "operationName: 'Update application - Certificates and secrets management'",
      "OperationName|startswith: 'Update application'",
      "ActivityDisplayName|contains: 'Certificates and secrets'",
      "ActivityType|contains: 'secrets management'",
      'Category: ApplicationManagement',
      "LoggedByService: 'Core Directory'",
      'Status: Failure',
      'properties.result: failure',
      'resultReason: Microsoft.Online.Something',
      "Status: 'Microsoft.Online.Something'",
      'Initiatedby: ann@contoso.com',
      'InitiatedBy|contains: contoso',
      'initiatedBy.user.userPrincipalName: ann@contoso.com',
      'properties.initiatedBy.user.ipAddress: 203.0.113.7',
      'Target: Payroll',
      'targetResources.0.displayName: Payroll',
      "targetResources.type: 'Service Principal'",
      'properties.targetResources{}.displayName: Payroll',
      'TargetResources|contains: payroll',
      'TargetResources.ModifiedProperties.DisplayName: ConsentContext.IsAdminConsent',
      "TargetResources.modifiedProperties.newValue|contains: 'false'",
      'TargetResources.ModifiedProperties|contains: IsAdminConsent',
      "ConsentContext.IsAdminConsent: 'false'",
      "additionalDetails.additionalInfo|contains: 'recovered local credential'",
    ],
  ],
  [
    SIGN_IN,
    [
      'ResultType: 53003',
      "ResultType: '53003'",
      'properties.status.errorCode: 53003',
      'ResultDescription: Blocked by Conditional Access',
      'ResultDescription: Failure',
      'Status: Failure',
      "Status|contains: 'MFA Denied'",
      'userPrincipalName|endswith: contoso.com',
      'IPAddress|cidr: 203.0.113.0/24',
      'AppId: app-1',
      'AppDisplayName: portal',
      'ClientAppUsed: IMAP4',
      'conditionalAccessStatus: failure',
      "properties.message: 'Device Code'",
      'AuthenticationRequirement: singleFactorAuthentication',
      'RiskState: atRisk',
      'riskEventTypes_v2: unfamiliarFeatures',
      'RiskLevelDuringSignin: high',
      'ResourceTenantId: rt',
      'HomeTenantId: ht',
      "DeviceDetail.isCompliant: 'false'",
      "DeviceDetail.trusttype: ''",
      'DeviceDetail.operatingSystem|startswith: Windows',
      'Location|contains: UA',
      'location.countryOrRegion: UA',
      "NetworkLocationDetails|contains: 'Head office'",
    ],
  ],
  [
    ACTIVITY,
    [
      'operationName: MICROSOFT.NETWORK/DNSZONES/DELETE',
      'OperationNameValue|endswith: /delete',
      'CategoryValue: Administrative',
      'ResourceProviderValue: Microsoft.Network',
      "ResourceId|contains: 'dnsZones'",
      'Resource: contoso.example',
      'resourceType: Microsoft.Network/dnsZones',
      'SubscriptionId: 11111111-2222-4333-8444-555555555555',
      'Status: Success',
      'Caller: ann@contoso.com',
      'CallerIpAddress|cidr: 203.0.113.0/24',
      'Claims.appid: app-1',
      'identity.claims.appid: app-1',
      'Authorization.evidence.role: Owner',
      'Level: Informational',
      'properties.statusCode: OK',
    ],
  ],
  [
    UNIFIED,
    [
      'Operation: New-InboxRule',
      'eventName: New-InboxRule',
      'eventSource: Exchange',
      'Workload: Exchange',
      'status: success',
      "ResultStatus: 'True'",
      'UserId: ann@contoso.com',
      'ClientIP: 203.0.113.7',
      'ObjectId: alice',
      'Parameters|contains: ForwardTo',
      'Parameters|contains|all: [ForwardTo, evil]',
      'Parameters.ForwardTo|endswith: evil.example',
      'Parameters{}.Name: ForwardTo',
      'ForwardTo|contains: eve',
      'RequestType: OAuth2:Token',
      'ExtendedProperties.RequestType: OAuth2:Token',
      'DeviceProperties.OS: Linux',
      'ModifiedProperties|contains: ForwardingSmtpAddress',
      'ModifiedProperties{}.NewValue|contains: evil',
      'ModifiedProperties.ForwardingSmtpAddress|contains: evil',
      'Payload|contains|all: [New-InboxRule, evil]',
    ],
  ],
];

describe('fields of public rules', () => {
  const cases = FIELDS.flatMap(([logsource, fields]) => {
    const [, name = '', events = []] = FORMS.find(([source]) => source === logsource) ?? [];
    return fields.map((field) => ({ field, logsource, name, events }));
  });

  it.each(cases)('$name: $field', ({ field, logsource, events }) => {
    const rule = importedRule(sigmaRule(`sel:\n  ${field}\ncondition: sel`, logsource));
    expect(events.map((event) => holdsFor(rule, event))).toEqual(events.map(() => true));
    // Public rules of the activity log are partly about Entra's activities, and watch both.
    const watched = logsource === ACTIVITY ? [ACTIVITY, ENTRA] : [logsource];
    const others = FORMS.filter(([source]) => !watched.includes(source)).flatMap(([, , foreign]) => foreign);
    expect(others.filter((event) => holdsFor(rule, event))).toEqual([]);
  });
});
