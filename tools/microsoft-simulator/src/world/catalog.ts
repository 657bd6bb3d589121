/** Well-known Microsoft identifiers and the invented ones of the company. Role template ids and application ids are Microsoft's published constants. */
export const roles = [
  { name: 'Global Administrator', templateId: '62e90394-69f5-4237-9190-012177145e10', wellKnown: 'TenantAdmins' },
  { name: 'Privileged Role Administrator', templateId: 'e8611ab8-c189-46e8-94e1-60213ab1f814', wellKnown: 'PrivilegedRoleAdmins' },
  { name: 'Exchange Administrator', templateId: '29232cdf-9323-42fd-ade2-1d097af3e4de', wellKnown: 'ExchangeServiceAdmins' },
  { name: 'User Administrator', templateId: 'fe930be7-5e62-47db-91af-98c3a49a38b1', wellKnown: 'UserAccountAdmins' },
  { name: 'Intune Administrator', templateId: '3a2c62db-5318-420d-8d74-23affee5d9d5', wellKnown: 'IntuneServiceAdmins' },
  { name: 'Helpdesk Administrator', templateId: '729827e3-9c14-49f7-bb1b-9608f156bbb8', wellKnown: 'HelpdeskAdmins' },
  { name: 'Security Reader', templateId: '5d6b6bb7-de71-4623-b4af-96380a352509', wellKnown: 'SecurityReaders' },
  { name: 'Application Administrator', templateId: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', wellKnown: 'ApplicationAdministrators' },
] as const;
export type Role = (typeof roles)[number];

/** Microsoft's own applications that people sign in to; `weight` is how often. */
export const firstPartyApps = [
  { name: 'Office 365 Exchange Online', appId: '00000002-0000-0ff1-ce00-000000000000', weight: 22 },
  { name: 'Office 365 SharePoint Online', appId: '00000003-0000-0ff1-ce00-000000000000', weight: 15 },
  { name: 'Microsoft Teams', appId: '1fec8e78-bce4-4aaf-ab1b-5451cc387264', weight: 18 },
  { name: 'Microsoft Office', appId: 'd3590ed6-52b3-4102-aeff-aad2292ab01c', weight: 14 },
  { name: 'OfficeHome', appId: '4765445b-32c6-49b0-83e6-1d93765276ca', weight: 12 },
  { name: 'Azure Portal', appId: 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c', weight: 3 },
  { name: 'Microsoft Authentication Broker', appId: '29d9ed98-a469-4536-ade2-f981bc1d605e', weight: 5 },
  { name: 'Outlook Mobile', appId: '27922004-5251-4030-b22d-91ecd9a37ea4', weight: 9 },
  { name: 'Microsoft Intune Company Portal', appId: '9ba1a5c7-f17a-4de9-a1f1-6178c8d51223', weight: 2 },
] as const;

export const resources = [
  { name: 'Microsoft Graph', id: '00000003-0000-0000-c000-000000000000' },
  { name: 'Office 365 Exchange Online', id: '00000002-0000-0ff1-ce00-000000000000' },
  { name: 'Office 365 SharePoint Online', id: '00000003-0000-0ff1-ce00-000000000000' },
  { name: 'Windows Azure Service Management API', id: '797f4846-ba00-4fd7-ba43-dac1f8f63013' },
] as const;

/** Names of the company's own registered applications and of those of its suppliers. */
export const tenantAppNames = [
  'Expense Tracker',
  'HR Portal',
  'Warehouse Sync',
  'Backup Agent',
  'Ticket Bridge',
  'Payroll Export',
  'Badge Printer',
  'CRM Connector',
  'Visitor Desk',
  'Build Pipeline',
  'Report Mailer',
  'Asset Scanner',
] as const;

export const policyNames = [
  'Require MFA for all users',
  'Require MFA for administrators',
  'Block legacy authentication',
  'Require compliant device for Office 365',
  'Block sign-in from unexpected countries',
  'Medium sign-in risk: require MFA',
] as const;

export const licences = [
  { sku: 'ENTERPRISEPREMIUM', skuId: 'c7df2760-2c81-4ef7-b578-5b5392b571df' },
  { sku: 'SPE_E3', skuId: '05e9a617-0261-4cee-bb44-138d3ef5d965' },
  { sku: 'EMS', skuId: 'efccb6f7-5641-4e0e-bd10-b4976e1bf68e' },
  { sku: 'POWER_BI_PRO', skuId: 'f8a1db68-be16-40ed-86d5-cb42ce701560' },
] as const;

/** Sign-in error codes with Microsoft's public description of each; `weight` among failures. */
export const signInErrors = [
  {
    code: 50126,
    weight: 45,
    logon: 'InvalidUserNameOrPassword',
    reason: 'Error validating credentials due to invalid username or password.',
  },
  {
    code: 50076,
    weight: 20,
    logon: 'UserStrongAuthClientAuthNRequiredInterrupt',
    reason:
      'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
  },
  { code: 50074, weight: 12, logon: 'UserStrongAuthClientAuthNRequired', reason: 'Strong Authentication is required.' },
  { code: 500121, weight: 6, logon: 'AuthenticationFailedSasError', reason: 'Authentication failed during strong authentication request.' },
  {
    code: 50053,
    weight: 0.6,
    logon: 'IdsLocked',
    reason: "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.",
  },
  {
    code: 53003,
    weight: 1.5,
    logon: 'BlockedByConditionalAccess',
    reason: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  },
  { code: 50055, weight: 3, logon: 'InvalidPasswordExpiredPassword', reason: 'The password is expired.' },
  { code: 50057, weight: 2, logon: 'UserDisabled', reason: 'The user account is disabled.' },
  {
    code: 65001,
    weight: 2,
    logon: 'DelegationDoesNotExist',
    reason: 'The user or administrator has not consented to use the application with ID X.',
  },
] as const;
export type SignInError = (typeof signInErrors)[number];

export const browsers = [
  {
    os: 'Windows 10',
    legacyOs: 'Windows 10',
    browser: 'Edge 131.0.0',
    type: 'Edge',
    agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
  },
  {
    os: 'Windows 10',
    legacyOs: 'Windows 10',
    browser: 'Chrome 131.0.0',
    type: 'Chrome',
    agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  },
  {
    os: 'MacOs',
    legacyOs: 'MacOs',
    browser: 'Safari 18.1',
    type: 'Safari',
    agent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
  },
  {
    os: 'Ios 18.1',
    legacyOs: 'Ios',
    browser: 'Mobile Safari',
    type: 'Safari',
    agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  },
] as const;
export type Browser = (typeof browsers)[number];
