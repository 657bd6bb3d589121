/** Version of the token format: v1.0 and v2.0 name different issuers. */
export type TokenVersion = '1.0' | '2.0';

/** Issuer hosts of v1.0 tokens by sign-in endpoint (https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-issuer). */
const V1_ISSUERS: Readonly<Record<string, string>> = {
  'https://login.microsoftonline.com': 'https://sts.windows.net',
  'https://login.microsoftonline.us': 'https://sts.windows.net',
  'https://login.chinacloudapi.cn': 'https://sts.chinacloudapi.cn',
  'https://login.partner.microsoftonline.cn': 'https://sts.chinacloudapi.cn',
};

/** The one issuer that tokens of a tenant and version must name. An endpoint that is not one of Microsoft's issues under its own name. */
export function issuerOf(loginUrl: string, tenantId: string, version: TokenVersion): string {
  return version === '2.0' ? `${loginUrl}/${tenantId}/v2.0` : `${V1_ISSUERS[loginUrl] ?? loginUrl}/${tenantId}/`;
}
