/** Base URLs of one Microsoft cloud, without trailing slash and without API version, e.g. `https://graph.microsoft.com`. */
export interface MicrosoftEndpoints {
  loginUrl: string;
  graphUrl: string;
  managementUrl: string;
}

interface Registration {
  /** Directory (tenant) id or a verified domain of the tenant. */
  tenantId: string;
  clientId: string;
}
export interface SecretCredentials extends Registration {
  clientSecret: string;
}
export interface CertificateCredentials extends Registration {
  certificate: {
    /** SHA-256 of the certificate's DER encoding, base64url. */
    thumbprint: string;
    /** PKCS #8 in PEM; RSA. */
    privateKey: string;
  };
}
/** The application registration that reads a tenant (client credentials flow), with what proves that it is us. */
export type TenantCredentials = SecretCredentials | CertificateCredentials;

/** The two APIs whose quotas, tokens and failures are independent of each other. */
export type MicrosoftApi = 'graph' | 'management';
