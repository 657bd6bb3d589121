/** A Graph `directoryAudit` in which every field that rules ask for has a value. */
export const directoryRecord = {
  id: 'Directory_2',
  category: 'ApplicationManagement',
  activityDateTime: '2026-03-04T10:00:00Z',
  activityDisplayName: 'Update application – Certificates and secrets management ',
  loggedByService: 'Core Directory',
  result: 'failure',
  resultReason: 'Microsoft.Online.Something',
  initiatedBy: { user: { id: 'u1', displayName: 'Ann', userPrincipalName: 'ann@contoso.com', ipAddress: '203.0.113.7' } },
  targetResources: [
    {
      id: 't1',
      displayName: 'Payroll',
      type: 'ServicePrincipal',
      modifiedProperties: [{ displayName: 'ConsentContext.IsAdminConsent', oldValue: null, newValue: '"False"' }],
    },
  ],
  additionalDetails: [{ key: 'AdditionalInfo', value: 'Successfully recovered local credential by device id' }],
};
/** The same for a Graph `signIn`. */
export const signInRecord = {
  id: 's2',
  createdDateTime: '2026-03-04T10:00:00Z',
  userPrincipalName: 'ann@contoso.com',
  userId: 'u1',
  appId: 'app-1',
  appDisplayName: 'Portal',
  ipAddress: '203.0.113.7',
  clientAppUsed: 'IMAP4',
  conditionalAccessStatus: 'failure',
  authenticationProtocol: 'deviceCode',
  authenticationRequirement: 'singleFactorAuthentication',
  riskState: 'atRisk',
  riskEventTypes_v2: ['unfamiliarFeatures'],
  riskLevelDuringSignIn: 'high',
  resourceTenantId: 'rt',
  homeTenantId: 'ht',
  status: {
    errorCode: 53003,
    failureReason: 'Access has been blocked by Conditional Access policies.',
    additionalDetails: 'MFA denied; user declined',
  },
  deviceDetail: { deviceId: 'd', isCompliant: false, trustType: '', operatingSystem: 'Windows 10' },
  location: { city: 'Kyiv', countryOrRegion: 'UA' },
  networkLocationDetails: [{ networkType: 'trustedNamedLocation', networkNames: ['Head office'] }],
};
/** The same for a record of the unified log. */
export const unifiedRecord = {
  Operation: 'New-InboxRule',
  ClientIP: '203.0.113.7:4711',
  Parameters: [{ Name: 'ForwardTo', Value: 'eve@evil.example' }],
  ExtendedProperties: [{ Name: 'RequestType', Value: 'OAuth2:Token' }],
  DeviceProperties: [{ Name: 'OS', Value: 'Linux' }],
  ModifiedProperties: [{ Name: 'ForwardingSmtpAddress', NewValue: 'smtp:eve@evil.example', OldValue: '' }],
  ObjectId: 'alice',
};
const zone =
  '/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-dns/providers/Microsoft.Network/dnsZones/contoso.example';
const claims = { appid: 'app-1', 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': 'ann@contoso.com' };
const authorization = { action: 'Microsoft.Network/dnsZones/delete', scope: zone, evidence: { role: 'Owner' } };
/** A record of the Azure activity log as the REST API gives it. */
export const activityRecord = {
  eventDataId: 'a1',
  eventTimestamp: '2026-03-04T10:00:00Z',
  caller: 'ann@contoso.com',
  claims,
  authorization,
  httpRequest: { clientIpAddress: '203.0.113.7', method: 'DELETE' },
  operationName: { value: 'Microsoft.Network/dnsZones/delete', localizedValue: 'Delete DNS zone' },
  category: { value: 'Administrative', localizedValue: 'Administrative' },
  resourceProviderName: { value: 'Microsoft.Network', localizedValue: 'Microsoft Network' },
  resourceId: zone,
  status: { value: 'Succeeded', localizedValue: 'Succeeded' },
  level: 'Informational',
  properties: { statusCode: 'OK' },
};
/** The same as a diagnostic setting exports it. */
export const activityExport = {
  time: '2026-03-04T10:00:00Z',
  resourceId: zone,
  operationName: 'MICROSOFT.NETWORK/DNSZONES/DELETE',
  category: 'Administrative',
  resultType: 'Success',
  callerIpAddress: '203.0.113.7',
  identity: { authorization, claims },
  level: 'Informational',
  properties: { eventCategory: 'Administrative', statusCode: 'OK' },
};
