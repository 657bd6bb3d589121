import { aliases, type FieldTable, type FieldTarget, foldField, inner, schema, target } from './field-target';

/** Graph's `signIn` of all four sign-in logs. */
const RECORD = schema(`
  id createdDateTime userDisplayName userPrincipalName userId userType appId appDisplayName appOwnerTenantId ipAddress
  ipAddressFromResourceProvider clientAppUsed clientCredentialType userAgent correlationId originalRequestId isInteractive
  tokenIssuerName tokenIssuerType processingTimeInMilliseconds conditionalAccessStatus
  conditionalAccessAudiences.applicationId conditionalAccessAudiences.audienceReasons
  appliedConditionalAccessPolicies.id appliedConditionalAccessPolicies.displayName appliedConditionalAccessPolicies.result
  appliedConditionalAccessPolicies.enforcedGrantControls appliedConditionalAccessPolicies.enforcedSessionControls
  appliedConditionalAccessPolicies.conditionsSatisfied appliedConditionalAccessPolicies.conditionsNotSatisfied
  riskDetail riskLevelAggregated riskLevelDuringSignIn riskState riskEventTypes riskEventTypes_v2
  resourceDisplayName resourceId resourceTenantId resourceServicePrincipalId resourceOwnerTenantId homeTenantId homeTenantName
  authenticationMethodsUsed authenticationRequirement authenticationProtocol authenticationStrengths
  authenticationRequirementPolicies.requirementProvider authenticationRequirementPolicies.detail
  authenticationDetails.authenticationMethod authenticationDetails.authenticationMethodDetail
  authenticationDetails.authenticationStepResultDetail authenticationDetails.authenticationStepRequirement
  authenticationDetails.authenticationStepDateTime authenticationDetails.succeeded
  authenticationContextClassReferences.id authenticationContextClassReferences.detail
  authenticationProcessingDetails.key authenticationProcessingDetails.value
  authenticationAppDeviceDetails authenticationAppPolicyEvaluationDetails
  mfaDetail.authMethod mfaDetail.authDetail status.errorCode status.failureReason status.additionalDetails
  deviceDetail.deviceId deviceDetail.displayName deviceDetail.operatingSystem deviceDetail.browser deviceDetail.browserId
  deviceDetail.isCompliant deviceDetail.isManaged deviceDetail.trustType
  location.city location.state location.countryOrRegion location.geoCoordinates.latitude location.geoCoordinates.longitude
  location.geoCoordinates.altitude
  alternateSignInName servicePrincipalName servicePrincipalId servicePrincipalCredentialKeyId
  servicePrincipalCredentialThumbprint managedServiceIdentity.msiType managedIdentityType federatedCredentialId
  uniqueTokenIdentifier incomingTokenType originalTransferMethod networkLocationDetails.networkType networkLocationDetails.networkNames
  autonomousSystemNumber crossTenantAccessType flaggedForReview isTenantRestricted isThroughGlobalSecureAccess
  globalSecureAccessIpAddress privateLinkDetails sessionId sessionLifetimePolicies.expirationRequirement sessionLifetimePolicies.detail
  signInEventTypes signInIdentifier signInIdentifierType signInTokenProtectionStatus appTokenProtectionStatus
  tokenProtectionStatusDetails ssoExtensionVersion azureResourceId agent
`);

const ENVELOPE = schema(`
  time resourceId operationName operationVersion category tenantId resultType resultSignature resultDescription durationMs
  callerIpAddress correlationId identity Level Resource ResourceGroup SourceSystem AADTenantId
`);

const REASON = target(
  ['record.status.failureReason', 'record.status.additionalDetails', 'raw.resultDescription', 'result'],
  'reason',
  'the wording of reasons varies: the text is looked for within the description, the reason of failure and the result',
);
const RISK_TYPES = target(['record.riskEventTypes_v2', 'record.riskEventTypes']);
const COUNTRY = target(['record.location.countryOrRegion', 'raw.location']);

const ALIASES = aliases({
  'operationName operation activityDisplayName category.operation': target(['operation', 'raw.operationName'], 'operation'),
  message: target(
    ['record.authenticationProtocol'],
    'compact',
    'properties.message of a sign-in is read as its authentication protocol, which is where sign-in records name it',
  ),
  'category logCategory': target(['raw.category']),
  'resultType errorCode status.errorCode resultCode signInErrorCode statusCode': target(
    ['record.status.errorCode', 'raw.resultType'],
    'error_code',
  ),
  'result resultSignature signInStatus': target(['result'], 'result'),
  status: target(['result', 'record.status'], 'result'),
  'resultDescription resultReason failureReason signInFailureReason': REASON,
  'userPrincipalName username user upn userUpn': target(['actor.upn', 'actor.display']),
  'userId userObjectId': target(['actor.id']),
  'userDisplayName identity displayName': target(['actor.display', 'raw.identity']),
  'ipAddress callerIpAddress clientIp sourceIp ip': target(['actor.ip']),
  'clientApp clientAppUsed': target(['record.clientAppUsed']),
  'application applicationName app appName': target(['record.appDisplayName']),
  'applicationId clientId': target(['record.appId']),
  'resource resourceName resourceDisplayName': target(['record.resourceDisplayName']),
  'conditionalAccess conditionalAccessPolicies': target(['record.appliedConditionalAccessPolicies', 'record.conditionalAccessStatus']),
  'location locationDetails': target(['record.location']),
  'country countryOrRegion locationDetails.countryOrRegion location.country location.countryOrRegion': COUNTRY,
  'city locationDetails.city': target(['record.location.city']),
  'state locationDetails.state': target(['record.location.state']),
  'riskLevel riskLevelDuringSignIn': target(['record.riskLevelDuringSignIn']),
  'riskEventType riskEventTypes riskEventTypesV2 riskType': RISK_TYPES,
  'deviceDetail deviceInfo': target(['record.deviceDetail']),
  'trustType joinType deviceDetail.joinType': target(['record.deviceDetail.trustType']),
  'isCompliant compliant': target(['record.deviceDetail.isCompliant']),
  'isManaged managed': target(['record.deviceDetail.isManaged']),
  'operatingSystem os': target(['record.deviceDetail.operatingSystem']),
  browser: target(['record.deviceDetail.browser']),
  tokenIssuer: target(['record.tokenIssuerType']),
  'targetTenantId resourceTenant': target(['record.resourceTenantId']),
  homeTenant: target(['record.homeTenantId']),
});

function resolve(name: string): FieldTarget | null {
  const whole = foldField(name);
  const folded = inner(whole);
  const alias = ALIASES.get(folded);
  if (alias) return alias;
  const record = RECORD.get(folded);
  if (record !== undefined) return target([`record.${record}`]);
  const envelope = ENVELOPE.get(whole);
  return envelope === undefined ? null : target([`raw.${envelope}`]);
}

/** The sign-in logs of Entra, from Graph and from the diagnostic settings. */
export const signInFields: FieldTable = {
  records: 'sign-in records',
  resolve,
  known: [
    'ResultType',
    'ResultDescription',
    'Status',
    'userPrincipalName',
    'ipAddress',
    'userAgent',
    'AppId',
    'AppDisplayName',
    'ResourceDisplayName',
    'clientAppUsed',
    'AuthenticationRequirement',
    'ConditionalAccessStatus',
    'DeviceDetail.*',
    'Location',
    'RiskState',
    'RiskLevelDuringSignIn',
    'authenticationProtocol',
  ],
};
