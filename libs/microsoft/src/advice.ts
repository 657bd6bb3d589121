import { BODY_TOO_LARGE } from './error-codes';
import type { MicrosoftErrorDetails, MicrosoftErrorKind, MicrosoftService } from './microsoft-error';

const NAMES: Record<MicrosoftService, string> = {
  login: 'the Microsoft identity platform',
  graph: 'Microsoft Graph',
  management: 'the Office 365 Management Activity API',
};
/** Application permissions that the two APIs need for what this product reads. */
const PERMISSIONS: Record<MicrosoftService, string> = {
  login: 'AuditLog.Read.All, Directory.Read.All and ActivityFeed.Read',
  graph: 'AuditLog.Read.All, Directory.Read.All and DeviceManagementApps.Read.All (Microsoft Graph)',
  management: 'ActivityFeed.Read (Office 365 Management APIs)',
};

function seconds(ms: number | undefined): string {
  return ms === undefined ? 'a while' : `${Math.max(1, Math.ceil(ms / 1000))} s`;
}

function credentialsAdvice(name: string, code: string | undefined): string {
  if (code === 'AADSTS7000222') {
    return 'The client secret of the app registration has expired. Create a new one under Certificates & secrets and set it as CLIENT_SECRET.';
  }
  if (code === 'AADSTS700016') {
    return 'The tenant knows no application with this client id. Compare CLIENT_ID with the Application (client) ID of the app registration, and check that it was consented to in this tenant.';
  }
  if (code === 'AADSTS700027' || code === 'AADSTS700021') {
    return 'The app registration does not know the certificate. Upload the certificate itself (not its key) under Certificates & secrets of the application with this CLIENT_ID.';
  }
  if (code === 'AADSTS1000502') {
    return 'The certificate of the app registration is not valid now. Make a new one, upload it under Certificates & secrets, and enter it here with its key.';
  }
  if (code === 'AADSTS700024' || code === 'AADSTS700023') {
    return "The signed proof for the certificate was refused. Check that the clock of this machine is right, and that LOGIN_URL is the sign-in endpoint of the tenant's cloud.";
  }
  if (code === 'AADSTS53003' || code === 'AADSTS530031') {
    return 'A Conditional Access policy for workload identities keeps this app registration from signing in. Exclude the app registration from the policy, or allow the address of this machine in it.';
  }
  return `${capital(name)} refused the client id or the client secret. Check CLIENT_ID and CLIENT_SECRET: the secret's value is needed, not its id, and it must not have expired.`;
}

function tokenAdvice(name: string): string {
  return `${capital(name)} refuses the tokens of this app registration although signing in works. Check that LOGIN_URL, GRAPH_URL and MANAGEMENT_URL belong to the same cloud, and that the application is still enabled in the tenant.`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What is wrong and what to do, in two to three sentences, for the person who runs the product. */
export function adviceFor(kind: MicrosoftErrorKind, details: MicrosoftErrorDetails): string {
  const name = NAMES[details.service];
  const again = 'It is tried again on the next schedule; nothing is lost.';
  switch (kind) {
    case 'bad_credentials':
      if (details.service !== 'login') return tokenAdvice(name);
      return credentialsAdvice(name, details.code);
    case 'tenant_not_found':
      return 'Microsoft knows no tenant with this id in this cloud. Check TENANT_ID (Directory ID in the Entra admin center), and LOGIN_URL if the tenant is in a national cloud.';
    case 'missing_consent':
      return `The app registration may not read this in the tenant. Add the application permission ${details.subject ?? PERMISSIONS[details.service]} and let an administrator grant consent under API permissions.`;
    case 'missing_licence':
      return `The tenant has no licence for this source${details.subject ? ` (${details.subject})` : ''}. Assign one to the tenant, or leave the source switched off; the other sources are not affected.`;
    case 'auditing_off':
      return 'Unified auditing is switched off in this tenant. Switch it on in the Purview portal or with Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true; it can take up to a day before records arrive, and earlier activity is not recorded.';
    case 'throttled':
      return `${capital(name)} asks this tenant to wait ${seconds(details.retryAfterMs)} before the next request. The run goes on by itself after that; a longer interval between fetches makes it rarer.`;
    case 'expired_page':
      return `${capital(name)} no longer accepts the position in a long list. The time slice is read again in smaller parts; nobody has to act.`;
    case 'bad_request':
      return `${capital(name)} did not accept a request of this product. Please report it with the code and request id of the log; other sources are not affected.`;
    case 'not_found':
      return `${capital(name)} does not know the requested address or object. Check that the endpoint addresses fit the tenant's cloud.`;
    case 'network':
      return `The connection to ${name} failed or broke off. Check DNS, firewall and proxy of this machine. ${again}`;
    case 'timeout':
      return `${capital(name)} did not answer in time. ${again}`;
    case 'server':
      return `${capital(name)} reports a failure on its own side. ${again} If it lasts for hours, look at the service health page of the tenant.`;
    case 'malformed':
      if (details.code === BODY_TOO_LARGE)
        return `${capital(name)} gave more for one request than this product reads, also for a minute alone. The other times are read; this one stays open as a hole. Export it in the Microsoft portal and import the file.`;
      return `${capital(name)} answered with something that is not a list of records. If a proxy or login page stands between, let the address through. ${again}`;
  }
}
