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
