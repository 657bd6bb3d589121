/** Base URLs of one Microsoft cloud, without trailing slash and without API version, e.g. `https://graph.microsoft.com`. */
export interface MicrosoftEndpoints {
  loginUrl: string;
  graphUrl: string;
  managementUrl: string;
}

/** The application registration that reads a tenant (client credentials flow). */
export interface TenantCredentials {
  /** Directory (tenant) id or a verified domain of the tenant. */
  tenantId: string;
  clientId: string;
  clientSecret: string;
}

/** The two APIs whose quotas, tokens and failures are independent of each other. */
export type MicrosoftApi = 'graph' | 'management';
