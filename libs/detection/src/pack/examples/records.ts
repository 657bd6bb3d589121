import type { JsonObject } from '@aoc/contracts';

/** Records in the shape of each source, for the examples of the rules. A Wednesday morning, in an invented company. */
const START = Date.parse('2026-03-04T10:00:00Z');

/** ISO instant that many minutes after the start. */
export const at = (minute: number): string => new Date(START + minute * 60_000).toISOString();

/** A GUID that follows from the text. */
export function guid(text: string): string {
  const part = (seed: number): string => {
    let hash = seed;
    for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619) >>> 0;
    return hash.toString(16).padStart(8, '0');
  };
  const hex = `${part(2_166_136_261)}${part(40_389)}${part(977)}${part(31)}`;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export const times = (count: number, make: (n: number) => JsonObject): JsonObject[] => Array.from({ length: count }, (_none, n) => make(n));

export const ADMIN = 'ann.admin@contoso.com';
export const USER = 'bob.user@contoso.com';

/** A changed property as Entra writes it: JSON in a string. */
export const change = (name: string, before: unknown, after: unknown): JsonObject => ({
  displayName: name,
  oldValue: before === undefined ? null : JSON.stringify(before),
  newValue: after === undefined ? null : JSON.stringify(after),
});

export const target = (type: string, name: string, changes: JsonObject[] = []): JsonObject => ({
  id: guid(name),
  displayName: name.includes('@') ? null : name,
  type,
  userPrincipalName: name.includes('@') ? name : null,
  modifiedProperties: changes,
});

interface DirectoryGiven {
  category?: string;
  by?: string;
  /** an application instead of a person */
  app?: string;
  targets?: JsonObject[];
  reason?: string;
  result?: string;
  minute?: number;
  n?: number;
}

/** Graph `directoryAudit`. */
export function directory(activity: string, given: DirectoryGiven = {}): JsonObject {
  const { category = 'UserManagement', by = ADMIN, app, targets = [], reason = '', result = 'success', minute = 0, n = 0 } = given;
  const user = { id: guid(by), displayName: null, userPrincipalName: by, ipAddress: '198.51.100.20' };
  return {
    id: `Directory_${guid(`${activity}/${n}/${minute}`)}`,
    category,
    correlationId: guid(`correlation ${activity}/${n}`),
    result,
    resultReason: reason,
    activityDisplayName: activity,
    activityDateTime: at(minute),
    loggedByService: 'Core Directory',
    operationType: 'Update',
    initiatedBy: app === undefined ? { user, app: null } : { user: null, app: { displayName: app, servicePrincipalId: guid(app) } },
    targetResources: targets,
    additionalDetails: [],
  };
}

interface SignInGiven {
  user?: string;
  ip?: string;
  error?: number;
  minute?: number;
  n?: number;
  more?: JsonObject;
}

/** Graph `signIn` of a person. */
export function signIn({ user = USER, ip = '198.51.100.7', error = 0, minute = 0, n = 0, more = {} }: SignInGiven = {}): JsonObject {
  return {
    id: guid(`sign-in ${user} ${n} ${minute}`),
    createdDateTime: at(minute),
    userDisplayName: user.split('@', 1)[0],
    userPrincipalName: user,
    userId: guid(user),
    appId: 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c',
    appDisplayName: 'Azure Portal',
    ipAddress: ip,
    clientAppUsed: 'Browser',
    correlationId: guid(`correlation ${user} ${n}`),
    conditionalAccessStatus: 'success',
    isInteractive: true,
    riskDetail: 'none',
    riskLevelAggregated: 'none',
    riskLevelDuringSignIn: 'none',
    riskState: 'none',
    authenticationProtocol: 'none',
    resourceDisplayName: 'Microsoft Graph',
    resourceId: '00000003-0000-0000-c000-000000000000',
    status: { errorCode: error, failureReason: error === 0 ? 'Other.' : 'Invalid username or password.', additionalDetails: null },
    deviceDetail: { deviceId: '', displayName: '', operatingSystem: 'Windows 11', browser: 'Edge 130' },
    location: { city: 'Zurich', state: 'Zurich', countryOrRegion: 'CH', geoCoordinates: { latitude: 47.4, longitude: 8.5 } },
    ...more,
  };
}

interface IntuneGiven {
  resource?: string;
  name?: string;
  changes?: JsonObject[];
  result?: string;
  minute?: number;
  n?: number;
}

/** Graph Intune `auditEvent`. */
export function intune(activityType: string, given: IntuneGiven = {}): JsonObject {
  const { resource = activityType.split(' ').at(-1) ?? '', name = 'LAPTOP-1', changes = [], result = 'Success', minute = 0, n = 0 } = given;
  return {
    id: guid(`intune ${activityType} ${n} ${minute}`),
    displayName: activityType,
    componentName: 'DeviceConfiguration',
    activity: null,
    activityDateTime: at(minute),
    activityType,
    activityOperationType: 'Action',
    activityResult: result,
    category: 'Device',
    actor: {
      auditActorType: 'ItPro',
      applicationDisplayName: 'Microsoft Intune portal extension',
      userPrincipalName: ADMIN,
      userId: guid(ADMIN),
    },
    resources: [{ displayName: name, auditResourceType: resource, resourceId: guid(`${name} ${n}`), modifiedProperties: changes }],
  };
}

interface UnifiedGiven {
  user?: string;
  minute?: number;
  n?: number;
  more?: JsonObject;
}

/** Management Activity API record. */
export function unified(workload: string, operation: string, given: UnifiedGiven = {}): JsonObject {
  const { user = USER, minute = 0, n = 0, more = {} } = given;
  return {
    CreationTime: at(minute).slice(0, 19),
    Id: guid(`unified ${operation} ${n} ${minute}`),
    Operation: operation,
    OrganizationId: guid('contoso'),
    RecordType: 1,
    UserKey: guid(user),
    UserType: 0,
    Version: 1,
    Workload: workload,
    ClientIP: '198.51.100.7',
    UserId: user,
    ...more,
  };
}

/** An Exchange cmdlet with its parameters. */
export const cmdlet = (operation: string, parameters: Record<string, string>, given: UnifiedGiven = {}): JsonObject =>
  unified('Exchange', operation, {
    user: ADMIN,
    ...given,
    more: {
      ResultStatus: 'True',
      UserType: 2,
      ObjectId: parameters.Identity ?? '',
      ExternalAccess: false,
      Parameters: Object.entries(parameters).map(([Name, Value]) => ({ Name, Value })),
      ...given.more,
    },
  });

/** A cmdlet of the compliance centre, which writes its parameters as one line. */
export const complianceCmdlet = (operation: string, parameters: string): JsonObject =>
  unified('SecurityComplianceCenter', operation, {
    user: ADMIN,
    more: { RecordType: 18, UserType: 2, ResultStatus: 'Success', ObjectId: 'quarterly', Parameters: parameters },
  });

/** A file of SharePoint or OneDrive. */
export const file = (operation: string, n: number, given: UnifiedGiven = {}): JsonObject =>
  unified('SharePoint', operation, {
    n,
    ...given,
    more: {
      RecordType: 6,
      EventSource: 'SharePoint',
      ItemType: 'File',
      ObjectId: `https://contoso.sharepoint.com/sites/Finance/Shared Documents/report ${n}.xlsx`,
      SiteUrl: 'https://contoso.sharepoint.com/sites/Finance/',
      SourceFileName: `report ${n}.xlsx`,
      SourceFileExtension: 'xlsx',
      ...given.more,
    },
  });
