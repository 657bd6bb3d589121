/** What a record of the Azure activity log says, in the three forms that Microsoft documents. */
const claims = {
  aud: 'https://management.core.windows.net/',
  appid: '00001111-aaaa-4222-8bbb-3333cccc4444',
  ipaddr: '198.51.100.9',
  name: 'Ann Admin',
  'http://schemas.microsoft.com/identity/claims/objectidentifier': 'f409edeb-4d29-44b5-9763-ee9348ad91bb',
  'http://schemas.microsoft.com/identity/claims/tenantid': '5f210575-a69b-41a7-b623-3f6d79ccd432',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': 'ann@contoso.example',
};
const group = '/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-dns';
const zone = `${group}/providers/Microsoft.Network/dnsZones/contoso.example`;
const authorization = { action: 'Microsoft.Network/dnsZones/delete', scope: zone };
const named = (value: string): { value: string; localizedValue: string } => ({ value, localizedValue: value });

type Part = Readonly<Record<string, unknown>>;

/** As the REST API and the portal give it. */
export const restRecord = (part: Part = {}): Record<string, unknown> => ({
  authorization,
  caller: 'ann@contoso.example',
  channels: 'Operation',
  claims,
  correlationId: 'aaaa0000-bb11-4222-83cc-444444dddddd',
  eventDataId: 'AAAA0a0a-bb1b-4c2c-8d3d-eeeeee4e4e4e',
  eventName: named('EndRequest'),
  category: named('Administrative'),
  eventTimestamp: '2026-03-04T10:00:00.1234567Z',
  httpRequest: { clientRequestId: 'r', clientIpAddress: '203.0.113.7', method: 'DELETE' },
  id: `${zone}/events/aaaa0a0a-bb1b-4c2c-8d3d-eeeeee4e4e4e/ticks/639082224001234567`,
  level: 'Informational',
  operationId: '04e575f8-48d0-4c43-a8b3-78c4eb01d287',
  operationName: named('Microsoft.Network/dnsZones/delete'),
  resourceGroupName: 'rg-dns',
  resourceProviderName: named('Microsoft.Network'),
  resourceType: named('Microsoft.Network/dnsZones'),
  resourceId: zone,
  status: named('Succeeded'),
  subStatus: named('OK'),
  submissionTimestamp: '2026-03-04T10:01:00Z',
  subscriptionId: '11111111-2222-4333-8444-555555555555',
  properties: { statusCode: 'OK' },
  ...part,
});

/** As a diagnostic setting exports it to a storage account or an event hub. */
export const exported = (part: Part = {}): Record<string, unknown> => ({
  time: '2026-03-04T10:00:00.1234567Z',
  resourceId: zone,
  operationName: 'MICROSOFT.NETWORK/DNSZONES/DELETE',
  category: 'Administrative',
  resultType: 'Success',
  resultSignature: 'Succeeded.',
  durationMs: '0',
  callerIpAddress: '203.0.113.7',
  correlationId: 'aaaa0000-bb11-4222-83cc-444444dddddd',
  identity: { authorization, claims },
  level: 'Information',
  properties: { eventCategory: 'Administrative', entity: zone, message: 'Microsoft.Network/dnsZones/delete' },
  tenantId: '5f210575-a69b-41a7-b623-3f6d79ccd432',
  ...part,
});

/** As a row of the table AzureActivity of Log Analytics. */
export const fromTable = (part: Part = {}): Record<string, unknown> => ({
  TimeGenerated: '2026-03-04T10:00:00.1234567Z',
  OperationNameValue: 'MICROSOFT.NETWORK/DNSZONES/DELETE',
  OperationName: 'Delete DNS zone',
  CategoryValue: 'Administrative',
  Category: 'Administrative',
  ActivityStatusValue: 'Success',
  Caller: 'ann@contoso.example',
  CallerIpAddress: '203.0.113.7',
  Claims: JSON.stringify(claims),
  Authorization: JSON.stringify(authorization),
  ResourceProviderValue: 'MICROSOFT.NETWORK',
  ResourceId: zone,
  EventDataId: 'aaaa0a0a-bb1b-4c2c-8d3d-eeeeee4e4e4e',
  CorrelationId: 'aaaa0000-bb11-4222-83cc-444444dddddd',
  Properties: JSON.stringify({ statusCode: 'OK' }),
  Type: 'AzureActivity',
  ...part,
});
